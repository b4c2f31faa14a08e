/** Shares the page, or copies its address where sharing does not exist. */
class ShareButton extends HTMLElement {
  connectedCallback(): void {
    const button = this.querySelector("button");
    if (!button) return;
    this.hidden = false;
    button.addEventListener("click", async () => {
      const url = this.dataset.url ?? location.href;
      if (navigator.share) {
        await navigator.share({ title: document.title, url }).catch(() => undefined);
      } else {
        await navigator.clipboard.writeText(this.dataset.text ?? url);
        const said = this.querySelector("[data-copied]");
        if (said) said.textContent = this.dataset.copied ?? "✓";
      }
    });
  }
}
customElements.define("share-button", ShareButton);
