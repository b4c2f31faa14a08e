/** Says how many characters are left, once most are used. Wraps one input or textarea with a maxlength. */
class CharCounter extends HTMLElement {
  connectedCallback(): void {
    const field = this.querySelector<HTMLInputElement | HTMLTextAreaElement>("input, textarea");
    const output = this.querySelector("output");
    if (!field || !output || field.maxLength < 0) return;
    const show = () => {
      const left = field.maxLength - field.value.length;
      output.textContent = left < field.maxLength / 3 ? `${left}` : "";
    };
    field.addEventListener("input", show);
    show();
  }
}
customElements.define("char-counter", CharCounter);
