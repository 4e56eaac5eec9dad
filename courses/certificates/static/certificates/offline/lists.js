// Status lists signed by the service (Bitstring Status List 1.0, as a JWT), read offline.
(() => {
  "use strict";
  const LENGTH = 131072;
  const ALGORITHMS = ["EdDSA", "Ed25519"]; // the second name is from RFC 9864

  const fromBase64url = (text) => {
    const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, (character) => character.charCodeAt(0));
  };

  const fromJson = (text) => JSON.parse(new TextDecoder().decode(fromBase64url(text)));

  /** Return the claims of `jwt` if one of the credential keys signed it, else null. */
  const signedWords = async (jwt, keys) => {
    const parts = jwt.split(".");
    if (parts.length !== 3) return null;
    const { alg, kid } = fromJson(parts[0]);
    const key = keys.find((one) => one.purpose === "credential" && one.kid === kid);
    if (!ALGORITHMS.includes(alg) || !key || key.revoked_at) return null;
    const bytes = new TextEncoder().encode(`${parts[0]}.${parts[1]}`);
    const isSigned = await globalThis.verifier.isSignedBy(key, fromBase64url(parts[2]), bytes);
    return isSigned ? fromJson(parts[1]) : null;
  };

  const unpacked = async (encoded) => {
    if (encoded?.[0] !== "u") return null;
    const packed = new Blob([fromBase64url(encoded.slice(1))]).stream();
    const plain = packed.pipeThrough(new DecompressionStream("gzip"));
    const bits = new Uint8Array(await new Response(plain).arrayBuffer());
    return bits.length * 8 >= LENGTH ? bits : null;
  };

  /** Return the list's bits and its expiry; null if `jwt` is not this list, or not signed. */
  const openList = async (jwt, keys, purpose, number) => {
    try {
      const said = await signedWords(jwt, keys);
      const subject = said?.credentialSubject;
      const isThis = said?.id?.endsWith(`/credentials/status/${purpose}/${number}/`);
      if (!isThis || subject?.statusPurpose !== purpose) return null;
      const bits = await unpacked(subject.encodedList);
      return bits && { bits, until: new Date(said.validUntil) };
    } catch (error) {
      if (error.word === "unable") throw error;
      return null; // truncated, or not a list
    }
  };

  /** Tell whether the bit at `index` is set; the first is the highest of the first byte. */
  const isSet = ({ bits }, index) => Boolean(bits[index >> 3] & (0x80 >> (index & 7)));

  globalThis.verifier = { ...globalThis.verifier, openList, isSet };
})();
