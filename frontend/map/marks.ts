import { Marker, type Map } from "maplibre-gl";

/** A feature's `properties`: its name, where it leads, and what it is (`role` of an outline, `kind` of a point). */
interface Named {
  name?: string;
  url?: string;
  role?: string;
  kind?: string;
  at?: [number, number];
}

/** Writes names on the map as HTML, so that they are read aloud, followed with the keyboard, and need no glyphs. */
export function mark(map: Map, features: GeoJSON.Feature[], withLinks = true): void {
  for (const feature of features) {
    const named = { ...(feature.properties as Named) };
    if (!withLinks) delete named.url;
    const at = feature.geometry.type === "Point" ? feature.geometry.coordinates : named.at;
    if (at) point(map, at as [number, number], named);
  }
}

export function point(map: Map, at: [number, number], named: Named): Marker {
  const leads = named.url && named.role !== "commune";
  const element = document.createElement(leads ? "a" : "span");
  if (leads) (element as HTMLAnchorElement).href = named.url!;
  element.className = `map-mark map-mark--${named.role ?? named.kind ?? "pin"}`;
  element.textContent = named.name ?? "";
  return new Marker({ element, anchor: named.role ? "center" : "left" }).setLngLat(at).addTo(map);
}
