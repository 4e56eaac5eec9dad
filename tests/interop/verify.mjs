// Asks the verifier's scripts, as a page would, what its first argument names; JSON in and out.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const FOLDER = "../../courses/certificates/static/certificates/offline/";
for (const name of ["claim", "name", "lists", "judging"]) {
  await import(fileURLToPath(new URL(`${FOLDER}${name}.js`, import.meta.url)));
}
const { verifier } = globalThis;
const hex = (bytes) => Buffer.from(bytes).toString("hex");
const day = (days) => new Date(days * 86400000).toISOString().slice(0, 10);

const told = (claim) => {
  if (!claim) return null;
  const { issued, expires, salt, commitment, code: _code, ...plain } = claim;
  return { ...plain, issued_on: day(issued), expires_on: day(expires), salt: hex(salt), commitment: hex(commitment) };
};

const ways = {
  names: (names) => names.map(verifier.normalised),
  commitments: (asked) =>
    Promise.all(
      asked.map(async ({ name, salt }) => hex(await verifier.commitment(name, Buffer.from(salt, "hex")))),
    ),
  judged: (asked) =>
    Promise.all(
      asked.map(async ({ text, kept, now, name }) => {
        const { word, claim } = await verifier.judge(text, kept, new Date(now));
        const isNamed = claim && name ? await verifier.isNamed(claim, name) : null;
        return { word, claim: told(claim), isNamed };
      }),
    ),
};

const asked = JSON.parse(readFileSync(0, "utf-8"));
console.log(JSON.stringify(await ways[process.argv[2]](asked)));
