import "../styles/map.css";

/** What the server says of a map besides its outlines: GeoJSON to show on it, and the words of its controls. */
export interface Facts {
  features?: GeoJSON.FeatureCollection;
  words: Record<string, string>;
}

/**
 * Turns the server's drawing into a map that moves, on request, or at once where a point is to be chosen.
 * The drawing stays below it, and comes back where the device cannot show the map.
 */
class PlaceMap extends HTMLElement {
  private close?: () => void;

  connectedCallback(): void {
    const button = this.querySelector<HTMLButtonElement>("[data-open]");
    if (this.dataset.state || !button) return;
    if (this.dataset.pick !== undefined) return void this.open();
    button.hidden = false;
    button.addEventListener("click", async () => {
      await this.open();
      button.hidden = this.dataset.state === "open";
      this.querySelector<HTMLElement>(".maplibregl-canvas")?.focus({ preventScroll: true });
    });
  }

  disconnectedCallback(): void {
    this.close?.();
  }

  private async open(): Promise<void> {
    const drawing = this.querySelector<HTMLElement>("[data-drawing]")!;
    const failed = this.querySelector<HTMLElement>("[data-failed]")!;
    this.dataset.state = "opening";
    failed.hidden = true;
    try {
      if (!document.createElement("canvas").getContext("webgl2")) throw new Error("no WebGL");
      const { openMap } = await import("../map/open");
      this.close = await openMap(this, this.querySelector<HTMLElement>("[data-sheet]")!, this.facts());
      drawing.inert = true;
      this.dataset.state = "open";
    } catch {
      this.dataset.state = "failed";
      failed.hidden = false;
    }
  }

  private facts(): Facts {
    return JSON.parse(this.querySelector("script[type='application/json']")!.textContent!) as Facts;
  }
}
customElements.define("place-map", PlaceMap);
