// Reads the claim of a QR code: base32 (RFC 4648), CBOR (RFC 8949, deterministic encoding only),
// COSE_Sign1 (RFC 9052) with EdDSA. Decoding is as narrow as encoding, since the sender is unknown;
// qr_claims/claim_codec.py refuses the same for the same reasons.
(() => {
  "use strict";
  const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const [MOST, MOST_WITH_ADDRESS] = [600, 1200];
  const LENGTH = 131072;
  const LAST_DAY = 2932896; // 31 December 9999
  const DEPTH = 4;
  const [BYTES, TEXT, LIST, MAP] = [2, 3, 4, 5];
  const WIDTHS = { 24: 1, 25: 2, 26: 4, 27: 8 };
  const [ALGORITHM, KEY, EDDSA] = [1, 4, -8];
  const [NUMBER, FACTS, VERSION] = [2, -70001, 1];

  /** The reason why a claim is not trusted, in one word. */
  class Refused extends Error {
    constructor(word) {
      super(word);
      this.word = word;
    }
  }

  const refuse = (word = "unreadable") => {
    throw new Refused(word);
  };

  /** Return the last part of a URL, or of a text with spaces. */
  const plain = (text) => {
    if (text.length > MOST_WITH_ADDRESS) refuse("too_long");
    return text.replace(/\s/g, "").replace(/\/+$/, "").split("/").pop().toUpperCase();
  };

  const fromBase32 = (text) => {
    const bytes = [];
    let [held, bits] = [0, 0];
    for (const character of text) {
      const value = ALPHABET.indexOf(character);
      if (value < 0) refuse();
      held = ((held << 5) | value) & 0xfff;
      bits += 5;
      if (bits >= 8) {
        bits -= 8;
        bytes.push((held >> bits) & 0xff);
      }
    }
    if (bits >= 5) refuse("truncated"); // not a valid length of base32
    if (!bytes.length || held & ((1 << bits) - 1)) refuse();
    return Uint8Array.from(bytes);
  };

  const isBefore = (one, other) => {
    for (let place = 0; place < Math.min(one.length, other.length); place += 1) {
      if (one[place] !== other[place]) return one[place] < other[place];
    }
    return one.length < other.length;
  };

  const asText = (bytes) => {
    try {
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      return refuse();
    }
  };

  /** Read `bytes` as one value: integers, bytes, texts, lists, maps with integer keys, null. */
  const fromCbor = (bytes) => {
    let at = 0;

    const size = () => {
      const short = bytes[at] & 0x1f;
      at += 1;
      if (short < 24) return short;
      const width = WIDTHS[short] ?? refuse();
      if (at + width > bytes.length) refuse("truncated");
      let number = 0;
      for (const end = at + width; at < end; at += 1) number = number * 256 + bytes[at];
      if (number < (width === 1 ? 24 : 256 ** (width / 2)) || !Number.isSafeInteger(number)) refuse();
      return number;
    };

    const piece = (length) => {
      if (at + length > bytes.length) refuse("truncated");
      at += length;
      return bytes.slice(at - length, at);
    };

    const list = (length, depth) => {
      const values = [];
      for (let place = 0; place < length; place += 1) values.push(value(depth));
      return values;
    };

    const map = (length, depth) => {
      const values = new Map();
      let before = new Uint8Array();
      for (let place = 0; place < length; place += 1) {
        const start = at;
        const key = value(depth);
        const written = bytes.slice(start, at);
        if (typeof key !== "number" || !isBefore(before, written)) refuse();
        before = written;
        values.set(key, value(depth));
      }
      return values;
    };

    const value = (depth) => {
      if (at >= bytes.length) refuse("truncated");
      if (!depth) refuse();
      if (bytes[at] === 0xf6) {
        at += 1;
        return null;
      }
      const kind = bytes[at] >> 5;
      const number = size();
      if (kind === 0) return number;
      if (kind === 1) return -1 - number;
      if (kind === BYTES) return piece(number);
      if (kind === TEXT) return asText(piece(number));
      if (kind === LIST) return list(number, depth - 1);
      if (kind === MAP) return map(number, depth - 1);
      return refuse();
    };

    const whole = value(DEPTH);
    return at === bytes.length ? whole : refuse();
  };

  const isBytes = (value, length) => value instanceof Uint8Array && (!length || value.length === length);
  const isDay = (value) => Number.isInteger(value) && value >= 0 && value <= LAST_DAY;
  const isFrom0 = (value) => Number.isInteger(value) && value >= 0;
  const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");

  const namedKey = (head) => {
    const said = fromCbor(head);
    if (!(said instanceof Map)) refuse();
    if (said.get(ALGORITHM) !== EDDSA) refuse("algorithm");
    if (said.size !== 2 || !isBytes(said.get(KEY), 8)) refuse();
    return hex(said.get(KEY));
  };

  /** Return the parts of the claim in `text`, not yet verified. */
  const signedParts = (text) => {
    const code = plain(text);
    if (code.length > MOST) refuse("too_long");
    const parts = fromCbor(fromBase32(code));
    if (!Array.isArray(parts) || parts.length !== 4) refuse();
    const [head, bare, payload, signature] = parts;
    if (!isBytes(head) || !isBytes(payload) || !isBytes(signature, 64)) refuse();
    if (!(bare instanceof Map) || bare.size) refuse();
    return { head, payload, signature, code, kid: namedKey(head) };
  };

  /** Return the facts of the certificate, after the signature was verified. */
  const facts = (payload) => {
    const said = fromCbor(payload);
    const paper = said instanceof Map && said.size === 2 ? said.get(FACTS) : null;
    const number = paper ? said.get(NUMBER) : null;
    if (!Array.isArray(paper) || typeof number !== "string" || !Number.isInteger(paper[0])) refuse();
    if (paper[0] !== VERSION) refuse("version");
    const [, course, edition, issued, expires, salt, commitment, list, index] = paper;
    const isWhole =
      paper.length === 9 &&
      typeof course === "string" &&
      (edition === null || Number.isInteger(edition)) &&
      [issued, expires].every(isDay) &&
      isBytes(salt, 16) &&
      isBytes(commitment, 16) &&
      [list, index].every(isFrom0) &&
      index < LENGTH;
    if (!isWhole) refuse();
    return { number, course, edition, issued, expires, salt, commitment, list, index };
  };

  const headed = (kind, bytes) => {
    const { length } = bytes;
    const head = length < 24 ? [(kind << 5) | length] : length < 256 ? [(kind << 5) | 24, length] : null;
    return [...(head ?? [(kind << 5) | 25, length >> 8, length & 0xff]), ...bytes];
  };

  /** Return the signed bytes: Sig_structure (RFC 9052, 4.4). */
  const signedBytes = ({ head, payload }) => {
    const context = new TextEncoder().encode("Signature1");
    const empty = new Uint8Array();
    const parts = [headed(TEXT, context), headed(BYTES, head), headed(BYTES, empty), headed(BYTES, payload)];
    return Uint8Array.from([(LIST << 5) | 4, ...parts.flat()]);
  };

  /** Tell whether `key` (a JWK) signed `bytes`; refused if the browser cannot verify it. */
  const isSignedBy = async (key, signature, bytes) => {
    let known;
    try {
      const { kty, crv, x } = key;
      known = await crypto.subtle.importKey("jwk", { kty, crv, x }, "Ed25519", false, ["verify"]);
    } catch {
      return refuse("unable");
    }
    return crypto.subtle.verify("Ed25519", known, signature, bytes);
  };

  const signer = (kid, keys) => {
    const key = keys.find((one) => one.purpose === "claim" && one.kid === kid) ?? refuse("unknown_key");
    if (key.revoked_at) refuse("revoked_key");
    return key;
  };

  /** Return the claim of the QR code `text`, verified by one of `keys`; else throw `Refused`. */
  const read = async (text, keys) => {
    const parts = signedParts(text);
    const key = signer(parts.kid, keys);
    if (!(await isSignedBy(key, parts.signature, signedBytes(parts)))) refuse("altered");
    return { ...facts(parts.payload), code: parts.code, kid: parts.kid };
  };

  globalThis.verifier = { ...globalThis.verifier, Refused, plain, read, isSignedBy };
})();
