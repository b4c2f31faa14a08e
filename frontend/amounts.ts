// Quantities and money as the server writes them, in the language of the page.
const language = document.documentElement.lang || "fr";
export const NO_BREAK = "\u00a0";
export const figures = (value: number): string =>
  value.toLocaleString(language, { maximumFractionDigits: 3 }).replaceAll("\u202f", NO_BREAK);
/** `money`: how the language of the page writes it, with « {amount} » for the figures. */
export const euros = (cents: number, money: string, digits = cents % 100 ? 2 : 0): string => {
  const places = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  const amount = (cents / 100).toLocaleString(language, places).replaceAll("\u202f", NO_BREAK);
  return money.replaceAll(" ", NO_BREAK).replace("{amount}", amount);
};
/** Cents, half up, as the server counts them. */
export const amount = (quantity: number, cents: number): number =>
  Math.round((Math.round(quantity * 1000) * cents) / 1000);
