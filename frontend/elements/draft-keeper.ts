/**
 * Keeps what is changed in its form on this device until the form has been sent and answered. Files are not kept.
 * A field comes back only where the page still offers what it offered then: a link or a newer text wins over a draft.
 */
const PREFIX = "placette-draft:";
const SENT = PREFIX + "sent";
const REFUSED = "[aria-invalid=true], form [role=alert]:not([hidden])";
const NOT_TAKEN = `${REFUSED}, .toast--error`;
type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;
type Kept = [name: string, typed: string, offered: string];

class DraftKeeper extends HTMLElement {
  private readonly key = PREFIX + (this.getAttribute("key") ?? location.pathname);
  /** Of a form that was refused the page shows what was typed: what it first offered stands in the draft. */
  private first = new Map<string, string>();

  connectedCallback(): void {
    const form = this.querySelector("form");
    if (!form) return;
    const kept = JSON.parse(localStorage.getItem(this.key) ?? "[]") as Kept[];
    if (form.querySelector(REFUSED)) this.first = new Map(kept.map(([name, , offered]) => [name, offered]));
    else this.restore(form, kept);
    form.addEventListener("input", () => this.keep(form));
    // Gone once the next page has arrived; a lost connection leaves it.
    form.addEventListener("submit", () => {
      if (!form.hasAttribute("hx-post")) sessionStorage.setItem(SENT, this.key);
    });
    form.addEventListener("htmx:afterSwap", () => {
      if (!form.querySelector(REFUSED)) localStorage.removeItem(this.key);
    });
  }

  private keep(form: HTMLFormElement): void {
    const kept = fieldsOf(form)
      .map((field): Kept => {
        const name = nameOf(field);
        return [name, typedIn(field), this.first.get(name) ?? offeredIn(field, form)];
      })
      .filter(([, typed, offered]) => typed !== offered);
    if (kept.length) localStorage.setItem(this.key, JSON.stringify(kept));
    else localStorage.removeItem(this.key);
  }

  private restore(form: HTMLFormElement, kept: Kept[]): void {
    for (const field of fieldsOf(form)) {
      const entry = kept.find(([name]) => name === nameOf(field));
      if (!entry || entry[2] !== offeredIn(field, form)) continue;
      if (!isChoice(field)) field.value = entry[1];
      else field.checked = field.type === "radio" ? field.value === entry[1] : entry[1] === "on";
      for (
        let folded = field.closest("details");
        folded;
        folded = folded.parentElement?.closest("details") ?? null
      )
        folded.open = true;
    }
  }
}

function fieldsOf(form: HTMLFormElement): Field[] {
  return [...form.querySelectorAll<Field>("input, textarea, select")].filter(
    (field) => field.name && !["file", "password", "hidden"].includes(field.type),
  );
}

function isChoice(field: Field): field is HTMLInputElement {
  return ["radio", "checkbox"].includes(field.type);
}

/** Radios of one name are one field, checkboxes of one name are several. */
function nameOf(field: Field): string {
  return field.type === "checkbox" ? `${field.name}=${field.value}` : field.name;
}

function typedIn(field: Field): string {
  if (field.type === "radio")
    return field.form?.querySelector<HTMLInputElement>(`[name="${field.name}"]:checked`)?.value ?? "";
  return isChoice(field) ? (field.checked ? "on" : "") : field.value;
}

/** What the page came with. */
function offeredIn(field: Field, form: HTMLFormElement): string {
  if (field.type === "radio")
    return fieldsOf(form).find((each) => each.name === field.name && isOffered(each))?.value ?? "";
  if (field instanceof HTMLSelectElement)
    return ([...field.options].find((option) => option.defaultSelected) ?? field.options[0])?.value ?? "";
  return isChoice(field) ? (field.defaultChecked ? "on" : "") : field.defaultValue;
}

function isOffered(field: Field): boolean {
  return isChoice(field) && field.defaultChecked;
}

const sent = sessionStorage.getItem(SENT);
const [arrival] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
// Whoever comes back to the form has perhaps met an error on the way; an error or the sign-in page took nothing.
// An address typed after a connection was lost comes from nowhere: it is no answer.
const isTaken =
  document.referrer !== "" &&
  arrival?.type !== "back_forward" &&
  !(arrival?.responseStatus >= 400) &&
  !location.pathname.startsWith("/compte/login/") &&
  !document.querySelector(NOT_TAKEN);
if (sent && isTaken) localStorage.removeItem(sent);
sessionStorage.removeItem(SENT);
// Back at the form as the browser had kept it, after a connection was lost: nothing has been answered.
addEventListener("pageshow", (event) => {
  if (event.persisted) sessionStorage.removeItem(SENT);
});
customElements.define("draft-keeper", DraftKeeper);
