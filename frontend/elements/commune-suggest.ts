/**
 * Suggests communes as one types: an ARIA combobox over a plain search field. What is chosen is gone to, or with
 * `data-fill` written into the field.
 */
class CommuneSuggest extends HTMLElement {
  private timer = 0;
  private active = -1;

  connectedCallback(): void {
    const input = this.querySelector<HTMLInputElement>("input");
    if (!input) return;
    const list = document.createElement("ul");
    list.id = `${input.id}-list`;
    list.className = "suggestions";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", input.labels?.[0]?.textContent ?? "");
    list.hidden = true;
    input.after(list);
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", list.id);
    input.setAttribute("aria-expanded", "false");
    input.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = window.setTimeout(() => this.ask(input, list), 120);
    });
    input.addEventListener("keydown", (event) => this.steer(event, input, list));
    input.addEventListener("blur", () => setTimeout(() => this.close(input, list), 150));
  }

  private async ask(input: HTMLInputElement, list: HTMLElement): Promise<void> {
    const text = input.value.trim();
    if (text.length < 2) return this.close(input, list);
    const address = new URL(this.dataset.url!, location.href);
    address.searchParams.set("q", text);
    const answer = await fetch(address).catch(() => null);
    if (!answer?.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    // Who has gone on meanwhile, in the text or to another field, is not held up by a list.
    if (input.value.trim() !== text || document.activeElement !== input) return;
    const shown = [...page.querySelectorAll<HTMLElement>("[role=option]")];
    const options = shown.filter((option) => !option.ariaDisabled);
    options.forEach((option, index) => {
      option.id = `${list.id}-${index}`;
      option.addEventListener("click", () => this.go(input, list, option));
    });
    list.replaceChildren(...shown);
    list.hidden = shown.length === 0;
    input.setAttribute("aria-expanded", String(shown.length > 0));
    this.mark(-1, input, options);
  }

  private steer(event: KeyboardEvent, input: HTMLInputElement, list: HTMLElement): void {
    const options = [...list.querySelectorAll<HTMLElement>("[role=option]:not([aria-disabled])")];
    if (event.key === "Escape") return this.close(input, list);
    if (list.hidden || options.length === 0) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.mark((this.active + step + options.length) % options.length, input, options);
    } else if (event.key === "Enter" && this.active >= 0) {
      event.preventDefault();
      this.go(input, list, options[this.active]);
    }
  }

  private mark(index: number, input: HTMLInputElement, options: HTMLElement[]): void {
    this.active = index;
    options.forEach((option, at) => option.setAttribute("aria-selected", String(at === index)));
    if (index >= 0) input.setAttribute("aria-activedescendant", options[index].id);
    else input.removeAttribute("aria-activedescendant");
  }

  private go(input: HTMLInputElement, list: HTMLElement, option: HTMLElement): void {
    if (this.dataset.fill === undefined) return location.assign(option.dataset.url!);
    input.value = option.dataset.exact!;
    input.dispatchEvent(new Event("change", { bubbles: true }));
    this.close(input, list);
  }

  private close(input: HTMLInputElement, list: HTMLElement): void {
    clearTimeout(this.timer);
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    this.mark(-1, input, []);
  }
}
customElements.define("commune-suggest", CommuneSuggest);
