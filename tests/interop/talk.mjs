// Has a conversation with a store through @xapi/xapi and prints what was answered, as JSON:
//     node talk.mjs <conversation> <endpoint> <authorization> <a name that is new>
import XAPI from "@xapi/xapi";

const [conversation, endpoint, auth, name] = process.argv.slice(2);
// In node the usual adapter sends multipart bodies without their type.
const adapter = conversation === "attachments" ? "fetch" : undefined;
const xapi = new XAPI({ endpoint, auth, version: "1.0.3", adapter });
const agent = { objectType: "Agent", mbox: `mailto:${name}@example.org` };
const verb = { id: `https://example.org/verbs/${name}`, display: { en: "read" } };
const activityId = `https://example.org/books/${name}`;
const object = { objectType: "Activity", id: activityId, definition: { name: { kk: "Кітап" } } };
const statement = { actor: agent, verb, object };

const conversations = {
  async about() {
    return (await xapi.getAbout()).data;
  },

  async statements() {
    const one = await xapi.sendStatement({ statement });
    const many = await xapi.sendStatements({ statements: [statement, statement] });
    const kept = await xapi.getStatement({ statementId: one.data[0] });
    const first = await xapi.getStatements({ verb: verb.id, limit: 2, ascending: true });
    const second = await xapi.getMoreStatements({ more: first.data.more });
    return {
      sent: [...one.data, ...many.data],
      kept: kept.data,
      pages: [first.data, second.data].map((page) => page.statements.map(({ id }) => id)),
      more: second.data.more ?? "",
    };
  },

  async voiding() {
    const { data: [statementId] } = await xapi.sendStatement({ statement });
    await xapi.voidStatement({ actor: agent, statementId });
    const voided = await xapi.getVoidedStatement({ voidedStatementId: statementId });
    return { id: statementId, voided: voided.data.id, lost: await status(xapi.getStatement({ statementId })) };
  },

  async attachments() {
    const content = new TextEncoder().encode("a note").buffer;
    const described = {
      usageType: "https://example.org/usages/note",
      display: { en: "A note" },
      contentType: "text/plain",
      length: content.byteLength,
      sha2: await sha2(content),
    };
    const { data: [statementId] } = await xapi.sendStatement({
      statement: { ...statement, attachments: [described] },
      attachments: [content],
    });
    const kept = await xapi.getStatement({ statementId, attachments: true });
    return { id: statementId, parts: kept.data.map((part) => (typeof part === "string" ? part : part.id)) };
  },

  async state() {
    const of = { agent, activityId, stateId: "place" };
    await xapi.createState({ ...of, state: { page: 1 } });
    const first = await xapi.getState(of);
    await xapi.setState({ ...of, state: { page: 2 }, etag: first.headers.etag, matchHeader: "If-Match" });
    const second = await xapi.getState(of);
    const ids = await xapi.getStates({ agent, activityId });
    await xapi.deleteState(of);
    return { documents: [first.data, second.data], ids: ids.data, lost: await status(xapi.getState(of)) };
  },

  activityProfile() {
    return profile("ActivityProfile", { activityId, profileId: "notes" });
  },

  agentProfile() {
    return profile("AgentProfile", { agent, profileId: "notes" });
  },

  async known() {
    await xapi.sendStatement({ statement });
    const person = await xapi.getAgent({ agent });
    const activity = await xapi.getActivity({ activityId });
    return { person: person.data, activity: activity.data };
  },
};

async function profile(kind, of) {
  const { profileId, ...context } = of;
  await xapi[`set${kind}`]({ ...of, profile: { page: 1 }, etag: "*", matchHeader: "If-None-Match" });
  const first = await xapi[`get${kind}`](of);
  await xapi[`set${kind}`]({ ...of, profile: { page: 2 }, etag: first.headers.etag, matchHeader: "If-Match" });
  const second = await xapi[`get${kind}`](of);
  const ids = await xapi[`get${kind}s`](context);
  await xapi[`delete${kind}`]({ ...of, etag: second.headers.etag });
  return { documents: [first.data, second.data], ids: ids.data, lost: await status(xapi[`get${kind}`](of)) };
}

async function status(asked) {
  return asked.then(({ status }) => status, (error) => error.response?.status ?? error.status);
}

async function sha2(content) {
  const digest = await crypto.subtle.digest("SHA-256", content);
  return Buffer.from(digest).toString("hex");
}

console.log(JSON.stringify(await conversations[conversation]()));
