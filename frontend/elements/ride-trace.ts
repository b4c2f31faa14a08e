import { post } from "../post";

/** Shows the road of a trip as its places are filled in; what is drawn stays until something else is. */
class RideTrace extends HTMLElement {
  private latest = 0;

  connectedCallback(): void {
    const form = this.closest("form")!;
    form.addEventListener("change", (event) => {
      if ((event.target as HTMLElement).closest("ride-end")) void this.draw(form);
    });
    void this.draw(form);
  }

  private async draw(form: HTMLFormElement): Promise<void> {
    const turn = ++this.latest;
    const inputs = [...form.querySelectorAll<HTMLInputElement>("ride-end input")];
    const typed = Object.fromEntries(inputs.map((input) => [input.name, input.value]));
    // The form says what is wrong, once it is sent; a drawing that does not come is missed by nobody.
    const answer = await post(this.dataset.url!, typed).catch(() => null);
    const part = answer?.ok ? await answer.text().catch(() => null) : null;
    if (part === null || turn !== this.latest) return;
    // Of our own server, which escapes what it shows.
    this.innerHTML = part;
    if (part.includes("<place-map")) void import("./place-map");
  }
}
customElements.define("ride-trace", RideTrace);
