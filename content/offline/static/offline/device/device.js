// Storage on a device for one person: offline courses, and the acts done in them without a
// network. Everything is encrypted as described in docs/offline.md. Pages and the service
// worker share this file.
(() => {
  "use strict";
  if (globalThis.device) return;
  const [SESSION, ACTS, SCOPE] = ["/offline/session/", "/offline/acts/", "/"];
  const [FLAG, TAG, BATCH] = ["device", "device-send", 50];
  const SEALED_DAYS = 90; // how long unsent acts of another person are kept
  const SHOWN_DAYS = 7; // how long an answered act is shown
  const [HOUR, DAY] = [3600000, 86400000];
  const WARNED = 7 * DAY; // how long before courses are removed their owner is warned
  const HELLO = 8000; // milliseconds for the server to say who is signed in
  // Automatic requests do not extend a session (elearning.accounts.idle_timeout).
  const ASKED = { Accept: "application/json", "X-By-Itself": "1" };
  const isSecure = Boolean(globalThis.isSecureContext && globalThis.crypto?.subtle && globalThis.indexedDB);
  const news = globalThis.BroadcastChannel ? new BroadcastChannel("device") : null;
  const encoder = new TextEncoder();
  const decoder = new TextDecoder();

  // --- Rows ---------------------------------------------------------------------------
  let opened = null;

  const open = () => {
    opened ??= new Promise((done, fail) => {
      const asked = indexedDB.open("device", 1);
      asked.onupgradeneeded = () => {
        const base = asked.result;
        base.createObjectStore("holders", { keyPath: "holder" });
        base.createObjectStore("kept", { keyPath: "id" }).createIndex("holder", "holder");
        const acts = base.createObjectStore("acts", { keyPath: "n", autoIncrement: true });
        acts.createIndex("holder", "holder");
      };
      asked.onsuccess = () => {
        const base = asked.result;
        base.onclose = () => (opened = null);
        base.onversionchange = () => {
          base.close();
          opened = null;
        };
        done(base);
      };
      asked.onerror = () => {
        opened = null;
        fail(asked.error);
      };
    });
    return opened;
  };

  /** Run `act` with a store and return its result once the transaction is complete. */
  const within = async (name, mode, act) => {
    const transaction = (await open()).transaction(name, mode, { durability: "strict" });
    return new Promise((done, fail) => {
      const asked = act(transaction.objectStore(name));
      transaction.oncomplete = () => done(asked?.result);
      transaction.onabort = transaction.onerror = () => fail(transaction.error ?? asked?.error);
    });
  };
  const read = (name, key) => within(name, "readonly", (store) => store.get(key));
  const all = (name, holder) =>
    within(name, "readonly", (store) => (holder ? store.index("holder").getAll(holder) : store.getAll()));
  const put = (name, row) => within(name, "readwrite", (store) => store.put(row));
  const drop = (name, keys) =>
    within(name, "readwrite", (store) => {
      for (const key of keys) store.delete(key);
    });

  /** Change the current row of a holder; do nothing if it is gone. */
  const touch = (key, facts) =>
    within("holders", "readwrite", (store) => {
      const asked = store.get(key);
      asked.onsuccess = () => asked.result && store.put({ ...asked.result, ...facts });
    });

  // --- Keys ---------------------------------------------------------------------------
  const hex = (bytes) => [...new Uint8Array(bytes)].map((one) => one.toString(16).padStart(2, "0")).join("");

  /** Derive a person's keys from their secret and this device's salt; none can be exported. */
  const keysOf = async (secret, salt) => {
    const base = await crypto.subtle.importKey("raw", encoder.encode(secret), "HKDF", false, ["deriveKey"]);
    const derive = (info, kind, uses) =>
      crypto.subtle.deriveKey({ name: "HKDF", hash: "SHA-256", salt, info: encoder.encode(info) }, base, kind, false, uses);
    return {
      aes: await derive("seal", { name: "AES-GCM", length: 256 }, ["encrypt", "decrypt"]),
      mac: await derive("name", { name: "HMAC", hash: "SHA-256", length: 256 }, ["sign"]),
    };
  };
  const nameOf = async (me, what) => hex(await crypto.subtle.sign("HMAC", me.mac, encoder.encode(what)));
  const seal = async (me, id, value) => {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const how = { name: "AES-GCM", iv, additionalData: encoder.encode(`${me.holder} ${id}`) };
    return { iv, data: await crypto.subtle.encrypt(how, me.aes, encoder.encode(JSON.stringify(value))) };
  };
  const unseal = async (me, id, row) => {
    const how = { name: "AES-GCM", iv: row.iv, additionalData: encoder.encode(`${me.holder} ${id}`) };
    return JSON.parse(decoder.decode(await crypto.subtle.decrypt(how, me.aes, row.data)));
  };

  // --- The holder ---------------------------------------------------------------------
  /** Tell whether anything is stored: until then not even an empty database is created. */
  const isUsed = () => isSecure && (!globalThis.document || Boolean(localStorage.getItem(FLAG)));

  /** Return the time at which the courses of `row` are removed; null if unknown. */
  const goes = (row) => (row?.met && row.days ? row.met + row.days * DAY : null);

  /** Return that time if it is near, else null. */
  const soon = (row) => (goes(row) && goes(row) - Date.now() < WARNED ? goes(row) : null);

  /** Return the holder whose keys are here; null if there is none or the device is locked. */
  const holder = async () => {
    if (!isUsed()) return null;
    const rows = await all("holders");
    const row = rows.find((one) => one.aes && !one.locked) ?? null;
    if (!row || Date.now() < (goes(row) ?? Infinity)) return row;
    await shut(row); // too long offline: somebody else may have the phone
    return null;
  };

  /** Show nothing until the server has confirmed who is signed in. */
  const lock = async () => {
    const me = await holder();
    if (me) await put("holders", { ...me, locked: true });
  };

  const isUnsent = (row) => row.state === "kept" || row.state === "sent";

  /** Delete the keys and pages of `row`; unsent acts stay sealed for their owner. */
  const shut = async (row) => {
    const [kept, acts] = [await all("kept", row.holder), await all("acts", row.holder)];
    const waiting = acts.filter((act) => isUnsent(act) && Date.now() - act.since < SEALED_DAYS * DAY);
    await drop("kept", kept.map((one) => one.id));
    await drop("acts", acts.filter((act) => !waiting.includes(act)).map((act) => act.n));
    if (waiting.length) await put("holders", { holder: row.holder, salt: row.salt });
    else await drop("holders", [row.holder]);
    tell();
  };

  /** Record a contact of `row` with the server, and the days it may stay offline from now. */
  const meet = async (row, days, keys) => {
    const isNew = Object.keys(keys).length || row.days !== days || !(Math.abs(Date.now() - row.met) < HOUR);
    if (isNew) await touch(row.holder, { ...keys, days, met: Date.now() }).catch(() => null); // no space: unchanged
  };

  /** Ask the server who is signed in; null for nobody. Throws without a network. */
  const hello = async () => {
    const answer = await fetch(SESSION, { headers: ASKED, cache: "no-store", signal: AbortSignal.timeout(HELLO) });
    const isJson = /json/.test(answer.headers.get("Content-Type") ?? "");
    if (!isJson || answer.redirected || answer.status >= 500) throw new Error(answer.status);
    const session = answer.ok ? await answer.json() : null;
    for (const row of await all("holders")) {
      if (!session) {
        if (row.locked) await put("holders", { ...row, locked: false });
      } else if (row.holder !== session.holder) {
        await shut(row);
      } else {
        const keys = row.aes && !row.locked ? {} : { ...(await keysOf(session.secret, row.salt)), locked: false };
        await meet(row, session.days, keys);
      }
    }
    return session;
  };

  /** Make the signed-in person the holder of this device; null for nobody. */
  const claim = async () => {
    const session = await hello();
    if (!session) return null;
    const known = await read("holders", session.holder);
    if (known) return known;
    const salt = crypto.getRandomValues(new Uint8Array(32));
    const row = { holder: session.holder, salt, ...(await keysOf(session.secret, salt)), locked: false };
    Object.assign(row, { met: Date.now(), days: session.days });
    await put("holders", row);
    localStorage.setItem(FLAG, "kept");
    return row;
  };

  // --- Stored courses -----------------------------------------------------------------
  const store = async (me, kind, what, value) => {
    const id = await nameOf(me, `${kind} ${what}`);
    await put("kept", { id, holder: me.holder, kind, ...(await seal(me, id, value)) });
  };
  const stored = async (me, kind, what) => {
    const id = await nameOf(me, `${kind} ${what}`);
    const row = await read("kept", id);
    return row ? unseal(me, id, row) : null;
  };
  /** Return the courses on this device, including incomplete ones. */
  const courses = async (me) => {
    const rows = me ? await all("kept", me.holder) : [];
    const found = rows.filter((row) => row.kind === "course");
    return Promise.all(found.map((row) => unseal(me, row.id, row)));
  };
  /** Remove files that no stored course needs any more. */
  const tidy = async (me) => {
    const names = (await courses(me)).flatMap(({ course, language, pages, assets }) => [
      `course ${course} ${language}`,
      `so-far ${course}`,
      ...pages.map((page) => `page ${page.digest}`),
      ...assets.map((asset) => `file ${asset.path}`),
    ]);
    const used = new Set(await Promise.all([...new Set(names)].map((name) => nameOf(me, name))));
    const rows = await all("kept", me.holder);
    await drop("kept", rows.map((row) => row.id).filter((id) => !used.has(id)));
  };
  const remove = async (course, language) => {
    const me = await holder();
    if (!me) return;
    await drop("kept", [await nameOf(me, `course ${course} ${language}`)]);
    await tidy(me);
  };

  // --- Updates ------------------------------------------------------------------------
  /** Check whether a course has changed since its download, and record the result. */
  const compare = async (me, { course, language, url, digest }) => {
    const answer = await fetch(url, { headers: ASKED, cache: "no-store" });
    if (!answer.ok || answer.redirected) return; // finished or left
    const newer = (await answer.json()).digest !== digest;
    const now = await stored(me, "course", `${course} ${language}`);
    if (now?.digest !== digest) return; // downloaded again meanwhile
    await store(me, "course", `${course} ${language}`, { ...now, newer, asked: Date.now() });
  };

  /** Check every course of this person for updates, twice a day, or `always`. */
  const refresh = async ({ always = false } = {}) => {
    const me = await holder();
    const isDue = (one) => always || Date.now() - (one.asked ?? Date.parse(one.since)) > DAY / 2;
    for (const one of await courses(me)) if (one.whole && isDue(one)) await compare(me, one);
    tell();
  };

  // --- Acts ---------------------------------------------------------------------------
  const tell = () => {
    news?.postMessage("acts");
    globalThis.document?.dispatchEvent(new CustomEvent("device:acts"));
  };

  /** Store an act on this device; rejects if it cannot be stored. */
  const keep = async (act) => {
    const me = await holder();
    if (!me) throw new Error("nobody's device");
    const key = crypto.randomUUID();
    const whole = { ...act, key, at: new Date().toISOString() };
    const row = { holder: me.holder, key, state: "kept", since: Date.now(), ...(await seal(me, key, { act: whole })) };
    await put("acts", row);
    tell();
    void globalThis.navigator.serviceWorker?.ready.then((here) => here.sync?.register(TAG)).catch(() => null);
    if (navigator.onLine) void send().catch(() => null);
    return { key, state: "kept" };
  };

  /** Return all acts of this person on the device, with their states, in order. */
  const states = async () => {
    const me = await holder();
    const rows = me ? await all("acts", me.holder) : [];
    return Promise.all(rows.map(async (row) => ({ ...row, ...(await unseal(me, row.key, row)) })));
  };

  /** Return the progress so far: the acts last known to the server, then newer ones. */
  const acts = async ({ course, unit } = {}) => {
    const me = await holder();
    if (!me) return [];
    const known = (await stored(me, "so-far", course)) ?? [];
    const own = (await states()).filter((row) => !row.told && row.state !== "refused");
    return [...known, ...own.map((row) => row.act)].filter(
      (act) => (!course || !act.course || act.course === course) && (unit === undefined || (act.unit ?? "") === unit),
    );
  };

  const unsent = async () => {
    const me = await holder();
    return me ? (await all("acts", me.holder)).filter(isUnsent).length : 0;
  };
  /** Return the number of other people's unsent acts, which are sealed. */
  const sealed = async () => {
    if (!isUsed()) return 0;
    const me = await holder();
    return (await all("acts")).filter((row) => isUnsent(row) && row.holder !== me?.holder).length;
  };

  const actOf = async (me, row) => (await unseal(me, row.key, row)).act;

  const mark = async (me, row, facts, answer) => {
    const act = await actOf(me, row);
    await put("acts", { ...row, ...facts, ...(answer ? await seal(me, row.key, { act, answer }) : {}) });
    return act;
  };

  /** Fetch the progress known to the server; it includes acts answered by then. */
  const catchUp = async (me, course) => {
    const one = (await courses(me)).find((kept) => kept.course === course);
    const answered = (await all("acts", me.holder)).filter((row) => !isUnsent(row) && !row.told);
    if (one) {
      const answer = await fetch(one.so_far, { headers: ASKED, cache: "no-store" });
      if (!answer.ok || answer.redirected) return;
      await store(me, "so-far", course, (await answer.json()).acts);
    }
    for (const row of answered) {
      const act = await actOf(me, row);
      if (act.course === course) await put("acts", { ...row, told: true });
    }
  };

  const post = async (session, batch) => {
    const body = JSON.stringify({ acts: batch });
    const headers = { ...ASKED, "Content-Type": "application/json", "X-CSRFToken": session.token };
    headers["X-Device-Holder"] = session.holder; // somebody else may have signed in meanwhile
    const language = globalThis.document?.documentElement.lang || session.language;
    const answer = await fetch(`${ACTS}?language=${language}`, { method: "POST", headers, body });
    if (!answer.ok || answer.redirected) throw new Error(answer.status);
    return new Map((await answer.json()).acts.map((one) => [one.key, one]));
  };

  const sendBatch = async (me, session, rows) => {
    const batch = [];
    // A full device has no space to mark acts as sent; they are sent all the same.
    for (const row of rows) batch.push(await mark(me, row, { state: "sent" }).catch(() => actOf(me, row)));
    tell();
    let answers = new Map();
    try {
      answers = await post(session, batch);
    } finally {
      for (const [place, row] of rows.entries()) {
        const answer = answers.get(row.key);
        await mark(me, row, answer ? { state: answer.state, told: false } : { state: "kept" }, answer);
        batch[place] = batch[place].course;
      }
    }
    if (!answers.size) throw new Error("no answers"); // tried again later
    return new Set(batch);
  };

  const sendAll = async () => {
    const session = await hello();
    const me = session && (await holder());
    if (!me) return false;
    const old = (await all("acts", me.holder)).filter(
      (row) => !isUnsent(row) && row.told && Date.now() - row.since > SHOWN_DAYS * DAY,
    );
    await drop("acts", old.map((row) => row.n));
    const touched = new Set();
    try {
      for (;;) {
        const rows = (await all("acts", me.holder)).filter(isUnsent).slice(0, BATCH);
        if (!rows.length) break;
        for (const course of await sendBatch(me, session, rows)) touched.add(course);
      }
    } finally {
      tell();
    }
    for (const course of touched) await catchUp(me, course);
    tell();
    return true;
  };

  /** Send unsent acts; false if nobody is signed in. Throws without a network. */
  const send = () => (isSecure ? navigator.locks.request(TAG, sendAll) : Promise.resolve(false));

  /** Forget this person: keys, pages, acts; and the device unless other people's acts wait. */
  const forget = async () => {
    const rows = await all("holders");
    for (const row of rows.filter((one) => one.aes)) {
      const [kept, done] = [await all("kept", row.holder), await all("acts", row.holder)];
      await drop("kept", kept.map((one) => one.id));
      await drop("acts", done.map((one) => one.n));
      await drop("holders", [row.holder]);
    }
    const others = await sealed();
    for (const name of await caches.keys()) if (name.startsWith("device-")) await caches.delete(name);
    for (const one of await navigator.serviceWorker.getRegistrations()) {
      if (new URL(one.scope).pathname === SCOPE) await one.unregister();
    }
    if (others) return others;
    localStorage.removeItem(FLAG);
    (await open()).close();
    opened = null;
    await new Promise((done) => {
      const asked = indexedDB.deleteDatabase("device");
      asked.onsuccess = asked.onerror = asked.onblocked = done;
    });
    return 0;
  };

  const words = async () => {
    const { lang } = globalThis.document.documentElement;
    return (await fetch(`/${lang}/offline/words.json`)).json();
  };

  /** Show the state of the device on the page, using signs.js. */
  const look = async () => {
    const script = document.createElement("script");
    script.src = (await words()).signs;
    document.head.append(script);
  };

  globalThis.device = {
    ...{ isSecure, keep, acts, states, unsent, sealed, send, forget, hello, claim, holder, lock },
    ...{ store, stored, courses, tidy, remove, catchUp, words, hex, news, look, goes, soon, refresh },
  };
  if (globalThis.document && isSecure && localStorage.getItem(FLAG)) void look();
})();
