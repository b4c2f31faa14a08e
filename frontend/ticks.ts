/**
 * Ticks that wait for the network, on this telephone: numbers of lines and quantities, no name. Each person’s her own,
 * and kept until the server has answered, however long that takes.
 */
export type Tick = { path: string; fields: Record<string, string> };

const PREFIX = "placette-ticks:";

export function read(person: string): Tick[] {
  return JSON.parse(localStorage.getItem(PREFIX + person) ?? "[]") as Tick[];
}

export function write(person: string, ticks: Tick[]): void {
  if (ticks.length) localStorage.setItem(PREFIX + person, JSON.stringify(ticks));
  else localStorage.removeItem(PREFIX + person);
}
