/** Finds in place who comes for an order, by what one types of her: her name, whoever comes instead, or her code. */
type Line = { name?: string; code?: string; slot?: string };

export function findComers(list: HTMLElement): void {
  const search = list.querySelector<HTMLInputElement>('input[type="search"]');
  if (!search) return;
  const asked = new URLSearchParams(location.search);
  // The copy without network holds everybody, whatever its address asks for; else the server has answered that.
  const isKept = list.hasAttribute("kept");
  const slot = isKept ? (asked.get("creneau") ?? "") : "";
  const words = asked.get("code") ?? (isKept ? asked.get("q") : null) ?? "";
  if (words) search.value = words;
  if (words || slot) show(list, words, slot);
  // Of many people the server alone finds who is on another page.
  if (!list.hasAttribute("part")) search.addEventListener("input", () => show(list, search.value, slot));
}

function show(list: HTMLElement, words: string, slot: string): void {
  let found = 0;
  for (const line of list.querySelectorAll<HTMLElement>(".comer")) {
    line.hidden = !fits(line.dataset, words, slot);
    if (!line.hidden) found++;
  }
  list.querySelector<HTMLElement>("[data-nobody]")!.hidden = found > 0;
}

/** An empty slot is any; « 0 » those who have chosen none. */
export function fits(line: Line, words: string, slot: string): boolean {
  if (slot && line.slot !== slot) return false;
  const wanted = plain(words);
  return plain(line.name ?? "").includes(wanted) || plain(line.code ?? "") === wanted.replace(/\s/g, "");
}

/** As one compares what people type: without accents and capitals. */
function plain(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
}
