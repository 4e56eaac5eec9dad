// A lesson in flight mode: what was answered is there again, what is answered is kept.
(async () => {
  "use strict";
  if (!globalThis.device) return;
  const { data, words, keep, acts, made, complain, equip } = globalThis.keptPage;
  const known = await acts();
  const has = (kind) => known.some((act) => act.kind === kind);
  let isDone = has("done");

  if (!has("start")) await keep({ kind: "start" }).catch(() => {}); // no room: it can be read

  for (const form of document.querySelectorAll("form.check")) {
    if (!form.querySelector("[data-rule]")) continue;
    const { id: block } = form;
    const check = equip(form, { kind: "check", block });
    const last = known.findLast((act) => act.kind === "check" && act.block === block);
    if (last) check.restore(last.fields);
  }

  const form = document.querySelector("form input[name=action][value=done]").form;
  const finish = () => {
    form.hidden = false;
    form.querySelector("button span").textContent = words.done;
    if (!document.querySelector(".reading-head .facts .state")) {
      document.querySelector(".reading-head .facts").append(made(document.querySelector("template[data-completed]")));
    }
  };
  const note = async () => {
    if (!isDone) await keep({ kind: "done" });
    isDone = true;
    finish();
  };
  if (isDone) finish();
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      await note();
    } catch {
      return complain(form, words.lost);
    }
    location.assign(data.next);
  });

  // A scenario is played to an ending first, which finishes the lesson.
  const scenario = data.scenario && document.getElementById(data.scenario);
  if (scenario) {
    form.hidden = !isDone;
    globalThis.keptScenario.play(scenario, known, () => note().catch(() => (form.hidden = false)));
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
