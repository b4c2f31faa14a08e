import type { LngLat, Map, Marker } from "maplibre-gl";
import { point } from "./marks";

/**
 * A point chosen by a tap, by the arrow keys and Enter on the cross in the middle, or by the device when asked.
 * It goes into the inputs that data-pick names, « latitude longitude », of the form around the map.
 */
export function letPick(element: HTMLElement, map: Map, words: Record<string, string>): void {
  const form = element.closest("form")!;
  const inputs = element.dataset.pick!.split(" ").map((name) => form.elements.namedItem(name));
  const status = element.querySelector<HTMLElement>("[data-status]")!;
  const locate = element.querySelector<HTMLButtonElement>("[data-locate]")!;
  let chosen: Marker | undefined;

  const pick = (at: LngLat) => {
    chosen?.remove();
    chosen = point(map, [at.lng, at.lat], { kind: "chosen" });
    const [latitude, longitude] = inputs as HTMLInputElement[];
    latitude.value = at.lat.toFixed(5);
    longitude.value = at.lng.toFixed(5);
    // Once both are set: whoever listens reads no point that nobody chose.
    longitude.dispatchEvent(new Event("change", { bubbles: true }));
    status.textContent = words.picked;
  };

  const cross = document.createElement("span");
  cross.className = "place-map__cross";
  map.getContainer().append(cross);
  map.on("click", (event) => pick(event.lngLat));
  map.getCanvas().addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    pick(map.getCenter());
  });

  locate.hidden = !("geolocation" in navigator);
  locate.addEventListener("click", () => {
    locate.setAttribute("aria-busy", "true");
    const done = () => locate.removeAttribute("aria-busy");
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        done();
        map.easeTo({ center: [coords.longitude, coords.latitude] });
        pick({ lng: coords.longitude, lat: coords.latitude } as LngLat);
      },
      () => {
        done();
        status.textContent = words.nowhere;
      },
      { timeout: 15_000, maximumAge: 60_000 },
    );
  });
}
