/**
 * Lets the page where orders are handed over open again while the network is cut. It serves that page alone (its address
 * is its scope) and keeps its last copy with what it is made of, for two days or until she signs out (offline-copy.ts).
 */
const KEPT = "placette-hand-overs";
const TWO_DAYS = 2 * 86_400_000; // ms
const PATIENCE = 8_000; // ms until the answer begins: a bar of network that never answers is none
type Worker = {
  registration: { scope: string };
  location: Location;
  clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(name: string, listener: (event: never) => void): void;
};
type Fetched = Event & { request: Request; respondWith(answer: Promise<Response>): void };
type Lasting = Event & { waitUntil(done: Promise<unknown>): void };
const worker = self as unknown as Worker;
const page = new URL(worker.registration.scope).pathname;

worker.addEventListener("install", (event: Lasting) => event.waitUntil(worker.skipWaiting()));
worker.addEventListener("activate", (event: Lasting) => event.waitUntil(worker.clients.claim()));
worker.addEventListener("fetch", (event: Fetched) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== worker.location.origin) return;
  if (pathname === page && request.mode === "navigate") event.respondWith(open(request));
  else if (pathname.startsWith("/static/")) event.respondWith(part(request));
});

async function open(request: Request): Promise<Response> {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE);
  try {
    return await fetch(request, { signal: patience.signal });
  } catch (error) {
    const kept = await (await caches.open(KEPT)).match(request, { ignoreSearch: true, ignoreVary: true });
    const at = Date.parse(kept?.headers.get("X-Kept-At") ?? "");
    if (kept && Date.now() - at < TWO_DAYS) return kept;
    throw error;
  } finally {
    clearTimeout(timer); // a page that has begun to come takes the time it needs
  }
}

/** Names of built files hold a hash: what is kept under a name is what it was. */
async function part(request: Request): Promise<Response> {
  const kept = await (await caches.open(KEPT)).match(request, { ignoreVary: true });
  return kept ?? fetch(request);
}

export {};
