// Small comforts. Every page works without them; docs/interface.md says what is here.
(() => {
  "use strict";
  const all = (selector) => document.querySelectorAll(selector);

  for (const element of all("[data-needs-script]")) element.hidden = false;

  // What is missing is told by the page, in its language, and not by the browser in its own.
  for (const form of document.forms) form.noValidate = true;

  // Errors first: a form that came back is read from its summary.
  document.querySelector("[data-error-summary]")?.focus();

  // Menus close on Escape, and when a click or the focus goes elsewhere.
  const close = (except) => {
    for (const menu of all("details[data-menu][open]")) {
      if (!except || !menu.contains(except)) menu.open = false;
    }
  };
  for (const kind of ["click", "focusin"]) {
    document.addEventListener(kind, (event) => close(event.target));
  }
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && document.querySelector("details[data-menu][open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });

  // Print and copy.
  for (const button of all("[data-print]")) button.addEventListener("click", () => window.print());

  // Clauses are many: the button that copies the citation of each is made here.
  for (const clause of all("[data-citation] > .clause")) {
    const { citation, words } = clause.parentElement.dataset;
    const number = clause.querySelector(".clause-number").textContent;
    const button = document.createElement("button");
    button.className = "icon-button";
    button.type = "button";
    button.dataset.copy = citation.replace("{}", () => clause.dataset.cited ?? number);
    button.setAttribute("aria-label", words.replace("{}", () => number));
    button.append(clause.querySelector(".clause-tools svg").cloneNode(true));
    button.querySelector("use").setAttribute("href", "#icon-copy");
    clause.querySelector(".clause-tools").append(button);
  }

  const copied = document.createElement("p");
  copied.className = "visually-hidden";
  copied.setAttribute("role", "status");
  if (document.querySelector("[data-copy]")) document.body.append(copied);

  const copy = async (text) => {
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    const field = document.createElement("textarea"); // plain http inside a facility
    field.value = text;
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  };
  for (const button of all("[data-copy]")) {
    button.addEventListener("click", async () => {
      const { copy: text, done } = button.dataset;
      await copy(text);
      // many in a row have the word in common, which is followed by what each copied
      copied.textContent = done ?? `${button.closest("[data-done]").dataset.done}: ${text}`;
      button.dataset.copied = "";
      setTimeout(() => delete button.dataset.copied, 2000);
      const words = button.querySelector("span");
      if (!words) return;
      const before = words.textContent;
      words.textContent = button.dataset.done;
      setTimeout(() => (words.textContent = before), 2000);
    });
  }

  // Forms that must not be left unsaved, nor sent twice by a double click.
  let unsaved = false;
  for (const form of all("form[data-guard]")) {
    form.addEventListener("input", () => (unsaved = true));
    form.addEventListener("submit", (event) => {
      if (event.timeStamp - form.sentAt < 5000) return event.preventDefault();
      form.sentAt = event.timeStamp;
      unsaved = false;
    });
  }
  window.addEventListener("beforeunload", (event) => unsaved && event.preventDefault());

  // A page kept by the browser's history is not shown to the next person.
  window.addEventListener("pageshow", (event) => event.persisted && location.reload());

  // The end of an idle session is announced; somebody at work stays signed in.
  const limit = Number(document.body.dataset.idleSeconds) * 1000;
  const banner = document.querySelector("[data-idle]");
  if (!limit || !banner) return;
  const text = banner.querySelector("[data-idle-text]");
  const stay = banner.querySelector("[data-idle-stay]");
  const warnAt = Math.max(limit - 120000, limit / 2);
  let heard = Date.now(); // when the server last heard of us
  let active = false;
  let ended = false;

  const greet = async () => {
    active = false;
    try {
      const answer = await fetch(location.href, { method: "HEAD", redirect: "manual" });
      if (answer.ok) heard = Date.now();
    } catch {
      // no connection: the warning stays
    }
  };
  const look = () => {
    const idle = Date.now() - heard;
    if (ended) return;
    if (active && idle > limit / 2 && idle < limit) greet();
    banner.hidden = idle < warnAt;
    if (banner.hidden) return;
    const minutes = Math.ceil((limit - idle) / 60000);
    const words = banner.dataset.warning.replace("{n}", minutes);
    if (idle < limit) {
      if (text.textContent !== words) text.textContent = words;
    } else if (unsaved) {
      ended = true;
      stay.hidden = true;
      text.textContent = banner.dataset.ended;
    } else {
      location.reload();
    }
  };
  for (const kind of ["keydown", "pointerdown", "scroll"]) {
    addEventListener(kind, () => (active = true), { passive: true });
  }
  stay.addEventListener("click", async () => {
    await greet();
    look();
  });
  setInterval(look, 15000);
})();
