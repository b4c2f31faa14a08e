import { Passes } from "../passes";

/**
 * Updates the counters and tells the page's other elements: `live:notices`, `live:messages` (detail.count),
 * `live:conversation` (detail.id), `live:topic` (detail.topic) and `live:hello` on the document. A page follows a topic
 * by the pass in its data-follow.
 *
 * Of the tabs of a browser one holds the stream and passes on what it hears, so that many tabs are one connection. A
 * tab that has been hidden for a minute leaves the stream to another.
 */
const EVENTS = ["hello", "notices", "messages", "conversation", "topic"];
const SHARED = "placette-live";
const LEAVES_AFTER = 60_000; // ms
type Detail = { count?: number; id?: number; topic?: string; pass?: string } & Record<string, unknown>;
type Told = { name: string; detail: Detail };

class LiveStream extends HTMLElement {
  private source?: EventSource;
  private channel?: BroadcastChannel;
  /** Waits for the stream, or holds it. */
  private turn?: AbortController;
  private release?: () => void;
  private leaving?: number;
  private counts: Detail = {};
  private passes = new Passes();

  connectedCallback(): void {
    this.join();
    this.look();
    document.addEventListener("visibilitychange", this.look);
    addEventListener("pagehide", this.close);
    addEventListener("pageshow", this.comeBack);
    addEventListener("offline", this.network);
    addEventListener("online", this.network);
  }

  disconnectedCallback(): void {
    this.close();
    document.removeEventListener("visibilitychange", this.look);
    removeEventListener("pagehide", this.close);
    removeEventListener("pageshow", this.comeBack);
    removeEventListener("offline", this.network);
    removeEventListener("online", this.network);
  }

  private look = (): void => {
    clearTimeout(this.leaving);
    if (document.visibilityState !== "visible") this.leaving = setTimeout(this.leave, LEAVES_AFTER);
    else if (!this.turn) this.rejoin();
    else if (this.source?.readyState === EventSource.CLOSED) this.open();
  };

  private comeBack = (event: PageTransitionEvent): void => {
    if (event.persisted && !this.turn) this.rejoin();
  };

  private rejoin(): void {
    this.join();
    this.channel?.postMessage({ name: "ask" });
  }

  /** What this page follows, to itself and to the tab that holds the stream. */
  private follow = (): void => {
    for (const detail of Passes.ofPage()) {
      this.channel?.postMessage({ name: "follow", detail });
      this.hear({ name: "follow", detail });
    }
  };

  private join(): void {
    const { signal } = (this.turn = new AbortController());
    // Without locks, as on an address without https, each tab has a stream of its own.
    if ("locks" in navigator && !this.channel) {
      this.channel = new BroadcastChannel(SHARED);
      this.channel.onmessage = (event: MessageEvent<Told>) => this.hear(event.data);
    }
    this.follow();
    if (!("locks" in navigator)) return this.open();
    const held = (): Promise<void> =>
      new Promise((done) => {
        if (signal.aborted) return done();
        this.release = done;
        this.open();
        // The tab before it followed for all of them.
        this.channel?.postMessage({ name: "who" });
      });
    navigator.locks.request(SHARED, { signal }, held).catch(() => undefined);
  }

  private leave = (): void => {
    this.turn?.abort();
    this.source?.close();
    this.release?.();
    this.turn = this.source = this.release = undefined;
  };

  private close = (): void => {
    this.leave();
    this.channel?.close();
    this.channel = undefined;
  };

  private open(): void {
    this.source?.close();
    const source = new EventSource(this.passes.address);
    this.source = source;
    for (const name of EVENTS)
      source.addEventListener(name, (event) => {
        const told = { name, detail: JSON.parse((event as MessageEvent<string>).data) as Detail };
        this.channel?.postMessage(told);
        this.tell(told);
      });
    // Others of hers listen elsewhere: coming back would only push one of them out.
    source.addEventListener("full", () => source.close());
    source.addEventListener("error", () => {
      if (source.readyState === EventSource.CLOSED) this.leave();
    });
  }

  private hear(told: Told): void {
    const { topic, pass } = told.detail ?? {};
    if (told.name === "follow") {
      if (this.passes.add(topic!, pass!) && this.source) this.open();
    } else if (told.name === "who") this.follow();
    else if (told.name !== "ask") this.tell(told);
    else if (this.source) this.channel?.postMessage({ name: "hello", detail: this.counts });
  }

  /** `hello` comes with all counters: something may have been missed. */
  private tell({ name, detail }: Told): void {
    const counts = name === "hello" ? detail : detail.count === undefined ? {} : { [name]: detail.count };
    Object.assign(this.counts, counts);
    for (const [counted, count] of Object.entries(counts)) this.show(counted, count as number);
    document.dispatchEvent(new CustomEvent(`live:${name}`, { detail }));
  }

  private show(name: string, count: number): void {
    for (const counter of document.querySelectorAll<HTMLElement>(`[data-live="${name}"]`)) {
      counter.textContent = count ? String(count) : "";
      counter.hidden = !count;
    }
  }

  private network = (event: Event): void => {
    const banner = document.querySelector<HTMLElement>("[data-offline]");
    if (banner) banner.hidden = event.type === "online";
  };
}
customElements.define("live-stream", LiveStream);
