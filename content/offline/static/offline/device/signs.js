// Signs of the device on a page: the state of its acts, the link to it in the footer, and
// the question before a session ends with unsent acts.
(async () => {
  "use strict";
  const { device } = globalThis;
  if (device.signs) return;
  device.signs = true;
  const words = await device.words();
  const language = document.documentElement.lang;
  const two = (number) => String(number).padStart(2, "0");
  const clock = (moment) => {
    const at = new Date(moment);
    return `${two(at.getHours())}:${two(at.getMinutes())}`;
  };
  const day = (moment) => {
    const at = new Date(moment);
    return words.months[at.getMonth()].replace("22", at.getDate()).replace("3333", at.getFullYear());
  };
  const say = (name, values = {}) =>
    Object.entries(values).reduce((text, [key, value]) => text.replace(`{${key}}`, value), words[name]);

  /** Return the sentence about acts; the least advanced state comes first. */
  const sentence = (rows) => {
    const of = (state) => rows.filter((row) => row.state === state);
    const refused = of("refused").at(-1);
    const accepted = of("accepted").at(-1);
    const texts = [];
    if (of("kept").length) texts.push(say("kept", { n: of("kept").length }));
    if (of("sent").length) texts.push(say("sent", { n: of("sent").length }));
    if (!texts.length && accepted) texts.push(say("accepted", { time: clock(accepted.answer.at) }));
    if (refused) texts.push(say("refused", { reason: refused.answer.reason }));
    return texts.join(" ");
  };
  /** Return the outcome of one act in a few words. */
  const outcome = ({ state, answer }) =>
    say(`one_${state}`, { time: answer ? clock(answer.at) : "", reason: answer?.reason ?? "" });

  device.saying = { say, day, clock, outcome };

  /** Return the notes on a course besides its acts: removal soon, update available. */
  const notes = ({ newer } = {}, goes) => {
    const texts = [];
    if (goes) texts.push(say("soon", { date: day(goes) }));
    if (newer) texts.push(say("newer"));
    return texts;
  };
  device.saying.notes = notes;

  const show = async () => {
    const [rows, me] = [await device.states(), await device.holder()];
    const courses = (await device.courses(me)).filter((one) => one.whole);
    for (const place of document.querySelectorAll("[data-device-state]")) {
      const { course, unit } = place.dataset;
      const here = rows.filter(({ act }) => act.course === course && (!unit || act.unit === unit));
      const kept = courses.find((one) => one.course === course && one.language === language);
      const text = [sentence(here), ...(kept ? notes(kept, device.soon(me)) : [])].filter(Boolean).join(" ");
      if (place.textContent !== text) place.textContent = text;
      place.hidden = !text;
    }
  };

  // --- The link to the device ---------------------------------------------------------
  const footer = document.querySelector(".site-footer ul");
  if (footer && (await device.holder())) {
    const [item, link] = [document.createElement("li"), document.createElement("a")];
    link.href = `/${language}/offline/`;
    link.textContent = words.here;
    item.append(link);
    footer.append(item);
  }

  // --- The end of a session -----------------------------------------------------------
  const leave = async (form) => {
    const others = await device.forget().catch(() => 0);
    if (others) {
      const field = document.createElement("input");
      [field.type, field.name, field.value] = ["hidden", "sealed", others];
      form.append(field);
    }
    form.submit();
  };
  const ask = (form, number) => {
    const dialog = document.createElement("dialog");
    dialog.className = "idle";
    const text = document.createElement("p");
    text.id = "device-question";
    text.textContent = say("unsent", { n: number });
    dialog.setAttribute("aria-labelledby", text.id);
    const actions = document.createElement("p");
    actions.className = "actions";
    const button = (name, kind, act) => {
      const one = document.createElement("button");
      [one.type, one.className, one.textContent] = ["button", kind, words[name]];
      one.dataset.answer = name;
      one.addEventListener("click", act);
      actions.append(one);
    };
    button("send", "button", async () => {
      await device.send().catch(() => null);
      const left = await device.unsent();
      if (left) text.textContent = say("unsent_still", { n: left });
      else await leave(form);
    });
    button("lose", "button button-secondary", () => leave(form));
    button("stay", "button button-secondary", () => dialog.close());
    dialog.append(text, actions);
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  };
  for (const form of document.querySelectorAll("form[data-sign-out]")) {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const number = await device.unsent().catch(() => 0);
      if (number) ask(form, number);
      else await leave(form);
    });
  }

  // --- Sending ------------------------------------------------------------------------
  /** Show nothing until the holder is known, if there is a network. */
  const askWho = async () => {
    const session = await device.hello().catch(() => undefined);
    if (session !== undefined && !(await device.holder()) && !(await device.sealed())) await device.forget();
  };
  const send = async () => {
    if (await device.unsent()) await device.send().catch(() => null);
  };
  document.addEventListener("device:acts", show);
  device.news?.addEventListener("message", show);
  addEventListener("online", async () => {
    await send();
    await device.refresh({ always: true }).catch(() => null);
  });
  await askWho();
  await show();
  device.isReady = true;
  document.dispatchEvent(new CustomEvent("device:ready"));
  await send();
  await device.refresh().catch(() => null);
})();
