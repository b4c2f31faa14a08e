import type { Map } from "maplibre-gl";

const LINE = 10; // half a line of text, in pixels: marks that are links are taller than what is read

/** Hides the names that would lie across another, the later ones first; again whenever the map has moved. */
export function keepApart(map: Map): void {
  const arrange = () => {
    const shown: DOMRect[] = [];
    const marks = [...map.getContainer().querySelectorAll<HTMLElement>(".map-mark")];
    const isName = (mark: HTMLElement) => mark.classList.contains("map-mark--neighbour");
    // What the map is about stays whatever lies around it.
    for (const mark of [...marks.filter((each) => !isName(each)), ...marks.filter(isName)]) {
      const { left, top, width, height } = mark.getBoundingClientRect();
      const text = new DOMRect(left, top + height / 2 - LINE, width, 2 * LINE);
      const lies = isName(mark) && shown.some((other) => overlap(text, other));
      mark.style.visibility = lies ? "hidden" : "";
      if (!lies) shown.push(text);
    }
  };
  arrange();
  map.on("moveend", arrange);
}

function overlap(a: DOMRect, b: DOMRect): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
