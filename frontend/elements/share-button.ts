/** Shares the page, or copies its address where sharing does not exist. */
class ShareButton extends HTMLElement {
  connectedCallback(): void {
    const button = this.querySelector("button");
    if (!button || !("share" in navigator || "clipboard" in navigator)) return;
    this.hidden = false;
    button.addEventListener("click", async () => {
      if ("share" in navigator) {
        await navigator.share({ title: document.title, url: location.href }).catch(() => undefined);
      } else {
        await (navigator as Navigator).clipboard.writeText(location.href);
        const said = this.querySelector("[data-copied]");
        if (said) said.textContent = this.dataset.copied ?? "✓";
      }
    });
  }
}
customElements.define("share-button", ShareButton);
