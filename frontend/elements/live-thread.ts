/** Adds the messages of an open conversation as they come; marks them read by asking for them. */
class LiveThread extends HTMLElement {
  private busy = false;

  connectedCallback(): void {
    this.toEnd();
    document.addEventListener("live:conversation", this.look);
    document.addEventListener("live:hello", this.look);
  }

  disconnectedCallback(): void {
    document.removeEventListener("live:conversation", this.look);
    document.removeEventListener("live:hello", this.look);
  }

  private look = async (event: Event): Promise<void> => {
    const id = (event as CustomEvent<{ id?: number } | null>).detail?.id;
    if (this.busy || (id !== undefined && String(id) !== this.dataset.id)) return;
    this.busy = true;
    try {
      const list = this.querySelector("[data-messages]");
      const last =
        [...(list?.querySelectorAll<HTMLElement>("[data-message]") ?? [])].at(-1)?.dataset.message ?? "0";
      const answer = await fetch(`${this.dataset.url}?after=${last}`, { headers: { "HX-Request": "true" } });
      if (!answer.ok) return;
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      const panel = fresh.querySelector("[data-panel]");
      const shown = document.querySelector("[data-panel]");
      // Never under the fingers of somebody who is filling it in.
      if (panel && shown && !shown.contains(document.activeElement)) shown.replaceWith(panel);
      const messages = fresh.querySelectorAll("[data-message]");
      list?.append(...messages);
      if (messages.length) this.toEnd();
    } finally {
      this.busy = false;
    }
  };

  private toEnd(): void {
    this.querySelector("[data-messages]")?.lastElementChild?.scrollIntoView({ block: "nearest" });
  }
}
customElements.define("live-thread", LiveThread);
