import "../styles/maplibre.css";
import { LngLatBounds, Map, NavigationControl, setWorkerUrl } from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?url";
import type { Facts } from "../elements/place-map";
import { keepApart } from "./apart";
import { layers, onThemeChange } from "./layers";
import { mark } from "./marks";
import { letPick } from "./pick";

// A file of our own: the policy of the site allows no worker made from a blob.
setWorkerUrl(workerUrl);

const AREA_ZOOM = 13; // a phone shows five kilometres

interface Outlines extends GeoJSON.FeatureCollection {
  bbox: [west: number, south: number, east: number, north: number];
}

/** Fills `sheet` with the map of `element`; resolves once it is drawn. Call what it returns to clear it away. */
export async function openMap(element: HTMLElement, sheet: HTMLElement, facts: Facts): Promise<() => void> {
  const outlines = await read(element.dataset.outlines!);
  const features = facts.features ?? { type: "FeatureCollection", features: [] };
  const [west, south, east, north] = outlines.bbox;
  const map = new Map({
    container: sheet,
    style: {
      version: 8,
      sources: {
        outlines: { type: "geojson", data: outlines },
        features: { type: "geojson", data: features },
      },
      layers: layers(element),
    },
    bounds: outlines.bbox,
    fitBoundsOptions: { padding: Math.min(sheet.clientWidth, sheet.clientHeight) * 0.2 },
    maxBounds: [
      [west - (east - west) * 2, south - (north - south) * 2],
      [east + (east - west) * 2, north + (north - south) * 2],
    ],
    maxZoom: 17,
    attributionControl: false,
    cooperativeGestures: true,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    fadeDuration: 0,
    locale: { ...facts.words, "Map.Title": element.dataset.label! },
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new NavigationControl({ showCompass: false }), "top-right");
  await map.once("load");
  const hasPoints = features.features.some((each) => each.geometry.type === "Point");
  const isForPicking = element.dataset.pick !== undefined;
  // Where there are stops to read, the name of the commune would lie across them.
  mark(map, hasPoints ? outlines.features.filter(isAround) : outlines.features, !isForPicking);
  mark(map, features.features);
  goToArea(map, features);
  if (hasPoints || isForPicking) keepApart(map);
  if (isForPicking) letPick(element, map, facts.words);
  const forget = onThemeChange(() => {
    for (const layer of layers(element))
      for (const [name, value] of Object.entries(layer.paint ?? {}))
        map.setPaintProperty(layer.id, name as never, value as never);
  });
  return () => {
    forget();
    map.remove();
  };
}

/** To the area that is shown, where there is one: a hexagon is a dot from afar. */
function goToArea(map: Map, features: GeoJSON.FeatureCollection): void {
  for (const { geometry } of features.features) {
    if (geometry.type !== "Polygon") continue;
    const around = new LngLatBounds();
    for (const corner of geometry.coordinates[0]) around.extend(corner as [number, number]);
    map.jumpTo({ center: around.getCenter(), zoom: Math.max(map.getZoom(), AREA_ZOOM) });
  }
}

function isAround(outline: GeoJSON.Feature): boolean {
  return outline.properties?.role === "neighbour";
}

async function read(address: string): Promise<Outlines> {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return (await answer.json()) as Outlines;
}
