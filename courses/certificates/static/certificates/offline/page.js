// The verifier's page: reads a code from its URL, the camera or a field, and shows the answer.
(() => {
  "use strict";
  const { verifier } = globalThis;
  const root = document.querySelector("[data-verifier]");
  const { worker, capitals, start, reader } = root.dataset;
  const months = [...root.querySelector("[data-months]").content.children].map((one) => one.textContent);
  const title = document.title;
  const one = (selector) => root.querySelector(selector);
  const MOST = 1201; // characters, one more than any code has
  let code = "";
  let stop = null;
  let underWay = Promise.resolve();

  const isAble = Boolean(window.isSecureContext && window.crypto?.subtle && window.caches);

  // --- Words --------------------------------------------------------------------------
  const dayInWords = (days) => {
    const on = new Date(days * 86400000);
    const pattern = months[on.getUTCMonth()];
    return pattern.replace("3333", on.getUTCFullYear()).replace("22", on.getUTCDate());
  };

  const momentInWords = (at) => {
    const two = (number) => String(number).padStart(2, "0");
    return `${dayInWords(verifier.dayOf(at))}, ${two(at.getHours())}:${two(at.getMinutes())}`;
  };

  const filled = (selector, words = {}) => {
    const copy = one(selector).content.cloneNode(true);
    for (const slot of copy.querySelectorAll("[data-slot]")) slot.textContent = words[slot.dataset.slot] ?? "";
    return copy;
  };

  const say = (at, word) => {
    const place = one(at);
    place.hidden = !word;
    place.replaceChildren(...(word ? [filled(`[data-said="${word}"]`)] : []));
  };

  // --- The answer ---------------------------------------------------------------------
  const wordsOf = ({ claim, at }) => ({
    moment: at && momentInWords(at),
    today: dayInWords(verifier.dayOf(new Date())),
    number: claim?.number,
    course: claim?.course,
    edition: claim?.edition,
    issued: claim && dayInWords(claim.issued),
    expires: claim && dayInWords(claim.expires),
  });

  const compareName = async (event, claim) => {
    event.preventDefault();
    const { name } = event.target.elements;
    const matches = await verifier.isNamed(claim, name.value);
    const answer = filled(`[data-name="${matches ? "matches" : "differs"}"]`);
    one("[data-name-at]").replaceChildren(answer);
  };

  const showFacts = (finding, words) => {
    const place = one("[data-facts-at]");
    if (place.dataset.code === finding.claim.code) return; // a name may be half typed
    place.dataset.code = finding.claim.code;
    const facts = filled("[data-facts]", words);
    facts.querySelector("[data-edition]").hidden = finding.claim.edition === null;
    facts.querySelector("[data-name-form]").addEventListener("submit", (event) => compareName(event, finding.claim));
    place.replaceChildren(facts);
  };

  const hideFacts = () => {
    const place = one("[data-facts-at]");
    delete place.dataset.code;
    place.replaceChildren();
  };

  const isAnswered = (yes) => {
    for (const place of root.querySelectorAll("[data-start-only]")) place.hidden = yes;
    for (const name of ["[data-clear]", "[data-next]"]) one(name).hidden = !yes;
    one("[data-first]").hidden = yes;
  };

  const show = (finding) => {
    const words = wordsOf(finding);
    const selector = `[data-answer="${finding.word}"]`;
    one("[data-answer-at]").replaceChildren(filled(selector, words));
    if ("withFacts" in one(selector).dataset) showFacts(finding, words);
    else hideFacts();
    isAnswered(true);
    document.title = `${one("[data-answer-at] h1").textContent} — ${title}`;
  };

  const linkLanguages = () => {
    for (const link of document.querySelectorAll(".languages a")) link.hash = code.replace(/\s/g, "");
  };

  const answer = async (text) => {
    code = text.slice(0, MOST);
    linkLanguages();
    show(await verifier.judge(text, await verifier.kept(), new Date()));
  };

  const answerAsked = async (text) => {
    await answer(text);
    one("[data-answer-at] h1").focus();
  };

  const clear = () => {
    code = "";
    one("[data-answer-at]").replaceChildren();
    hideFacts();
    one("[data-form]").reset();
    isAnswered(false);
    document.title = title;
    history.replaceState(null, "", document.querySelector(".languages [aria-current]").pathname);
    linkLanguages();
    one("h1").tabIndex = -1;
    one("[data-asking] h1").focus();
  };

  // --- Stored data --------------------------------------------------------------------
  const showKept = async () => {
    const kept = await verifier.kept();
    one("[data-lists]").hidden = !kept;
    one("[data-no-lists]").hidden = Boolean(kept);
    if (kept) one("[data-lists] [data-slot]").textContent = momentInWords(new Date(kept.at));
  };

  const refresh = (isAsked) => {
    underWay = underWay.then(() => refreshed(isAsked));
    return underWay;
  };

  const refreshed = async (isAsked) => {
    if (isAsked) say("[data-refresh-status]", "refreshing");
    try {
      await verifier.refresh();
      if (isAsked) say("[data-refresh-status]", "refreshed");
    } catch {
      say("[data-refresh-status]", "no-network");
    }
    await showKept();
    if (code) await answer(code);
  };

  const forget = async () => {
    await underWay;
    await verifier.forget();
    say("[data-forget-status]", "removed");
    one("[data-ready]").hidden = true;
    await showKept();
  };

  const keepPage = async () => {
    try {
      await verifier.register(worker, capitals);
      one("[data-ready]").hidden = false;
    } catch {
      if (!navigator.serviceWorker?.controller) say("[data-refresh-status]", "not-kept");
    }
  };

  // --- The camera ---------------------------------------------------------------------
  const stopLooking = () => {
    stop?.();
    stop = null;
    one("[data-finder]").hidden = true;
    say("[data-camera-status]", "");
  };

  const scan = async () => {
    one("[data-finder]").hidden = false;
    say("[data-camera-status]", "camera");
    try {
      stop = await verifier.look(one("[data-video]"), reader, (text) => {
        stopLooking();
        answerAsked(text);
      });
    } catch {
      stopLooking();
      say("[data-camera-status]", "no-camera");
    }
  };

  // --- Start --------------------------------------------------------------------------
  const addressed = () => {
    const { hash, pathname } = location;
    return hash.slice(1) || (pathname.startsWith(start) ? "" : pathname);
  };

  const listen = () => {
    one("[data-form]").addEventListener("submit", (event) => {
      event.preventDefault();
      answerAsked(event.target.elements.code.value);
    });
    one("[data-scan]").addEventListener("click", scan);
    one("[data-stop]").addEventListener("click", stopLooking);
    one("[data-clear]").addEventListener("click", clear);
    one("[data-refresh]").addEventListener("click", () => refresh(true));
    one("[data-forget]").addEventListener("click", forget);
    addEventListener("hashchange", () => addressed() && answer(addressed()));
    addEventListener("pagehide", stopLooking);
  };

  const begin = async () => {
    if (!isAble) return show({ word: "insecure" });
    for (const place of root.querySelectorAll("[data-needs-page]")) place.hidden = false;
    one("[data-scan]").hidden = !navigator.mediaDevices?.getUserMedia;
    listen();
    await verifier.speak(document.documentElement.lang);
    await showKept();
    if (addressed()) await answer(addressed());
    await keepPage();
    return refresh(false);
  };

  begin();
})();
