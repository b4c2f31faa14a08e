// ms; longer than six photos take to leave a phone
const GIVEN_UP = 300_000;

/** A second press on a button that is already sending has no effect; the server counts it once anyway. */
export function keepFormsFromDoubleSending(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (form.method !== "post" || form.hasAttribute("hx-post")) return;
    if (form.dataset.sending) {
      event.preventDefault();
      return;
    }
    form.dataset.sending = "true";
    // After the browser has read the form, so that the pressed button's value is sent.
    setTimeout(() => {
      for (const button of form.querySelectorAll<HTMLButtonElement>("button"))
        button.setAttribute("aria-busy", "true");
    });
    // A connection that never answers must not lock the form.
    setTimeout(() => release(form), GIVEN_UP);
  });
  addEventListener("pageshow", releaseAll);
  // Stopped by her, or failed before a page came.
  (window as { navigation?: EventTarget }).navigation?.addEventListener("navigateerror", releaseAll);
}

function releaseAll(): void {
  document.querySelectorAll<HTMLFormElement>("form").forEach(release);
}

function release(form: HTMLFormElement): void {
  delete form.dataset.sending;
  for (const button of form.querySelectorAll("button")) button.removeAttribute("aria-busy");
}
