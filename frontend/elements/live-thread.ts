/**
 * Adds the messages of an open conversation as they come. Asking for them marks them read, so a hidden page waits
 * until it is looked at.
 */
const A_PAGE = 50;
const NEAR = 160; // px

class LiveThread extends HTMLElement {
  private busy = false;
  private again = false;
  /** The newest panel, while the shown one is being filled in. */
  private waiting?: HTMLElement;

  connectedCallback(): void {
    this.toEnd();
    document.addEventListener("live:conversation", this.hear);
    document.addEventListener("live:hello", this.look);
    document.addEventListener("visibilitychange", this.look);
  }

  disconnectedCallback(): void {
    document.removeEventListener("live:conversation", this.hear);
    document.removeEventListener("live:hello", this.look);
    document.removeEventListener("visibilitychange", this.look);
  }

  private hear = (event: Event): void => {
    const id = (event as CustomEvent<{ id?: number }>).detail?.id;
    if (String(id) === this.dataset.id) void this.look();
  };

  private look = async (): Promise<void> => {
    if (document.visibilityState !== "visible") return;
    this.again = this.busy;
    if (this.busy) return;
    this.busy = true;
    try {
      while ((await this.fetchNews()) === A_PAGE);
    } catch {
      // No network: the stream says hello when it is back.
    } finally {
      this.busy = false;
    }
    if (this.again) void this.look();
  };

  private get list(): HTMLElement {
    return this.querySelector<HTMLElement>("[data-messages]") ?? this;
  }

  private async fetchNews(): Promise<number> {
    const last =
      [...this.list.querySelectorAll<HTMLElement>("[data-message]")].at(-1)?.dataset.message ?? "0";
    const answer = await fetch(`${this.dataset.url}?after=${last}`, { headers: { "HX-Request": "true" } });
    if (answer.status !== 200 || answer.redirected) return 0;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const messages = [...fresh.querySelectorAll<HTMLElement>("[data-message]")];
    const follows = this.isAtEnd() || messages.some((message) => "mine" in message.dataset);
    this.list.append(...messages);
    this.say(messages);
    this.replacePanel(fresh.querySelector<HTMLElement>("[data-panel]"));
    if (follows) this.toEnd();
    return messages.length;
  }

  /** Aloud for screen readers: what the others wrote, once. */
  private say(messages: HTMLElement[]): void {
    const said = this.querySelector("[data-said]");
    const theirs = messages.filter((message) => !("mine" in message.dataset));
    if (said && theirs.length) said.textContent = theirs.map((message) => message.innerText).join(". ");
  }

  /** Never under the fingers of somebody who is filling it in: then it waits until she folds the form away. */
  private replacePanel(panel: HTMLElement | null): void {
    const shown = document.querySelector<HTMLElement>("[data-panel]");
    if (!panel || !shown) return;
    this.waiting = isInUse(shown) ? panel : undefined;
    if (this.waiting) shown.addEventListener("toggle", this.foldAway, true);
    else shown.replaceWith(panel);
  }

  private foldAway = (event: Event): void => {
    if (!this.waiting || (event.target as HTMLDetailsElement).open) return;
    (event.currentTarget as HTMLElement).replaceWith(this.waiting);
    this.waiting.querySelector("summary")?.focus();
    this.waiting = undefined;
  };

  private isAtEnd(): boolean {
    const end = this.list.lastElementChild?.getBoundingClientRect().bottom ?? 0;
    return end < innerHeight + NEAR;
  }

  /** To what waits for her, which stands below the last message; else to that. */
  private toEnd(): void {
    const asking = document.querySelector("[data-panel][data-asks]");
    (asking ?? this.list.lastElementChild)?.scrollIntoView({ block: "nearest" });
  }
}

/** Something in it has the focus, or a field holds what the page did not offer. */
function isInUse(panel: HTMLElement): boolean {
  if (panel.contains(document.activeElement)) return true;
  const fields = panel.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(
    "input:not([type=hidden]), textarea",
  );
  return [...fields].some(isChanged);
}

function isChanged(field: HTMLInputElement | HTMLTextAreaElement): boolean {
  if (field instanceof HTMLInputElement && ["radio", "checkbox"].includes(field.type))
    return field.checked !== field.defaultChecked;
  return field.value !== field.defaultValue;
}

customElements.define("live-thread", LiveThread);
