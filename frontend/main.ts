// Improves pages that already work without it.
import "./styles/main.css";
import htmx from "htmx.org";
import "./elements/char-counter";
import "./elements/commune-suggest";
import "./elements/copy-text";
import "./elements/draft-keeper";
import "./elements/live-stream";
import "./elements/live-thread";
import "./elements/photo-picker";
import "./elements/share-button";
import "./elements/theme-switch";
import { keepFormsFromDoubleSending } from "./submit-once";

htmx.config.includeIndicatorStyles = false;
htmx.config.allowEval = false;
htmx.config.selfRequestsOnly = true;
document.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content;
  if (token) (event as CustomEvent).detail.headers["X-CSRFToken"] = token;
});
keepFormsFromDoubleSending();
