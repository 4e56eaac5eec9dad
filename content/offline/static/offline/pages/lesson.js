// An offline lesson: earlier answers are shown, and new ones are stored.
(async () => {
  "use strict";
  if (!globalThis.device) return;
  const { data, words, keep, acts, made, tick, complain, equip } = globalThis.keptPage;
  const form = document.querySelector("form input[name=action][value=done]").form;
  const facts = document.querySelector(".reading-head .facts");
  const scenario = data.scenario && document.getElementById(data.scenario);
  const asked = acts(); // questions can be answered before it arrives
  let isDone = false;

  const finish = () => {
    isDone = true;
    tick(new Set([data.unit]));
    form.hidden = false;
    form.querySelector("button span").textContent = words.done;
    if (!facts.querySelector(".state")) facts.append(made(document.querySelector("template[data-completed]")));
  };
  const note = async () => {
    await asked;
    if (!isDone) await keep({ kind: "done" });
    finish();
  };

  const checks = new Map();
  const answered = new Set();
  for (const check of document.querySelectorAll("form.check:has([data-rule])")) {
    const { id: block } = check;
    checks.set(block, equip(check, { kind: "check", block }, () => answered.add(block)));
  }
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      await note();
    } catch {
      return complain(form, words.lost);
    }
    location.assign(data.next);
  });
  // A scenario must reach an ending first, which finishes the lesson.
  if (scenario) {
    form.hidden = true;
    globalThis.keptScenario.play(scenario, asked, () => note().catch(() => (form.hidden = false)));
  }

  const known = await asked;
  if (!known.some((act) => act.kind === "start")) await keep({ kind: "start" }).catch(() => {}); // the lesson can be read all the same
  if (known.some((act) => act.kind === "done")) finish();
  void acts({ ofCourse: true }).then((all) => tick(new Set(all.filter(({ kind }) => kind === "done").map(({ unit }) => unit))));
  for (const [block, check] of checks) {
    const last = known.findLast((act) => act.kind === "check" && act.block === block);
    if (last && !answered.has(block)) check.restore(last.fields);
  }

  // The block that crosses the upper third of the window is the one being read.
  let seen = "";
  let kept = known.findLast((act) => act.kind === "place")?.block;
  const observer = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) if (entry.isIntersecting) seen = entry.target.id;
    },
    { rootMargin: "-25% 0px -65% 0px" },
  );
  for (const place of document.querySelectorAll("[data-place][id]")) observer.observe(place);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "hidden" || !seen || seen === kept) return;
    kept = seen;
    keep({ kind: "place", block: seen }).catch(() => {});
  });
})();
