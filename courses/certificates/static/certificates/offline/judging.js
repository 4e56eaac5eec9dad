// Judges a QR code with only the data stored on this device.
(() => {
  "use strict";
  const DAY = 86400000;
  const PURPOSES = ["revocation", "refresh", "suspension"]; // replaced; an update overdue
  const TYPED = /^[0-9A-HJKMNP-TV-Z]{28}$/;

  /** Return the local day of `moment`, counted from 1 January 1970. */
  const dayOf = (moment) => Date.UTC(moment.getFullYear(), moment.getMonth(), moment.getDate()) / DAY;

  const isTyped = (text) => TYPED.test(globalThis.verifier.plain(text).replace(/[-–—]/g, ""));

  /** Return the status of `claim` in the lists; null if they are not stored, or not signed. */
  const listed = async (claim, kept) => {
    const { openList, isSet } = globalThis.verifier;
    const found = { until: Infinity };
    for (const purpose of PURPOSES) {
      const jwt = kept.lists[`${purpose}/${claim.list}`];
      const list = jwt && (await openList(jwt, kept.keys, purpose, claim.list));
      if (!list) return null;
      found[purpose] = isSet(list, claim.index);
      found.until = Math.min(found.until, list.until);
    }
    return found;
  };

  const standing = (claim, told, at, now) => {
    if (told?.revocation) return "revoked";
    if (told?.refresh) return "replaced";
    if (dayOf(now) < claim.issued) return "clock-issue";
    if (dayOf(now) < dayOf(at) - 1) return "clock-lists";
    if (dayOf(now) > claim.expires) return "expired";
    if (!told) return "unlisted";
    if (told.suspension) return "suspended";
    return now > told.until ? "stale" : "valid";
  };

  /** Return the `word` of an answer, with the verified `claim` and the lists' `at`. */
  const judge = async (text, kept, now) => {
    const { Refused, read } = globalThis.verifier;
    try {
      if (isTyped(text)) return { word: "typed" };
      if (!kept) return { word: "empty" };
      const claim = await read(text, kept.keys);
      const at = new Date(kept.at);
      return { word: standing(claim, await listed(claim, kept), at, now), claim, at };
    } catch (error) {
      if (error instanceof Refused) return { word: error.word };
      throw error;
    }
  };

  globalThis.verifier = { ...globalThis.verifier, judge, dayOf };
})();
