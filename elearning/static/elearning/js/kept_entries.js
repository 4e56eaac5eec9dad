// Autosave of forms: input is saved until the form is sent, and offered again. docs/kept-entries.md
// has the rules.
(() => {
  "use strict";
  const place = document.querySelector("[data-unsent]");
  if (!place) return;
  const csrf = () => document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";

  // ---- text fields

  const WORDS = /^(text|textarea|search|email|url|tel|number|date|datetime-local|time|month|week)$/;
  // A rich text field of the studio is a hidden field written by its editor.
  const isRich = (field) => field.matches("[data-draftail-input]");
  const isWords = (field) =>
    field.name &&
    !field.readOnly &&
    field.matches("input, textarea") &&
    (isRich(field) || WORDS.test(field.type)) &&
    !/^off$|password|one-time-code/.test(field.autocomplete);
  // Fields by name; several with the same name are numbered.
  const fieldsOf = (form) => {
    const fields = new Map();
    for (const field of [...form.elements].filter(isWords)) {
      let id = field.name;
      for (let n = 2; fields.has(id); n += 1) id = `${field.name} ${n}`;
      fields.set(id, field);
    }
    return fields;
  };

  // Blocks of a rich text get new keys each time: only their text and formatting count.
  const plain = (raw) => {
    const { blocks = [], entityMap = {} } = JSON.parse(raw || "null") ?? {};
    if (blocks.every((block) => !block.text.trim() && block.type !== "atomic")) return "";
    const looks = ({ type, depth, text, inlineStyleRanges = [], entityRanges = [] }) => [
      [type, depth, text],
      inlineStyleRanges.map(({ style, offset, length }) => [style, offset, length]),
      entityRanges.map(({ key, offset, length }) => [entityMap[key]?.type, entityMap[key]?.data, offset, length]),
    ];
    return JSON.stringify(blocks.map(looks));
  };
  const lines = (text) => text.replace(/\r\n?/g, "\n");
  const held = (field, value = field.value) => (isRich(field) ? plain(value) : lines(value));
  const readable = (field, value) =>
    field && isRich(field) ? (JSON.parse(value)?.blocks ?? []).map((block) => block.text).join("\n") : value;

  // The digest only detects changes of a field; it is not secret, and plain HTTP has no Web Crypto.
  const digest = (text) => {
    if (!text.trim()) return "";
    let [a, b] = [0xdeadbeef, 0x41c6ce57];
    for (let i = 0; i < text.length; i += 1) {
      a = Math.imul(a ^ text.charCodeAt(i), 2654435761);
      b = Math.imul(b ^ text.charCodeAt(i), 1597334677);
    }
    a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
    b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
    return (b >>> 0).toString(16).padStart(8, "0") + (a >>> 0).toString(16).padStart(8, "0");
  };

  // ---- forms as rendered

  const forms = new Map(); // the state of each form with saved input
  // Forms with their own autosave, here or in the studio, are left alone.
  const savesItself = "[data-autosave], [data-controller~=w-autosave], [data-controller~=w-session]";
  const fresh = (tag) =>
    `${[...crypto.getRandomValues(new Uint32Array(2))].map((one) => one.toString(36)).join("")}-${tag}`;
  const rendered = (field, notes) => notes.get(field) ?? (isRich(field) ? "" : lines(field.defaultValue ?? ""));
  // Values generated for each page are not part of the version of the edited object.
  const nonce = /^(csrfmiddlewaretoken|unsent|key|hold|next)$/;
  const versionOf = (form, notes) => {
    const told = [];
    for (const field of form.elements) {
      if (!field.name || nonce.test(field.name) || /^(password|file)$/.test(field.type)) continue;
      if (field.options) told.push(field.name, [...field.options].filter((one) => one.defaultSelected).map((one) => one.value));
      else if (/^(checkbox|radio)$/.test(field.type)) told.push(field.name, field.value, field.defaultChecked);
      else told.push(field.name, rendered(field, notes));
    }
    return digest(JSON.stringify(told));
  };

  const seen = {};
  const { before, answer: isAnswer } = place.dataset;
  const isSentBack = isAnswer !== undefined && Boolean(document.querySelector("[data-error-summary]"));
  for (const form of document.forms) {
    if (form.getAttribute("method")?.toLowerCase() !== "post" || form.matches(savesItself)) continue;
    if (form.autocomplete === "off" || form.querySelector("[type=password]") || !fieldsOf(form).size) continue;
    const action = form.getAttribute("action") ?? "";
    seen[action] = (seen[action] ?? 0) + 1;
    const name = `${action}#${seen[action]}`;
    const tag = digest(name).slice(0, 8);
    const notes = new Map();
    for (const field of fieldsOf(form).values()) if (isRich(field)) notes.set(field, held(field));
    // A form that was sent back keeps the key under which it was saved.
    const key = isSentBack && before.endsWith(`-${tag}`) ? before : fresh(tag);
    forms.set(form, { name, tag, key, notes, version: "", typed: new Set(), waiting: [], kept: "{}", at: 0 });
  }

  // ---- saving on the server while the session lasts

  const post = (url, values, options = {}) => {
    const data = new FormData();
    for (const [name, value] of Object.entries(values)) data.append(name, value);
    // automatic requests do not extend a session (elearning.accounts.idle_timeout)
    const headers = { "X-By-Itself": "1", "X-CSRFToken": csrf() };
    return fetch(url, { method: "POST", headers, body: data, redirect: "manual", ...options });
  };
  // The form carries its key, so that its saved input is removed when it is sent.
  const name = (form, key) => {
    const field = form.querySelector("[name=unsent]") ?? document.createElement("input");
    Object.assign(field, { type: "hidden", name: "unsent", value: key });
    form.append(field);
  };
  const typedIn = (form) => {
    const known = forms.get(form);
    const entries = Object.fromEntries(known.waiting.map((id) => [id, null])); // unchanged on the server
    for (const [id, field] of fieldsOf(form)) {
      if (!known.typed.has(field)) continue;
      const was = rendered(field, known.notes);
      if (known.isSentBack || held(field) !== was) {
        if (held(field).trim()) entries[id] = [known.isSentBack ? null : digest(was), field.value];
      }
    }
    return JSON.stringify(entries);
  };
  const keep = async (form) => {
    const known = forms.get(form);
    const entries = typedIn(form);
    if (known.isSent || entries === known.kept) return;
    const last = known.kept;
    Object.assign(known, { kept: entries, at: Date.now(), way: new AbortController() });
    name(form, known.key);
    try {
      const { key, version } = known;
      const address = location.pathname + location.search;
      const sent = { key, version, address, form: known.name, entries };
      const answer = await post(place.dataset.unsent, sent, {
        signal: known.way.signal,
        keepalive: document.hidden,
      });
      if (!answer.ok) known.kept = last;
      else if ((await answer.json()).is_settled && !known.isSent) {
        begin(form); // this key was sent or discarded in another tab: the text is new
        keep(form);
      }
    } catch {
      known.kept = last; // no connection: retried at the next pause
    }
  };
  const begin = (form) => {
    const known = forms.get(form);
    form.querySelector("[name=unsent]")?.remove();
    Object.assign(known, { key: fresh(known.tag), kept: "{}", waiting: [], isSent: false });
  };
  const keepAll = () => {
    flush();
    for (const form of forms.keys()) keep(form);
  };

  // A rich text is written into its field with a delay, but before the form is sent.
  const flush = () => {
    for (const field of document.querySelectorAll("[data-draftail-input]")) {
      if (!field.draftailEditor) continue;
      const raw = Draftail.serialiseEditorStateToRaw(field.draftailEditor.getEditorState());
      const value = JSON.stringify(raw);
      if (plain(value) !== plain(field.value)) field.value = value;
    }
  };

  let pause;
  const note = (event) => {
    const wrapper = event.target.closest?.("[data-draftail-editor-wrapper]");
    const field = wrapper ? wrapper.parentElement.querySelector("[data-draftail-input]") : event.target;
    const form = field?.form;
    if (!forms.has(form)) return;
    const known = forms.get(form);
    if (isWords(field)) known.typed.add(field);
    if (known.isSent && event.type === "input") begin(form); // the response was a file: this is a new form
    clearTimeout(pause);
    pause = setTimeout(keepAll, Math.max(1500, 10000 - (Date.now() - known.at)));
  };
  document.addEventListener("input", note);
  document.addEventListener("focusin", (event) => event.target.closest("[data-draftail-editor-wrapper]") && note(event));
  document.addEventListener("keyup", (event) => event.target.closest("[data-draftail-editor-wrapper]") && note(event));

  addEventListener("submit", flush, { capture: true });
  addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    const sent = event.target.matches("[data-discards]") ? [...forms.keys()] : [event.target];
    clearTimeout(pause);
    for (const form of sent) {
      const known = forms.get(form);
      if (!known) continue;
      known.isSent = true;
      known.way?.abort();
    }
  });
  document.addEventListener("visibilitychange", () => document.hidden && keepAll());
  document.addEventListener("session:ends", keepAll);

  // ---- offers of saved input

  let marks = 0;
  const mark = (field, words, text) => {
    const template = place.querySelector(`template[data-${words}]`);
    const found = template.content.firstElementChild.cloneNode(true);
    const kept = found.querySelector("[data-words]");
    if (kept) kept.textContent = text;
    found.id = `kept-${(marks += 1)}`;
    if (!field) {
      place.querySelector(".kept-words").append(found); // the page no longer has this field
      return found;
    }
    if (isRich(field)) field.parentElement.append(found);
    else field.after(found);
    field.setAttribute("aria-describedby", `${field.getAttribute("aria-describedby") ?? ""} ${found.id}`.trim());
    for (let row = field.closest("details"); row; row = row.parentElement.closest("details")) row.open = true;
    return found;
  };
  const write = async (field, value) => {
    if (isRich(field)) {
      while (!field.draftailEditor) await new Promise(requestAnimationFrame);
      field.draftailEditor.onChange(Draftail.createEditorStateFromRaw(JSON.parse(value)));
    }
    field.value = value;
    for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, { bubbles: true }));
  };
  const takeOver = async (form, known, offer) => {
    flush();
    const fields = fieldsOf(form);
    const now = Object.fromEntries([...fields].map(([id, field]) => [id, digest(held(field))]));
    const sent = { key: offer.dataset.key, version: known.version, fields: JSON.stringify(now) };
    const answer = await post(place.dataset.taking, sent).catch(() => null);
    if (!answer?.ok) return;
    const { fill, beside, is_older: isOlder, is_settled: isSettled } = await answer.json();
    if (isSettled) {
      offer.hidden = true; // sent or discarded in another tab
      begin(form);
      return;
    }
    const made = [];
    for (const [id, words] of Object.entries(fill)) {
      const field = fields.get(id);
      known.waiting = known.waiting.filter((one) => one !== id);
      await write(field, words);
      made.push(mark(field, "filled"));
    }
    for (const [id, words] of Object.entries(beside)) {
      const field = fields.get(id);
      if (field && held(field) === held(field, words)) continue;
      made.push(mark(field, "beside", readable(field, words)));
    }
    const isFilled = Object.keys(fill).length > 0;
    const isBeside = made.some((one) => one.matches(":has([data-words])"));
    const said = { "[data-offer]": false, "[data-taken]": isFilled || !isBeside, "[data-older]": isBeside || isOlder };
    for (const [what, shown] of Object.entries(said)) {
      for (const one of offer.querySelectorAll(what)) one.hidden = !shown;
    }
    const first = made[0] ?? offer.querySelector("[data-taken]");
    first.focus();
    first.scrollIntoView({ block: "center" });
  };
  for (const offer of place.querySelectorAll("[data-key]")) {
    for (const [form, known] of forms) {
      if (known.name !== offer.dataset.form) continue;
      known.key = offer.dataset.key;
      known.waiting = JSON.parse(offer.dataset.fields);
      known.kept = typedIn(form);
      name(form, known.key);
      offer.hidden = false;
      offer.querySelector("[data-take]").addEventListener("click", () => takeOver(form, known, offer));
    }
  }
  for (const [form, known] of forms) known.version = versionOf(form, known.notes);
  // A form that was sent back counts as typed; its original values are unknown.
  if (isSentBack) {
    for (const [form, known] of forms) {
      known.isSentBack = true;
      known.version = "";
      for (const field of fieldsOf(form).values()) known.typed.add(field);
    }
    keepAll();
  }
})();
