/** Prints the page; shown only where a script can. */
class PrintPage extends HTMLElement {
  connectedCallback(): void {
    this.hidden = false;
    this.querySelector("button")?.addEventListener("click", () => print());
  }
}
customElements.define("print-page", PrintPage);
