// Lets this device verify without a network: the page, whichever scope its address is in.
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

  /** Keep the page; addresses printed in capitals are a scope of their own. */
  const register = async (worker, capitals) => {
    await started(await navigator.serviceWorker.register(worker));
    // its worker finds everything in place
    await started(await navigator.serviceWorker.register(capitals));
  };

  globalThis.verifier = { ...globalThis.verifier, register };

  // On the public pages: when nothing else is to be done, and not on a line that is paid for.
  const { worker, capitals } = document.currentScript.dataset;
  if (!worker || !("serviceWorker" in navigator) || navigator.connection?.saveData) return;
  const whenIdle = window.requestIdleCallback ?? setTimeout;
  addEventListener("load", () => whenIdle(() => register(worker, capitals).catch(() => null)));
})();
