// Quantities and money as the server writes them, in the language of the page.
const language = document.documentElement.lang || "fr";
export const NO_BREAK = "\u00a0";
export const figures = (value: number): string =>
  value.toLocaleString(language, { maximumFractionDigits: 3 }).replaceAll("\u202f", NO_BREAK);
export const euros = (cents: number, digits = cents % 100 ? 2 : 0): string =>
  `${(cents / 100).toLocaleString(language, { minimumFractionDigits: digits, maximumFractionDigits: digits }).replaceAll("\u202f", NO_BREAK)}${NO_BREAK}€`;
/** Cents, half up, as the server counts them. */
export const amount = (quantity: number, cents: number): number =>
  Math.round((Math.round(quantity * 1000) * cents) / 1000);
