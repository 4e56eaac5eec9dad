// Download of a course to the device, and its panel on the course page.
(() => {
  "use strict";
  const panel = document.querySelector("[data-take-along]");
  const { device } = globalThis;
  if (!panel || !device) return;
  const part = (name) => panel.querySelector(`[data-${name}]`);
  const FILES = "device-files";
  const { url, course } = panel.dataset;
  const language = document.documentElement.lang;
  let running = null;

  const show = (state) => {
    panel.dataset.state = state;
    panel.hidden = false;
    for (const one of panel.querySelectorAll("[data-when]")) {
      one.hidden = !one.dataset.when.split(" ").includes(state);
    }
  };
  const problem = (text) => {
    const place = part("problem");
    if (!place) return;
    place.textContent = text ?? "";
    place.hidden = !text;
  };
  const weight = (bytes) => {
    const isLarge = bytes >= 1048576;
    const number = isLarge ? (bytes / 1048576).toFixed(1) : Math.max(1, Math.round(bytes / 1024));
    const { textKb = "{n} KB", textMb = "{n} MB" } = panel.dataset;
    const written = String(number).replace(".", language === "en" ? "." : ",");
    return (isLarge ? textMb : textKb).replace("{n}", () => written);
  };
  const dated = async (moment) => {
    const at = new Date(moment);
    const { months } = await device.words();
    return months[at.getMonth()].replace("22", at.getDate()).replace("3333", at.getFullYear());
  };

  // --- The download -------------------------------------------------------------------
  const asked = async (address, signal, credentials = "same-origin") => {
    const answer = await fetch(address, { signal, credentials, cache: "no-cache" });
    if (!answer.ok || answer.redirected) throw new Error(address);
    return answer;
  };
  const HEADERS = ["Content-Type", "Content-Language", "Content-Security-Policy", "Referrer-Policy", "X-Content-Type-Options"];
  const headersOf = (answer) =>
    Object.fromEntries(HEADERS.map((name) => [name, answer.headers.get(name)]).filter(([, value]) => value));

  const bringPage = async (me, page, signal) => {
    if (await device.stored(me, "page", page.digest)) return;
    const answer = await asked(page.url, signal);
    const bytes = await answer.arrayBuffer();
    if (device.hex(await crypto.subtle.digest("SHA-256", bytes)) !== page.digest) throw new RangeError(page.url);
    const body = new TextDecoder().decode(bytes);
    await device.store(me, "page", page.digest, { body, isText: true, headers: headersOf(answer) });
  };
  const bringFile = async (me, { path }, signal) => {
    if (path.startsWith("/static/")) {
      const cache = await caches.open(FILES);
      if (await cache.match(path)) return;
      await cache.put(path, await asked(path, signal, "omit"));
      return;
    }
    if (await device.stored(me, "file", path)) return;
    const answer = await asked(path, signal);
    const bytes = new Uint8Array(await answer.arrayBuffer());
    const body = btoa(Array.from(bytes, (one) => String.fromCharCode(one)).join(""));
    await device.store(me, "file", path, { body, isText: false, headers: headersOf(answer) });
  };

  /** Wait until the worker answers; rejects where it could not be installed. */
  const employed = (registration, signal) =>
    new Promise((done, fail) => {
      signal.addEventListener("abort", () => fail(signal.reason));
      const worker = registration.active ?? registration.waiting ?? registration.installing;
      const look = () => {
        if (worker?.state === "activated") done();
        if (!worker || worker.state === "redundant") fail(new Error("no worker"));
      };
      worker?.addEventListener("statechange", look);
      look();
    });

  /** Download everything in `manifest`; stored files are not fetched again. */
  const bring = async (me, manifest, ready, signal, progress) => {
    let done = 0;
    const row = { ...manifest, whole: false, since: new Date().toISOString() };
    const before = await device.stored(me, "course", `${course} ${language}`);
    if (!before?.whole) await device.store(me, "course", `${course} ${language}`, row);
    for (const page of manifest.pages) {
      await bringPage(me, page, signal);
      progress((done += page.bytes));
    }
    for (const file of manifest.assets) {
      await bringFile(me, file, signal);
      progress((done += file.bytes));
    }
    await ready();
    signal.throwIfAborted();
    await device.store(me, "course", `${course} ${language}`, { ...row, whole: true });
    await device.catchUp(me, course);
    await device.tidy(me);
  };

  const manifestOf = async (signal) => (await asked(url, signal)).json();

  /** Return the number of bytes in `manifest` that are not on this device. */
  const lacking = async (me, { pages, assets }) => {
    const isHere = ({ path }) => (path.startsWith("/static/") ? caches.match(path) : device.stored(me, "file", path));
    let bytes = 0;
    for (const page of pages) if (!(await device.stored(me, "page", page.digest))) bytes += page.bytes;
    for (const file of assets) if (!(await isHere(file))) bytes += file.bytes;
    return bytes;
  };

  // --- The panel ----------------------------------------------------------------------
  const look = async () => {
    if (localStorage.getItem("device")) await device.hello().catch(() => null);
    const me = await device.holder();
    const here = me && (await device.stored(me, "course", `${course} ${language}`));
    if (!here?.whole) return show("none");
    const manifest = await manifestOf().catch(() => null);
    if (part("since")) part("since").textContent = panel.dataset.textSince.replace("{date}", await dated(here.since));
    const until = device.goes(await device.holder());
    if (until) part("until").textContent = panel.dataset.textUntil.replace("{date}", await dated(until));
    const isOld = manifest && manifest.digest !== here.digest;
    if (isOld) part("update-size").textContent = weight(await lacking(me, manifest));
    show(isOld ? "update" : "kept");
  };

  /** Show the size of the course on request: the list itself takes some kilobytes. */
  const measure = async () => {
    const size = part("size");
    if (size.textContent) return;
    problem();
    try {
      size.textContent = weight((await manifestOf()).bytes);
    } catch {
      problem(panel.dataset.textCut);
    }
  };
  part("size").closest("details").addEventListener("toggle", measure);

  const progressOf = (manifest) => (done) => {
    const bar = part("progress");
    bar.max = manifest.bytes;
    bar.value = Math.min(done, manifest.bytes);
    const words = panel.dataset.textProgress ?? "{done} / {all}";
    part("progress-text").textContent = words.replace("{done}", weight(bar.value)).replace("{all}", weight(bar.max));
  };

  const take = async () => {
    problem();
    running = new AbortController();
    const { signal } = running;
    show("loading");
    try {
      const registration = await navigator.serviceWorker.register("/offline/worker.js", { scope: "/" });
      const me = await device.claim();
      if (!me) throw new Error("signed out");
      void navigator.storage?.persist?.();
      for (let tries = 0; ; tries += 1) {
        const manifest = await manifestOf(signal);
        progressOf(manifest)(0);
        try {
          await bring(me, manifest, () => employed(registration, signal), signal, progressOf(manifest));
          break;
        } catch (error) {
          // A page was published again meanwhile: the list is fetched once more.
          if (!(error instanceof RangeError) || tries) throw error;
        }
      }
      await look();
      await device.look();
    } catch (error) {
      const isFull = error?.name === "QuotaExceededError";
      await (signal.aborted || isFull ? undo() : look());
      if (signal.aborted) return;
      if (panel.dataset.state === "none") show("problem");
      problem(isFull ? panel.dataset.textFull : panel.dataset.textCut);
    } finally {
      running = null;
    }
  };

  /** Leave nothing incomplete: a complete older download stays as it was. */
  const undo = async () => {
    const me = await device.holder();
    const here = me && (await device.stored(me, "course", `${course} ${language}`));
    if (here && !here.whole) await device.remove(course, language);
    else if (me) await device.tidy(me);
    if (me && !(await device.courses(me)).length && !(await device.unsent())) await device.forget();
    await look();
  };

  const drop = async () => {
    await device.remove(course, language);
    await undo();
  };

  if (!device.isSecure || !navigator.serviceWorker) return; // no storage, so no offer
  const own = part("own");
  const button = part("take");
  const allow = () => (button.disabled = Boolean(own) && !own.checked);
  own?.addEventListener("change", allow);
  button?.addEventListener("click", take);
  part("update")?.addEventListener("click", take);
  part("cancel")?.addEventListener("click", () => running?.abort());
  part("remove")?.addEventListener("click", drop);
  allow();
  const details = panel.querySelector("details");
  if (details && !localStorage.getItem("device")) {
    show("none");
    details.addEventListener("toggle", () => look(), { once: true });
  } else void look();
})();
