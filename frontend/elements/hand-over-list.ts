/**
 * Who comes for an order: finds a name or a code in place, and keeps each tick on this telephone until the server has it.
 * A tick is the line's form with a key and a moment of its own: sent twice it is one, and of two the earlier stands.
 */
import { findComers } from "../find-comers";
import { forgetOldCopies, keepACopy } from "../offline-copy";
import { read, type Tick, write } from "../ticks";

const TRIES_AGAIN = 20_000; // ms
const PATIENCE = 15_000; // ms: a network that never answers would hold up all that waits; what arrived is not taken twice
type Answer = { state: string; said: string; collected: number };

class HandOverList extends HTMLElement {
  private readonly person = this.getAttribute("person") ?? "";
  private sending = false;
  private timer?: number;

  connectedCallback(): void {
    this.addEventListener("submit", this.tick);
    findComers(this);
    addEventListener("online", this.send);
    this.timer = setInterval(this.send, TRIES_AGAIN);
    this.show();
    void this.send();
    void this.open();
  }

  disconnectedCallback(): void {
    removeEventListener("online", this.send);
    clearInterval(this.timer);
  }

  /** From now on this page opens without network. */
  private async open(): Promise<void> {
    const worker = this.getAttribute("worker");
    if (!worker || !("serviceWorker" in navigator)) return;
    try {
      await navigator.serviceWorker.register(worker);
      await forgetOldCopies();
      await keepACopy();
    } catch {
      // Without network now, or a browser that keeps nothing: the ticks are kept all the same.
    }
  }

  private tick = (event: Event): void => {
    const form = event.target as HTMLFormElement;
    if (!form.matches("[data-tick]")) return;
    event.preventDefault();
    event.stopPropagation(); // submit-once would lock a form that is sent later
    const fields = Object.fromEntries(
      [...new FormData(form)].filter(([name]) => name.startsWith("line-")),
    ) as Record<string, string>;
    // Not the form's key, which a kept copy repeats: whoever ticks again what was undone makes another tick.
    const key = crypto.randomUUID();
    const path = new URL(form.action).pathname;
    const kept = read(this.person).filter((each) => each.path !== path);
    write(this.person, [...kept, { path, fields: { ...fields, key, at: new Date().toISOString() } }]);
    this.show();
    void this.send();
  };

  private send = async (): Promise<void> => {
    if (this.sending) return;
    this.sending = true;
    try {
      for (const tick of read(this.person)) if (!(await this.sendOne(tick))) break;
    } finally {
      this.sending = false;
      this.count();
    }
  };

  /** False: no network, or signed out meanwhile; all that waits stays. A tick on which the server fails holds up no other. */
  private async sendOne(tick: Tick): Promise<boolean> {
    const token = document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content ?? "";
    let response: Response;
    try {
      response = await fetch(tick.path, {
        method: "POST",
        headers: { "X-CSRFToken": token, Accept: "application/json" },
        body: new URLSearchParams(tick.fields),
        // Telephones of before 2022 lack it: there the browser's own patience holds.
        signal: AbortSignal.timeout?.(PATIENCE),
      });
    } catch {
      return false;
    }
    if (response.status >= 500) return true;
    // Not, or no longer, hers to tick: it would never be taken.
    if (response.status === 404) return this.settle(tick, this.dataset.late ?? "", "told");
    const isOurs = response.headers.get("Content-Type")?.startsWith("application/json");
    if (!isOurs || response.redirected) {
      this.say(tick.path, this.dataset.again ?? "", "waits");
      return false;
    }
    const { state, said, collected } = (await response.json()) as Answer;
    const figure = tick.path.startsWith(location.pathname) && document.querySelector("[data-collected]");
    if (figure) figure.textContent = String(collected);
    return this.settle(tick, said, state === "handed" ? "handed" : "told");
  }

  private settle(tick: Tick, said: string, how: string): true {
    write(
      this.person,
      read(this.person).filter((each) => each.fields.key !== tick.fields.key),
    );
    this.say(tick.path, said, how);
    return true;
  }

  private show(): void {
    for (const { path } of read(this.person)) this.say(path, this.dataset.waits ?? "", "waits");
    this.count();
  }

  private count(): void {
    const waiting = read(this.person);
    const banner = this.querySelector<HTMLElement>("[data-waiting]")!;
    banner.hidden = waiting.length === 0;
    banner.querySelector("[data-count]")!.textContent = String(waiting.length);
  }

  private say(path: string, said: string, how: string): void {
    const form = [...this.querySelectorAll<HTMLFormElement>("[data-tick]")].find(
      (each) => new URL(each.action).pathname === path,
    );
    if (!form) {
      // Sent from where the line is not shown: what is wrong is said all the same.
      const told = this.querySelector<HTMLElement>("[data-told]")!;
      if (how === "told") told.hidden = !(told.textContent = said);
      return;
    }
    const line = form.closest<HTMLElement>(".comer")!;
    line.dataset.state = how;
    const words = form.querySelector<HTMLElement>("[data-said]")!;
    words.hidden = false;
    words.textContent = said;
    form.querySelector("button")!.disabled = how !== "told";
  }
}
customElements.define("hand-over-list", HandOverList);
