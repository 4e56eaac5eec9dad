// The service worker of the platform: it answers from the device's storage if the network
// does not. It is served after `SHELL` and device.js.
(() => {
  "use strict";
  const { courses, holder, stored, send, lock } = globalThis.device;
  const [NAME, FILES] = [`device-shell-${SHELL.version}`, "device-files"];
  const PATIENCE = 8000; // milliseconds for a slow network
  const HASHED = /\.[0-9a-f]{12}\.\w+$/;
  const DOORS = /^\/\w\w\/account\/(login|activate)\//;

  const keep = async (cache, address) => {
    const answer = await fetch(address, { credentials: "omit", cache: "no-cache" });
    if (!answer.ok || answer.redirected) throw new Error(address);
    await cache.put(address, answer);
  };
  const install = async () => {
    const cache = await caches.open(NAME);
    await Promise.all(SHELL.files.map((address) => keep(cache, address)));
    await self.skipWaiting();
  };
  const activate = async () => {
    const names = await caches.keys();
    const old = names.filter((name) => name.startsWith("device-shell-") && name !== NAME);
    await Promise.all(old.map((name) => caches.delete(name)));
    await self.clients.claim();
  };

  /** Return the stored response for `path`: a page of a course, or one of its pictures. */
  const kept = async (path) => {
    const me = await holder();
    for (const course of await courses(me)) {
      if (!course.whole) continue;
      const page = course.pages.find((one) => one.path === path);
      const file = course.assets.find((one) => one.path === path);
      const found = page ? await stored(me, "page", page.digest) : file && (await stored(me, "file", path));
      if (found) return found;
    }
    return null;
  };
  const answerOf = ({ body, headers, isText }) =>
    new Response(isText ? body : Uint8Array.from(atob(body), (one) => one.charCodeAt(0)), { headers });

  const shell = async (path) => {
    const language = SHELL.languages.find((code) => path.startsWith(`/${code}/`)) ?? SHELL.languages[0];
    return (await caches.match(`/${language}/offline/shell/`, { ignoreVary: true })) ?? Response.error();
  };

  const navigate = async (request) => {
    const { pathname } = new URL(request.url);
    const here = await kept(pathname).catch(() => null);
    const network = fetch(request);
    try {
      if (!here) return await network;
      const late = new Promise((_done, fail) => setTimeout(fail, PATIENCE));
      return await Promise.race([network, late]);
    } catch {
      network.catch(() => null);
      return here ? answerOf(here) : shell(pathname);
    }
  };

  const known = (request) => caches.match(request.url, { ignoreVary: true });

  const file = async (request) => {
    const { pathname } = new URL(request.url);
    const before = HASHED.test(pathname) ? await known(request) : null;
    if (before) return before;
    try {
      return await fetch(request);
    } catch (error) {
      const found = (await known(request)) ?? (await kept(pathname).catch(() => null));
      if (!found) throw error;
      return found instanceof Response ? found : answerOf(found);
    }
  };

  self.addEventListener("install", (event) => event.waitUntil(install()));
  self.addEventListener("activate", (event) => event.waitUntil(activate()));
  self.addEventListener("sync", (event) => event.waitUntil(send()));
  self.addEventListener("fetch", (event) => {
    const { method, mode, url } = event.request;
    const { origin, pathname } = new URL(url);
    if (origin !== self.location.origin) return;
    if (method === "POST" && DOORS.test(pathname)) event.waitUntil(lock());
    if (method !== "GET") return;
    if (mode === "navigate") event.respondWith(navigate(event.request));
    else if (/^\/(static|media)\//.test(pathname) || SHELL.files.includes(pathname)) {
      event.respondWith(file(event.request));
    }
  });
})();
