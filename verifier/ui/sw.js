// Keeps /verify/ usable without a network: the page, its scripts and our own list of issuers, nothing else.
// @ts-check
/// <reference lib="webworker" />

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
/** @type {{version: string, files: string[]}} filled in by verifier/build.mjs */
const KEPT = /** @type {any} */ (globalThis).__KEPT__;
const NAME = `verify-${KEPT.version}`;
const places = () => [...KEPT.files, "./", "../registry.json"].map((file) => new URL(file, worker.registration.scope).href);

worker.addEventListener("install", (event) => {
  event.waitUntil(caches.open(NAME).then((cache) => cache.addAll(places())).then(() => worker.skipWaiting()));
});
worker.addEventListener("activate", (event) => {
  const old = caches.keys().then((names) => Promise.all(names.filter((name) => name.startsWith("verify-") && name !== NAME).map((name) => caches.delete(name))));
  event.waitUntil(old.then(() => worker.clients.claim()));
});
worker.addEventListener("fetch", (event) => {
  const address = (event.request.url.split("#")[0] ?? "").split("?")[0] ?? "";
  if (event.request.method !== "GET" || !places().includes(address)) return;
  // The newest when there is a network, what was kept when there is none.
  event.respondWith(
    fetch(event.request)
      .then((answer) => {
        if (answer.ok) {
          const copy = answer.clone();
          event.waitUntil(caches.open(NAME).then((cache) => cache.put(address, copy)));
        }
        return answer;
      })
      .catch(async () => (await caches.match(address)) ?? Response.error()),
  );
});
