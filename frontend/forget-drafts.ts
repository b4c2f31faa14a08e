/** Whoever leaves a shared computer leaves no half-written message on it, and no names of who comes for an order. */
import { forgetCopies } from "./offline-copy";

const DRAFTS = "placette-draft:";
const SIGN_OUT = "/compte/logout/";

export function forgetDraftsAtSignOut(): void {
  document.addEventListener("submit", (event) => {
    if (new URL((event.target as HTMLFormElement).action).pathname !== SIGN_OUT) return;
    for (const key of Object.keys(localStorage)) if (key.startsWith(DRAFTS)) localStorage.removeItem(key);
    void forgetCopies();
  });
}
