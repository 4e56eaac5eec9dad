// The outline of an offline course: ticks, progress, and the link to continue.
(async () => {
  "use strict";
  if (!globalThis.device) return;
  const { data, words, acts, made, tick } = globalThis.keptPage;
  const known = await acts({ ofCourse: true });
  const done = new Set(known.filter((act) => act.kind === "done").map((act) => act.unit));
  const open = data.lessons.filter(({ unit }) => !done.has(unit));
  const template = (name) => document.querySelector(`template[data-${name}]`);

  tick(done);

  const minutes = open.reduce((sum, one) => sum + one.minutes, 0);
  const total = data.lessons.length;
  const bar = open.length
    ? made(template("progress"), { done: total - open.length, minutes })
    : made(template("all-done"));
  document.querySelector("main .progress")?.replaceWith(bar);

  if (!known.length) return;
  // The last lesson, unless it is done; at the last place, if known.
  const last = known.findLast((act) => open.some(({ unit }) => unit === act.unit));
  const next = open.find(({ unit }) => unit === last?.unit) ?? open[0];
  const place = next && known.findLast((act) => act.kind === "place" && act.unit === next.unit);
  const head = document.querySelector(".course-head");
  const button = head.querySelector("a.button");
  button.href = next ? next.path + (place ? `#${place.block}` : "") : data.has_exam ? "#exam" : button.href;
  button.querySelector("span").textContent = words.continue;
  head.querySelector(".state")?.replaceWith(made(template("going")));
})();
