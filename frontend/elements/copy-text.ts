/** Copies the text of the element that data-for names; shown only where copying works. */
class CopyText extends HTMLElement {
  connectedCallback(): void {
    const button = this.querySelector("button");
    if (!button || !navigator.clipboard) return;
    this.hidden = false;
    const said = this.querySelector("[role=status]");
    button.addEventListener("click", async () => {
      const source = document.getElementById(this.dataset.for ?? "");
      await navigator.clipboard.writeText(source?.textContent ?? "");
      if (said) said.textContent = this.dataset.done ?? "✓";
    });
  }
}
customElements.define("copy-text", CopyText);
