/** The copy of the page of hand-overs that its worker serves without network: kept by the page, forgotten by every page. */
const KEPT = "placette-hand-overs";
const KEPT_AT = "X-Kept-At";
const TWO_DAYS = 2 * 86_400_000; // ms

/** This page as the server sends it now, with everybody on it, and what it is made of. Whoever was signed out keeps nothing. */
export async function keepACopy(): Promise<void> {
  const cache = await caches.open(KEPT);
  const whole = await fetch(`${location.pathname}?tout=1`, { headers: { Accept: "text/html" } });
  if (!whole.ok || whole.redirected) return;
  const headers = new Headers(whole.headers);
  headers.set(KEPT_AT, new Date().toISOString()); // not every server dates its answers
  headers.delete("Content-Encoding"); // read, it is plain
  await cache.put(location.pathname, new Response(await whole.blob(), { headers }));
  const parts = performance
    .getEntriesByType("resource")
    .map(({ name }) => new URL(name))
    .filter(({ origin, pathname }) => origin === location.origin && pathname.startsWith("/static/"));
  await Promise.allSettled([...new Set(parts.map(({ href }) => href))].map((each) => cache.add(each)));
}

export async function forgetCopies(): Promise<void> {
  if ("caches" in window) await caches.delete(KEPT);
}

/** A worker runs only while its page is opened: what it let pass is forgotten by whichever page comes next. */
export async function forgetOldCopies(): Promise<void> {
  if (!("caches" in window) || !(await caches.has(KEPT))) return;
  const cache = await caches.open(KEPT);
  const pages = (await cache.keys()).filter(({ url }) => !new URL(url).pathname.startsWith("/static/"));
  const ages = await Promise.all(
    pages.map(
      async (each) =>
        Date.now() - Date.parse((await cache.match(each, { ignoreVary: true }))?.headers.get(KEPT_AT) ?? ""),
    ),
  );
  if (!ages.some((age) => age < TWO_DAYS)) await forgetCopies();
  else await Promise.all(pages.filter((_, at) => !(ages[at]! < TWO_DAYS)).map((each) => cache.delete(each)));
}
