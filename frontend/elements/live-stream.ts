/**
 * One stream a page. Updates the counters and tells the page's other elements: `live:notices`, `live:messages`
 * (detail.count) and `live:conversation` (detail.id) on the document.
 */
const EVENTS = ["notices", "messages", "conversation"];

class LiveStream extends HTMLElement {
  private source?: EventSource;

  connectedCallback(): void {
    this.open();
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible" && this.source?.readyState === EventSource.CLOSED)
        this.open();
    });
    addEventListener("pagehide", () => this.source?.close());
    addEventListener("offline", () => this.network(false));
    addEventListener("online", () => this.network(true));
  }

  disconnectedCallback(): void {
    this.source?.close();
  }

  private open(): void {
    this.source?.close();
    this.source = new EventSource("/live/");
    for (const name of EVENTS) {
      this.source.addEventListener(name, (event) =>
        this.tell(name, JSON.parse((event as MessageEvent).data)),
      );
    }
    // A stream that begins again may have missed something.
    this.source.addEventListener("hello", () => document.dispatchEvent(new CustomEvent("live:hello")));
  }

  private tell(name: string, detail: { count?: number; id?: number }): void {
    if (detail.count !== undefined) {
      for (const counter of document.querySelectorAll<HTMLElement>(`[data-live="${name}"]`)) {
        counter.textContent = detail.count ? String(detail.count) : "";
        counter.hidden = !detail.count;
      }
    }
    document.dispatchEvent(new CustomEvent(`live:${name}`, { detail }));
  }

  private network(there: boolean): void {
    const banner = document.querySelector<HTMLElement>("[data-offline]");
    if (banner) banner.hidden = there;
  }
}
customElements.define("live-stream", LiveStream);
