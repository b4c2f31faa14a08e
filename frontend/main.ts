// Improves pages that already work without it.
import "./styles/main.css";
import htmx from "htmx.org";
import "./elements/char-counter";
import "./elements/commune-suggest";
import "./elements/copy-text";
import "./elements/draft-keeper";
import "./elements/live-board";
import "./elements/live-interest";
import "./elements/hand-over-list";
import "./elements/live-progress";
import "./elements/live-stream";
import "./elements/live-thread";
import "./elements/more-products";
import "./elements/photo-picker";
import "./elements/print-page";
import "./elements/quantity-steps";
import "./elements/ride-end";
import "./elements/ride-trace";
import "./elements/share-button";
import "./elements/theme-switch";
import { forgetDraftsAtSignOut } from "./forget-drafts";
import { forgetOldCopies } from "./offline-copy";
import { keepFormsFromDoubleSending } from "./submit-once";

htmx.config.includeIndicatorStyles = false;
htmx.config.allowEval = false;
htmx.config.selfRequestsOnly = true;
document.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content;
  if (token) (event as CustomEvent).detail.headers["X-CSRFToken"] = token;
});
// Signed out meanwhile: the whole page goes to the door, not the door into a part of the page.
document.addEventListener("htmx:beforeSwap", (event) => {
  const detail = (event as CustomEvent<{ xhr: XMLHttpRequest; shouldSwap: boolean }>).detail;
  if (!new URL(detail.xhr.responseURL, location.href).pathname.startsWith("/compte/login/")) return;
  detail.shouldSwap = false;
  location.reload();
});
for (const failure of ["htmx:sendError", "htmx:responseError", "htmx:timeout"])
  document.addEventListener(failure, (event) =>
    (event.target as HTMLElement).querySelector("[data-not-sent]")?.removeAttribute("hidden"),
  );
keepFormsFromDoubleSending();
forgetDraftsAtSignOut();
void forgetOldCopies();
