import type { LayerSpecification } from "maplibre-gl";

/** The layers of every map, from the ground up, in the colours that the page has just now. */
export function layers(element: HTMLElement): LayerSpecification[] {
  const colour = palette(element);
  const isCommune = ["==", ["get", "role"], "commune"] as const;
  return [
    { id: "ground", type: "background", paint: { "background-color": colour("--sheet") } },
    {
      id: "outlines",
      type: "fill",
      source: "outlines",
      paint: { "fill-color": ["case", isCommune, colour("--lend-soft"), colour("--sunk")] as never },
    },
    {
      id: "borders",
      type: "line",
      source: "outlines",
      paint: {
        "line-color": ["case", isCommune, colour("--lend"), colour("--edge")] as never,
        "line-width": ["case", isCommune, 2.5, 1] as never,
      },
    },
    {
      id: "areas",
      type: "fill",
      source: "features",
      filter: ["==", ["geometry-type"], "Polygon"],
      paint: {
        "fill-color": colour("--accent"),
        "fill-opacity": 0.4,
        "fill-outline-color": colour("--sheet"),
      },
    },
    {
      id: "edges",
      type: "line",
      source: "features",
      filter: ["==", ["geometry-type"], "LineString"],
      layout: { "line-cap": "round", "line-join": "round" },
      paint: { "line-color": colour("--sheet"), "line-width": 8 },
    },
    {
      id: "lines",
      type: "line",
      source: "features",
      filter: ["==", ["geometry-type"], "LineString"],
      layout: { "line-cap": "round", "line-join": "round" },
      paint: { "line-color": colour("--accent"), "line-width": 4 },
    },
  ];
}

/** The tokens of the page as MapLibre reads colours: it knows no oklch, a canvas does. */
function palette(element: HTMLElement): (token: string) => string {
  const probe = element.appendChild(document.createElement("i"));
  probe.hidden = true;
  const canvas = document.createElement("canvas");
  const brush = canvas.getContext("2d", { willReadFrequently: true })!;
  const read = (token: string) => {
    probe.style.color = `var(${token})`;
    brush.fillStyle = getComputedStyle(probe).color;
    brush.fillRect(0, 0, 1, 1);
    const [red, green, blue] = brush.getImageData(0, 0, 1, 1).data;
    return `rgb(${red}, ${green}, ${blue})`;
  };
  setTimeout(() => probe.remove());
  return read;
}

/** By the switch of the page or by the device. Call what it returns to stop listening. */
export function onThemeChange(redraw: () => void): () => void {
  const device = matchMedia("(prefers-color-scheme: dark)");
  const page = new MutationObserver(redraw);
  device.addEventListener("change", redraw);
  page.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  return () => {
    device.removeEventListener("change", redraw);
    page.disconnect();
  };
}
