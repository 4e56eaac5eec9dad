// Stores the verifier on this device for offline use, for each scope of its URL.
(() => {
  "use strict";
  const started = ({ installing, waiting }) => {
    const worker = installing ?? waiting;
    if (!worker) return null;
    return new Promise((done, fail) => {
      worker.addEventListener("statechange", () => {
        if (worker.state === "activated") done();
        if (worker.state === "redundant") fail(new Error("The page could not be kept."));
      });
    });
  };

  /** Store the page; printed URLs in capitals are a scope of their own. */
  const register = async (worker, capitals) => {
    await started(await navigator.serviceWorker.register(worker));
    // its worker finds everything stored
    await started(await navigator.serviceWorker.register(capitals));
  };

  globalThis.verifier = { ...globalThis.verifier, register };

  // On public pages it runs when the browser is idle, and not on a metered connection.
  const { worker, capitals } = document.currentScript.dataset;
  if (!worker || !("serviceWorker" in navigator) || navigator.connection?.saveData) return;
  const whenIdle = window.requestIdleCallback ?? setTimeout;
  addEventListener("load", () => whenIdle(() => register(worker, capitals).catch(() => null)));
})();
