// Idle sessions on shared computers; see docs/interface.md. kept_entries.js saves input.
(() => {
  "use strict";
  const { body, documentElement: root } = document;
  const dialog = document.querySelector("[data-idle]");
  if (!dialog) return;
  const token = () => document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";

  // Automatic requests do not extend a session (elearning.accounts.idle_timeout).
  const ask = (url, values) => {
    const data = values && new FormData();
    for (const [name, value] of Object.entries(values ?? {})) data.append(name, value);
    return fetch(url, {
      method: data ? "POST" : "GET",
      headers: { "X-By-Itself": "1", "X-CSRFToken": token() },
      body: data,
      redirect: "manual",
    });
  };

  const limit = Number(dialog.dataset.seconds) * 1000;
  const warning = Math.min(60000, limit / 2);
  const clock = dialog.querySelector("[data-idle-clock]");
  let until = Date.now() + limit * 0.95; // the server records activity within this time
  let stirred = 0; // the time of the last activity that the server does not know
  let asked = Date.now();
  let busy = false;

  const learn = async (values) => {
    asked = Date.now();
    try {
      const { left } = await (await ask(dialog.dataset.url, values)).json();
      until = Date.now() + left * 1000;
    } catch {
      // no connection: the clock continues from the last activity
      if (values) stirred = Date.now() - values.idle * 1000;
      if (stirred) until = Math.max(until, stirred + limit);
    }
  };
  const stay = () => {
    const idle = stirred ? Math.round((Date.now() - stirred) / 1000) : 0;
    stirred = 0;
    return learn({ idle });
  };
  const left = () => until - Date.now();

  // Input is saved, so no dialog may ask whether to stay on the page.
  const silent = (event) => "locked" in root.dataset && event.stopImmediatePropagation();
  addEventListener("beforeunload", silent, { capture: true });
  const leave = () => {
    body.replaceChildren();
    location.replace(dialog.dataset.signIn);
  };
  const look = async () => {
    if (left() <= 0) root.dataset.locked = ""; // at once, also after a computer wakes from sleep
    if (busy) return;
    busy = true;
    if (left() <= 0) {
      await learn();
      if (left() <= 0) return leave();
    } else if (stirred && !dialog.open && Date.now() - asked > limit / 4) {
      await stay();
    } else if (left() <= warning && (!dialog.open || Date.now() - asked > 10000)) {
      document.dispatchEvent(new Event("session:ends")); // input is saved in time
      await (stirred && !dialog.open ? stay() : learn()); // another tab may be in use
    }
    if (left() > 0) delete root.dataset.locked;
    if (left() > warning) dialog.close();
    else if (!dialog.open && left() > 0) dialog.showModal();
    const seconds = Math.max(0, Math.ceil(left() / 1000));
    clock.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    busy = false;
  };

  for (const kind of ["keydown", "pointerdown", "scroll", "input"]) {
    addEventListener(kind, () => dialog.open || (stirred = Date.now()), { passive: true });
  }
  const answer = async () => {
    stirred = 0;
    await stay();
    look();
  };
  dialog.querySelector("[data-idle-stay]").addEventListener("click", answer);
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    answer();
  });
  document.addEventListener("visibilitychange", look);
  for (const kind of ["focus", "pageshow"]) addEventListener(kind, look); // a computer wakes

  // A page without a user, as after signing out, makes the other tabs check their session
  // (site.js).
  new BroadcastChannel("session").addEventListener("message", async () => {
    await learn();
    look();
  });
  setInterval(look, 1000);
})();
