// Offline practice: new questions first, then those answered wrongly, then the rest.
(async () => {
  "use strict";
  if (!globalThis.device) return;
  const { acts, made, equip } = globalThis.keptPage;
  const forms = [...document.querySelectorAll("form[data-question]")];
  const answered = new Map(); // whether each question was answered correctly, oldest first
  const meter = document.querySelector("[data-right]");

  const note = (question, isRight) => {
    answered.delete(question);
    answered.set(question, isRight);
  };
  const count = () => {
    const right = [...answered.values()].filter(Boolean).length;
    meter.replaceChildren(meter.querySelector("template"), made(meter.querySelector("template"), { right }));
  };

  /** Return the form to show next; not `current` if there is another. */
  const following = (current) => {
    const others = forms.filter((form) => form !== current);
    const turn = ({ dataset: { question } }) => {
      if (!answered.has(question)) return [0, 0];
      return [answered.get(question) ? 2 : 1, [...answered.keys()].indexOf(question)];
    };
    const before = (one, other) => {
      const [a, b] = [turn(one), turn(other)];
      return a[0] - b[0] || a[1] - b[1];
    };
    return others.sort(before)[0] ?? current;
  };

  const checks = new Map();
  const show = (wanted) => {
    for (const form of forms) form.hidden = form !== wanted;
    wanted.querySelector("[data-next]").hidden = true;
    checks.get(wanted).blank();
  };

  for (const form of forms) {
    const { question } = form.dataset;
    const next = form.querySelector("[data-next]");
    const check = equip(form, { kind: "practice", question }, (judged) => {
      note(question, judged.share === "1");
      count();
      next.hidden = false;
    });
    checks.set(form, check);
    next.addEventListener("click", () => {
      const wanted = following(form);
      show(wanted);
      wanted.tabIndex = -1;
      wanted.focus();
      wanted.scrollIntoView({ block: "start" });
    });
  }
  for (const form of forms) form.hidden = true; // until the first one is known
  for (const act of await acts().catch(() => [])) {
    const form = act.kind === "practice" && forms.find(({ dataset }) => dataset.question === act.question);
    const judged = form && checks.get(form).judge(act.fields);
    if (judged && !judged.refused) note(act.question, judged.share === "1");
  }
  count();
  show(following(null));
})();
