// Shared computers: the end of an idle session, and what was typed when it came. docs/interface.md.
(() => {
  "use strict";
  const { body, documentElement: root } = document;
  const dialog = document.querySelector("[data-idle]");
  if (!dialog) return;
  const token = () => document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";

  // Asks that nobody made keep no session alive (elearning.accounts.idle).
  const ask = (url, values) => {
    const data = values && new FormData();
    for (const [name, value] of Object.entries(values ?? {})) data.append(name, value);
    return fetch(url, {
      method: data ? "POST" : "GET",
      headers: { "X-By-Itself": "1", "X-CSRFToken": token() },
      body: data,
      redirect: "manual",
      keepalive: document.hidden,
    });
  };

  // ---- what is typed is kept by the server while the session lives

  // A rich text of the studio is a hidden field that its editor writes.
  const isRich = (field) => field.matches("[data-draftail-input]");
  const typed = (form) =>
    [...form.elements].filter(
      (field) =>
        field.name &&
        field.matches("input, select, textarea") &&
        (field.type !== "hidden" || isRich(field)) &&
        !/^(password|file|submit|button|reset|image)$/.test(field.type) &&
        !/password|one-time-code/.test(field.autocomplete),
    );
  const ticked = (field) => /^(checkbox|radio)$/.test(field.type);
  const values = (field) => {
    if (ticked(field)) return field.checked ? [field.value] : [];
    if (field.options) return [...field.options].filter((one) => one.selected).map((one) => one.value);
    return [field.value];
  };
  const held = (form) => {
    const entries = {};
    for (const field of typed(form)) (entries[field.name] ??= []).push(...values(field));
    return JSON.stringify(entries);
  };

  const forms = new Map(); // what is known of each form that is kept
  // What saves by itself, here or in the studio, keeps its own.
  const savesItself = "[data-autosave], [data-controller~=w-autosave], [data-controller~=w-session]";
  if (dialog.dataset.unsent) {
    const seen = {};
    for (const form of document.forms) {
      if (form.getAttribute("method")?.toLowerCase() !== "post" || form.matches(savesItself)) continue;
      if (form.querySelector("[type=password]") || !typed(form).length) continue;
      const action = form.getAttribute("action") ?? "";
      seen[action] = (seen[action] ?? 0) + 1;
      forms.set(form, { name: `${action}#${seen[action]}`, kept: held(form), at: 0 });
    }
  }

  // The form says by which key it was kept, so that it is forgotten once it has been sent.
  const named = (form, key) => {
    const field = form.querySelector("[name=unsent]") ?? document.createElement("input");
    Object.assign(field, { type: "hidden", name: "unsent", value: key });
    form.append(field);
  };
  const keep = async (form) => {
    const known = forms.get(form);
    const entries = held(form);
    if (entries === known.kept) return;
    known.at = Date.now();
    try {
      const answer = await ask(dialog.dataset.unsent, {
        address: location.pathname + location.search,
        form: known.name,
        entries,
      });
      if (!answer.ok) return;
      known.kept = entries;
      named(form, (await answer.json()).key);
    } catch {
      // no connection: tried again at the next pause
    }
  };
  const keepAll = () => [...forms.keys()].forEach(keep);

  let pause;
  document.addEventListener("input", (event) => {
    const form = event.target.form ?? event.target.closest("form");
    if (!forms.has(form)) return;
    clearTimeout(pause);
    const since = Date.now() - forms.get(form).at;
    pause = setTimeout(keepAll, Math.max(1500, 10000 - since));
  });
  document.addEventListener("submit", () => clearTimeout(pause));

  const write = async (field, value) => {
    if (!isRich(field)) return (field.value = value);
    while (!field.draftailEditor) await new Promise(requestAnimationFrame);
    field.draftailEditor.onChange(Draftail.createEditorStateFromRaw(JSON.parse(value)));
  };
  const fill = (form, entries) => {
    const place = {};
    let changed = false;
    for (const field of typed(form)) {
      const given = entries[field.name];
      if (!given) continue;
      const before = values(field).join("\n");
      if (ticked(field)) field.checked = given.includes(field.value);
      else if (field.options) for (const one of field.options) one.selected = given.includes(one.value);
      else write(field, given[(place[field.name] = (place[field.name] ?? -1) + 1)] ?? field.value);
      if (!isRich(field) && values(field).join("\n") === before) continue;
      changed = true;
      for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, { bubbles: true }));
    }
    return changed;
  };
  const returned = document.querySelector("[data-returned]");
  for (const { key, form: name, entries } of JSON.parse(returned?.dataset.returned ?? "[]")) {
    for (const [form, known] of forms) {
      if (known.name !== name) continue;
      if (fill(form, entries)) returned.hidden = false;
      known.kept = held(form);
      named(form, key);
    }
  }
  // A form that was sent back is typed, too.
  if (document.querySelector("[data-error-summary]")) {
    for (const known of forms.values()) known.kept = "";
    keepAll();
  }

  // ---- the session ends when nobody has stirred for long

  const limit = Number(dialog.dataset.seconds) * 1000;
  const warning = Math.min(60000, limit / 2);
  const clock = dialog.querySelector("[data-idle-clock]");
  let until = Date.now() + limit * 0.95; // the server notes a look within this time
  let stirred = 0; // when somebody last did something that the server has not heard of
  let asked = Date.now();
  let busy = false;

  const learn = async (values) => {
    asked = Date.now();
    try {
      const { left } = await (await ask(dialog.dataset.url, values)).json();
      until = Date.now() + left * 1000;
    } catch {
      // no connection: the clock runs on, for whoever goes on from when she last stirred
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

  // What was typed is kept; nothing may ask whether to stay.
  const silent = (event) => "locked" in root.dataset && event.stopImmediatePropagation();
  addEventListener("beforeunload", silent, { capture: true });
  const leave = () => {
    body.replaceChildren();
    location.replace(dialog.dataset.signIn);
  };
  const look = async () => {
    if (left() <= 0) root.dataset.locked = ""; // at once, also after a computer has slept
    if (busy) return;
    busy = true;
    if (left() <= 0) {
      await learn();
      if (left() <= 0) return leave();
    } else if (stirred && !dialog.open && Date.now() - asked > limit / 4) {
      await stay();
    } else if (left() <= warning && (!dialog.open || Date.now() - asked > 10000)) {
      keepAll();
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
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) keepAll();
    look();
  });
  for (const kind of ["focus", "pageshow"]) addEventListener(kind, look); // a computer wakes

  // A page of nobody, as after signing out, has the other tabs ask whose session this is (site.js).
  new BroadcastChannel("session").addEventListener("message", async () => {
    await learn();
    look();
  });
  setInterval(look, 1000);
})();
