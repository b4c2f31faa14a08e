import { amount, euros, figures, NO_BREAK } from "../amounts";
import { inUnits } from "../units";

/**
 * What is pledged, as it is pledged: total, price, the way to the next tier, savings, and her own share as she types.
 * The figures come with the event (live:topic); after a gap (live:hello) they are asked for.
 */
type Sold = { pledged: string; takers: number; cents: number | null };
type Board = { takers: number; products: Record<string, Sold>; state?: string; interest?: object };
type Announced = { topic: string; event: string; facts: Board };
type Figures = {
  tiers: [number, number][];
  reference: number | null;
  mine: number;
  unit: string;
  counts: string;
};

class LiveBoard extends HTMLElement {
  connectedCallback(): void {
    document.addEventListener("live:topic", this.hear);
    document.addEventListener("live:hello", this.look);
    this.addEventListener("input", this.sum);
    this.sum();
  }

  disconnectedCallback(): void {
    document.removeEventListener("live:topic", this.hear);
    document.removeEventListener("live:hello", this.look);
  }

  private hear = (event: Event): void => {
    const { topic, event: name, facts } = (event as CustomEvent<Announced>).detail;
    // What is wished before there is a price is live-interest's.
    if (topic !== this.dataset.topic || name === "interest") return;
    if (name === "board" && this.dataset.state === "open") this.show(facts);
    else this.change();
  };

  private look = async (): Promise<void> => {
    const answer = await fetch(this.dataset.url!, { headers: { Accept: "application/json" } }).catch(
      () => null,
    );
    if (answer?.status !== 200 || answer.redirected) return;
    const board = (await answer.json()) as Board;
    if (board.state !== this.dataset.state) return this.change();
    this.show(board);
    if (board.interest) this.passOn(board.interest);
  };

  /** To live-interest, as if it were said now. */
  private passOn(facts: object): void {
    const detail = { topic: this.dataset.topic, event: "interest", facts };
    document.dispatchEvent(new CustomEvent("live:topic", { detail }));
  }

  /** It has opened, closed or been given up: another page, which nobody is led to while she types. */
  private change(): void {
    this.querySelector<HTMLElement>("[data-changed]")?.removeAttribute("hidden");
  }

  private show(board: Board): void {
    const sold = Object.values(board.products);
    const everything = sold.reduce((sum, each) => sum + Number(each.pledged), 0);
    const measure: Record<string, (each: Sold) => number> = {
      own_quantity: (each) => Number(each.pledged),
      own_takers: (each) => each.takers,
      all_quantity: () => everything,
      all_takers: () => board.takers,
    };
    let saved = 0;
    let mine = 0;
    for (const part of this.querySelectorAll<HTMLElement>("[data-product]")) {
      const id = part.dataset.product!;
      const now = board.products[id];
      if (!now || now.cents === null) continue;
      const known = JSON.parse(part.dataset.figures!) as Figures;
      const alone = known.reference ?? now.cents;
      const less = Math.max(0, alone - now.cents);
      saved += Math.max(0, amount(Number(now.pledged), alone) - amount(Number(now.pledged), now.cents));
      mine += Math.max(0, amount(known.mine, alone) - amount(known.mine, now.cents));
      this.price(id, now.cents, part.querySelector("h2")?.textContent ?? "");
      this.write(part, "[data-off]", `−${Math.floor((less * 100) / alone || 0)}${NO_BREAK}%`);
      part.querySelector<HTMLElement>(".offer__off")?.toggleAttribute("hidden", !less);
      this.write(
        part,
        "[data-pledged]",
        `${figures(Number(now.pledged))}${NO_BREAK}${inUnits(Number(now.pledged), known.unit)}`,
      );
      this.write(part, "[data-takers-of]", this.takers(now.takers));
      this.climb(part, known, measure[this.dataset.counted!]!(now));
    }
    this.write(this, "[data-takers-all]", figures(board.takers));
    this.write(this, "[data-saved]", this.euros(saved));
    this.write(this, "[data-my-saved]", this.euros(mine));
    this.sum();
  }

  /** Said aloud when it changes; what she accepts by sending the form only ever falls by itself. */
  private price(id: string, cents: number, name: string): void {
    const shown = [...this.querySelectorAll<HTMLElement>(`[data-price="${id}"]`)];
    if (shown.every((each) => each.dataset.cents === String(cents))) return;
    for (const each of shown) [each.textContent, each.dataset.cents] = [this.euros(cents), String(cents)];
    const accepted = this.querySelector<HTMLInputElement>(`form.pledge [name="price-${id}"]`);
    if (accepted && cents < Number(accepted.value)) accepted.value = String(cents);
    const words = this.dataset.now!.replace("{name}", name).replace("{price}", this.euros(cents));
    this.write(this, "[data-said]", words);
  }

  private climb(part: HTMLElement, { tiers, counts }: Figures, reached: number): void {
    part.querySelectorAll<HTMLElement>("[data-rung]").forEach((rung, at) => {
      const [start, until] = [tiers[at]![0], tiers[at + 1]?.[0]];
      rung.classList.toggle("rung--reached", start <= reached);
      const way = until === undefined ? 0 : (reached - start) / (until - start);
      rung
        .querySelector("rect")
        ?.setAttribute("width", String(Math.floor(Math.max(0, Math.min(1, way)) * 100)));
    });
    const next = tiers.find(([threshold]) => threshold > reached);
    if (!next) return this.write(part, "[data-next]", this.dataset.best!);
    const missing = Math.round((next[0] - reached) * 1000) / 1000;
    const people = this.dataset.counted!.endsWith("takers");
    const more = people
      ? this.takers(missing)
      : `${figures(missing)}${counts && NO_BREAK + inUnits(missing, counts)}`;
    this.write(
      part,
      "[data-next]",
      this.dataset.more!.replace("{amount}", more).replace("{price}", this.euros(next[1])),
    );
  }

  private takers(count: number): string {
    return (count < 2 ? this.dataset.taker! : this.dataset.takers!).replace("{number}", figures(count));
  }

  private sum = (): void => {
    let cents = 0;
    for (const take of this.querySelectorAll<HTMLElement>("[data-take]")) {
      const typed = Number(take.querySelector("input")?.value || 0);
      const part = this.querySelector<HTMLInputElement>(`form.pledge [name="price-${take.dataset.take}"]`);
      cents += amount(typed, Number(part?.value ?? 0));
    }
    this.querySelector("[data-sum]")?.toggleAttribute("hidden", !cents);
    this.write(this, "[data-sum-cents]", this.euros(cents, 2));
  };

  private euros = (cents: number, digits?: number): string => euros(cents, this.dataset.money!, digits);

  private write(part: HTMLElement, selector: string, text: string): void {
    const shown = part.querySelector(selector);
    if (shown && shown.textContent !== text) shown.textContent = text;
  }
}
customElements.define("live-board", LiveBoard);
