// Judges answers by the script of kept pages: JSON in, a list of [rule, fields] or texts, JSON out.
import { readFileSync } from "node:fs";

await import(new URL("../../content/offline/static/offline/pages/judging.js", import.meta.url));
const { judge, fold } = globalThis.judging;
const asked = JSON.parse(readFileSync(0, "utf-8"));
const ways = { judge: ([rule, fields]) => judge(rule, fields), fold };
console.log(JSON.stringify(asked.map(ways[process.argv[2]])));
