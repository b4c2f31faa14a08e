/** Adds a product to a form in place, as a press on its button does by way of the server. */
class MoreProducts extends HTMLElement {
  connectedCallback(): void {
    const button = this.querySelector<HTMLButtonElement>("[name=more]");
    const template = this.querySelector("template");
    const total = this.closest("form")?.querySelector<HTMLInputElement>(
      `[name="${this.dataset.prefix}-TOTAL_FORMS"]`,
    );
    const most = this.closest("form")?.querySelector<HTMLInputElement>(
      `[name="${this.dataset.prefix}-MAX_NUM_FORMS"]`,
    );
    if (!button || !template || !total) return;
    button.addEventListener("click", (event) => {
      event.preventDefault();
      this.add(template, total);
      if (most && Number(total.value) >= Number(most.value)) button.hidden = true;
    });
  }

  private add(template: HTMLTemplateElement, total: HTMLInputElement): void {
    const fresh = template.content.cloneNode(true) as DocumentFragment;
    const number = total.value;
    for (const each of fresh.querySelectorAll("*"))
      for (const attribute of [...each.attributes])
        if (attribute.value.includes("__prefix__"))
          attribute.value = attribute.value.replaceAll("__prefix__", number);
    total.value = String(Number(number) + 1);
    const legend = fresh.querySelector("legend");
    if (legend) legend.textContent += total.value;
    const first = fresh.querySelector<HTMLInputElement>("input:not([type=hidden])");
    template.before(fresh);
    first?.focus();
  }
}
customElements.define("more-products", MoreProducts);
