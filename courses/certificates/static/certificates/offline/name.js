// Normalised names and their commitments in claims, the same as in qr_claims/name_commitments.py.
(() => {
  "use strict";
  const ITERATIONS = 50000;
  const BITS = 128;
  const NEAREST = new Map([..."ёәғқңөұүһі"].map((letter, place) => [letter, "еагкноуухи"[place]]));

  const byCodePoint = (one, other) => {
    const [left, right] = [[...one], [...other]];
    for (let place = 0; place < Math.min(left.length, right.length); place += 1) {
      const apart = left[place].codePointAt(0) - right[place].codePointAt(0);
      if (apart) return apart;
    }
    return left.length - right.length;
  };

  /** Return the words of `name` in lower case, sorted, with Kazakh letters replaced by the nearest
   * Russian ones. */
  const normalised = (name) => {
    const visible = name.normalize("NFC").replace(/\p{Cf}/gu, "").toLowerCase();
    const plain = [...visible].map((letter) => NEAREST.get(letter) ?? letter).join("");
    return plain
      .split(/[^\p{L}\p{N}]+/u)
      .filter(Boolean)
      .sort(byCodePoint)
      .join(" ");
  };

  /** Return the 16-byte commitment that identifies `name` to those who know it (PBKDF2, RFC 8018). */
  const commitment = async (name, salt) => {
    const written = new TextEncoder().encode(normalised(name));
    const secret = await crypto.subtle.importKey("raw", written, "PBKDF2", false, ["deriveBits"]);
    const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: ITERATIONS };
    return new Uint8Array(await crypto.subtle.deriveBits(how, secret, BITS));
  };

  /** Tell whether `name` is the holder's name in `claim`. */
  const isNamed = async (claim, name) => {
    const bytes = await commitment(name, claim.salt);
    return bytes.every((byte, place) => byte === claim.commitment[place]);
  };

  globalThis.verifier = { ...globalThis.verifier, normalised, commitment, isNamed };
})();
