/** Keeps what is typed in its form on this device until the form has been sent and answered. Files are not kept. */
const PREFIX = "placette-draft:";

class DraftKeeper extends HTMLElement {
  private readonly key = PREFIX + (this.getAttribute("key") ?? location.pathname);

  connectedCallback(): void {
    const form = this.querySelector("form");
    if (!form) return;
    if (!form.querySelector("[aria-invalid=true]")) this.restore(form);
    form.addEventListener("input", () => this.keep(form));
    // Gone once the next page has arrived; a lost connection leaves it.
    form.addEventListener("submit", () => {
      if (!form.hasAttribute("hx-post")) sessionStorage.setItem(PREFIX + "sent", this.key);
    });
    form.addEventListener("htmx:afterSwap", () => {
      if (!form.querySelector("[aria-invalid=true]")) localStorage.removeItem(this.key);
    });
  }

  private fields(form: HTMLFormElement): (HTMLInputElement | HTMLTextAreaElement)[] {
    return [...form.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("input, textarea")].filter(
      (field) =>
        field.name &&
        field.name !== "csrfmiddlewaretoken" &&
        !["file", "password", "hidden"].includes(field.type),
    );
  }

  private keep(form: HTMLFormElement): void {
    const kept = this.fields(form).map((field) =>
      field instanceof HTMLInputElement && ["radio", "checkbox"].includes(field.type)
        ? [field.name, field.value, field.checked]
        : [field.name, field.value],
    );
    localStorage.setItem(this.key, JSON.stringify(kept));
  }

  private restore(form: HTMLFormElement): void {
    const text = localStorage.getItem(this.key);
    if (!text) return;
    const kept = JSON.parse(text) as [string, string, boolean?][];
    for (const field of this.fields(form)) {
      const choice = field instanceof HTMLInputElement && ["radio", "checkbox"].includes(field.type);
      const entry = kept.find(([name, value]) => name === field.name && (!choice || value === field.value));
      if (!entry) continue;
      if (choice) field.checked = entry[2] ?? false;
      else if (!field.value) field.value = entry[1];
    }
  }
}
const sent = sessionStorage.getItem(PREFIX + "sent");
const [arrival] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
// Whoever comes back to the form has perhaps met an error on the way.
const isBack = arrival?.type === "back_forward";
if (sent && !isBack && !document.querySelector(`[aria-invalid=true]`)) localStorage.removeItem(sent);
sessionStorage.removeItem(PREFIX + "sent");
customElements.define("draft-keeper", DraftKeeper);
