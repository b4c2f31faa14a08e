/** Ticks that wait for the network, on this telephone: numbers of lines and quantities, no name. Each person’s her own. */
export type Tick = { path: string; fields: Record<string, string> };

const PREFIX = "placette-ticks:";
const TWO_DAYS = 2 * 86_400_000; // ms: later the server takes none

export function read(person: string): Tick[] {
  const kept = JSON.parse(localStorage.getItem(PREFIX + person) ?? "[]") as Tick[];
  return kept.filter(({ fields }) => Date.now() - Date.parse(fields.at ?? "") < TWO_DAYS);
}

export function write(person: string, ticks: Tick[]): void {
  if (ticks.length) localStorage.setItem(PREFIX + person, JSON.stringify(ticks));
  else localStorage.removeItem(PREFIX + person);
}

/** As one compares what people type: without accents and capitals. */
export function plain(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
}
