/** Plus and minus beside a field of numbers, by its own step; the field works without them. */
class QuantitySteps extends HTMLElement {
  connectedCallback(): void {
    const field = this.querySelector("input");
    if (!field) return;
    for (const button of this.querySelectorAll<HTMLButtonElement>("[data-by]")) {
      button.hidden = false;
      button.addEventListener("click", () => {
        if (button.dataset.by === "1") field.stepUp();
        else field.stepDown();
        field.dispatchEvent(new Event("input", { bubbles: true }));
      });
    }
  }
}
customElements.define("quantity-steps", QuantitySteps);
