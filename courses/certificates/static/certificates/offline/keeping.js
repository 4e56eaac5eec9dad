// Storage of the verifier on this device: public keys, status lists, the reader's language. Nothing
// scanned or typed is stored. The page and its service worker share this file.
(() => {
  "use strict";
  const CACHE = "verifier-lists";
  const [LISTS, LANGUAGE] = ["/v/kept/lists", "/v/kept/language"];
  const [JSON_TYPE, JWT] = ["application/json", "application/vc+jwt"];

  const ask = async (address, accept) => {
    const how = { headers: { Accept: accept }, credentials: "omit", cache: "no-cache" };
    const answer = await fetch(address, how);
    const type = answer.headers.get("Content-Type") ?? "";
    // The sign-in page of a foreign network is not a list.
    if (!answer.ok || answer.redirected || !/json|jwt/.test(type)) throw new Error(address);
    return answer;
  };

  const lists = async () => {
    const found = {};
    const { lists: names } = await (await ask("/v/lists.json", JSON_TYPE)).json();
    for (const name of names) found[name] = await (await ask(`/credentials/status/${name}/`, JWT)).text();
    return found;
  };

  /** Update keys and lists, all of them or none; throws without a network. */
  const refresh = async () => {
    const answer = await ask("/credentials/keys/", JSON_TYPE);
    const { keys } = await answer.json();
    const at = new Date(answer.headers.get("Date") ?? Date.now()).toISOString();
    const kept = { at, keys, lists: await lists() };
    const cache = await caches.open(CACHE);
    await cache.put(LISTS, new Response(JSON.stringify(kept)));
    return kept;
  };

  const found = (address) => caches.match(address, { cacheName: CACHE });

  /** Return the stored `at`, `keys` and `lists`; null before the first download. */
  const kept = async () => (await (await found(LISTS))?.json()) ?? null;

  const language = async () => (await (await found(LANGUAGE))?.text()) ?? null;

  const speak = async (code) => (await caches.open(CACHE)).put(LANGUAGE, new Response(code));

  /** Delete everything, including the page itself. */
  const forget = async () => {
    for (const one of await navigator.serviceWorker.getRegistrations()) {
      if (/^\/v\/$/i.test(new URL(one.scope).pathname)) await one.unregister();
    }
    const names = await caches.keys();
    await Promise.all(names.filter((name) => name.startsWith("verifier-")).map((name) => caches.delete(name)));
  };

  globalThis.verifier = { ...globalThis.verifier, refresh, kept, language, speak, forget };
})();
