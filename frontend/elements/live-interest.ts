import { figures } from "../amounts";
import { inUnits } from "../units";

/** How many neighbours would take how much, as they say it. The figures come with the event (live:topic),
 *  after a gap from live-board. */
type Wished = { wished: string; people: number };
type Announced = {
  topic: string;
  event: string;
  facts: { people: number; products: Record<string, Wished> };
};

class LiveInterest extends HTMLElement {
  connectedCallback(): void {
    document.addEventListener("live:topic", this.hear);
  }

  disconnectedCallback(): void {
    document.removeEventListener("live:topic", this.hear);
  }

  private hear = (event: Event): void => {
    const { topic, event: name, facts } = (event as CustomEvent<Announced>).detail;
    if (topic !== this.dataset.topic || name !== "interest") return;
    const said = facts.people < 2 ? this.dataset.one! : this.dataset.many!;
    const people = this.querySelector("[data-people]");
    if (people) people.textContent = said.replace("{number}", figures(facts.people));
    for (const part of this.querySelectorAll<HTMLElement>("[data-product]")) {
      const now = Number(facts.products[part.dataset.product!]?.wished ?? 0);
      const shown = part.querySelector("[data-wished]");
      if (shown) shown.textContent = `${figures(now)}\u00a0${inUnits(now, part.dataset.unit!)}`;
    }
  };
}
customElements.define("live-interest", LiveInterest);

export {};
