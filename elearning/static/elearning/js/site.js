// Small improvements. Every page works without them; see docs/interface.md.
(() => {
  "use strict";
  const all = (selector) => document.querySelectorAll(selector);

  for (const element of all("[data-needs-script]")) element.hidden = false;

  // Learners with offline courses have a device to update; for others this costs nothing.
  try {
    const { device } = document.body.dataset;
    if (device && localStorage.getItem("device") && !document.querySelector("script[src*='offline/device/device.']")) {
      const script = document.createElement("script");
      script.src = device;
      document.head.append(script);
    }
  } catch {
    // storage is disabled, so nothing is stored either
  }

  // The page reports missing values in its own language, not the browser in its.
  for (const form of document.forms) form.noValidate = true;

  // Errors first: a form with errors is read from its summary.
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

  // There are many clauses: the button that copies a citation is created here.
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
    const field = document.createElement("textarea"); // plain HTTP inside a facility
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
      // buttons in a list share the message, followed by the copied text
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
  for (const form of all("form[data-discards]")) form.addEventListener("submit", () => (unsaved = false));
  window.addEventListener("beforeunload", (event) => {
    if (unsaved) event.preventDefault();
  });

  // A page without a user makes pages in other tabs check their session (session.js).
  if (!document.querySelector("[data-idle]")) new BroadcastChannel("session").postMessage("nobody");

  // A page from the browser's history cache is not shown to the next person.
  window.addEventListener("pageshow", (event) => event.persisted && location.reload());
})();
