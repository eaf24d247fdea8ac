// Keeps /verify/ usable without a network: the page, its scripts and our own list of issuers, nothing else.
// @ts-check
/// <reference lib="webworker" />

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
/** @type {{version: string, files: string[]}} filled in by verifier/build.mjs */
const KEPT = /** @type {any} */ (globalThis).__KEPT__;
const NAME = `verify-${KEPT.version}`;
const places = () =>
  [...KEPT.files, "./", "../registry.json"].map((file) => new URL(file, worker.registration.scope).href);

/** What is on the network now, whatever the browser kept of it. @param {string} address */
const fresh = (address) => fetch(address, { cache: "no-cache" });

worker.addEventListener("install", (event) => {
  const all = async () => {
    const cache = await caches.open(NAME);
    await Promise.all(
      places().map(async (address) => {
        const answer = await fresh(address);
        // A network may have another typeface: the page reads as well without one.
        if (!answer.ok && address.endsWith(".woff2")) return;
        if (!answer.ok) throw new Error(address);
        await cache.put(address, answer);
      }),
    );
    await worker.skipWaiting();
  };
  event.waitUntil(all());
});
worker.addEventListener("activate", (event) => {
  const old = caches
    .keys()
    .then((names) =>
      Promise.all(
        names.filter((name) => name.startsWith("verify-") && name !== NAME).map((name) => caches.delete(name)),
      ),
    );
  event.waitUntil(old.then(() => worker.clients.claim()));
});
worker.addEventListener("fetch", (event) => {
  const address = (event.request.url.split("#")[0] ?? "").split("?")[0] ?? "";
  if (event.request.method !== "GET" || !places().includes(address)) return;
  // The newest when there is a network, what was kept when there is none.
  event.respondWith(
    fresh(address)
      .then((answer) => {
        if (answer.ok) {
          const copy = answer.clone();
          event.waitUntil(caches.open(NAME).then((cache) => cache.put(address, copy)));
        }
        return answer;
      })
      .catch(async () => kept(await caches.match(address))),
  );
});

/** An answer of an earlier visit, which says that it is one. @param {Response | undefined} answer */
function kept(answer) {
  if (!answer) return Response.error();
  const headers = new Headers(answer.headers);
  headers.set("x-kept", "yes");
  return new Response(answer.body, { status: answer.status, headers });
}
