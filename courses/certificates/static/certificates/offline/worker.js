// The service worker of the verifier. It caches the page and serves it without a network; responses
// from the network are never cached. `KEPT` and keeping.js come before it.
(() => {
  "use strict";
  const { refresh, kept, language } = globalThis.verifier;
  const SHELL = `verifier-page-${KEPT.version}`;
  const PATIENCE = 4000; // milliseconds to wait for a network that does not respond
  const FRESH = 3600000;

  const keep = async (address) => {
    const cache = await caches.open(SHELL);
    if (await cache.match(address)) return;
    const answer = await fetch(address, { credentials: "omit", cache: "no-cache" });
    if (!answer.ok || answer.redirected) throw new Error(address);
    await cache.put(address, answer);
  };

  const install = async () => {
    await Promise.all(KEPT.shell.map(keep));
    await refreshed();
    await self.skipWaiting();
  };

  /** Refresh data older than an hour; without a network stored data stay. */
  const refreshed = async () => {
    const before = await kept();
    if (before && Math.abs(Date.now() - new Date(before.at)) < FRESH) return;
    await refresh().catch(() => null);
  };

  const activate = async () => {
    const names = await caches.keys();
    const old = names.filter((name) => name.startsWith("verifier-page-") && name !== SHELL);
    await Promise.all(old.map((name) => caches.delete(name)));
    await self.clients.claim();
  };

  const inTime = (promise) =>
    Promise.race([promise, new Promise((_done, fail) => setTimeout(fail, PATIENCE))]);

  // Any version: the worker of the other scope may have stored a newer one.
  const fromKept = (address) => caches.match(address, { ignoreVary: true });

  const page = async (path) => {
    const asked = KEPT.pages.find((address) => path === address);
    const spoken = (await language()) ?? navigator.language.slice(0, 2);
    const usual = KEPT.pages.find((address) => address.endsWith(`/${spoken}/`));
    return fromKept(asked ?? usual ?? KEPT.pages[0]);
  };

  const navigate = async (event) => {
    try {
      const answer = await inTime(fetch(event.request));
      if (answer.status >= 500) throw new Error(answer.statusText);
      event.waitUntil(refreshed());
      return answer;
    } catch {
      return (await page(new URL(event.request.url).pathname)) ?? Response.error();
    }
  };

  self.addEventListener("install", (event) => event.waitUntil(install()));
  self.addEventListener("activate", (event) => event.waitUntil(activate()));
  self.addEventListener("fetch", (event) => {
    const { method, mode, url } = event.request;
    if (method !== "GET" || new URL(url).origin !== self.location.origin) return;
    if (mode === "navigate") event.respondWith(navigate(event));
    else if (KEPT.shell.includes(new URL(url).pathname) || url.includes("/static/")) {
      event.respondWith(fromKept(url).then((known) => known ?? fetch(event.request)));
    }
  });
})();
