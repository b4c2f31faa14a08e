/** Shares the page, or what data-url and data-title name; copies its address where sharing does not exist. */
class ShareButton extends HTMLElement {
  connectedCallback(): void {
    const button = this.querySelector("button");
    if (!button || !("share" in navigator || "clipboard" in navigator)) return;
    this.hidden = false;
    const { url = location.href, title = document.title } = this.dataset;
    button.addEventListener("click", async () => {
      if ("share" in navigator) {
        await navigator.share({ title, url }).catch(() => undefined);
      } else {
        await (navigator as Navigator).clipboard.writeText(url);
        const said = this.querySelector("[data-copied]");
        if (said) said.textContent = this.dataset.copied ?? "✓";
      }
    });
  }
}
customElements.define("share-button", ShareButton);
