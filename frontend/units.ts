const WORD = /^(?=[a-zà-ÿœ]*[aeiouyà-ÿœ])[a-zà-ÿœ]{3,}(?!\S)/;

/** « 4 paniers »: a unit that is a word takes its French plural from two on; as placette/groupbuys/amounts.py writes it. */
export function inUnits(amount: number, unit: string): string {
  const word = WORD.exec(unit)?.[0];
  if (amount < 2 || !word || /[sxz]$/.test(word)) return unit;
  const rest = unit.slice(word.length);
  if (word.endsWith("al")) return `${word.slice(0, -1)}ux${rest}`;
  return `${word}${/(eau|eu)$/.test(word) ? "x" : "s"}${rest}`;
}
