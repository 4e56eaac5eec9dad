// "On this device": the stored courses, the acts done in them, and sending them.
(async () => {
  "use strict";
  const { device } = globalThis;
  const page = document.querySelector("[data-device-page]");
  const part = (name) => page.querySelector(`[data-${name}]`);
  const language = document.documentElement.lang;
  const fill = (root, values) => {
    for (const [name, value] of Object.entries(values)) root.querySelector(`[data-of="${name}"]`).textContent = value;
  };
  const only = (state) => {
    for (const one of page.querySelectorAll("[data-when]")) one.hidden = !one.dataset.when.split(" ").includes(state);
  };
  if (!device?.isSecure || !navigator.serviceWorker) return only("insecure");
  if (page.dataset.fallback !== undefined) {
    const isHere = location.pathname === `/${language}/offline/`;
    for (const one of page.querySelectorAll("[data-elsewhere]")) one.hidden = isHere;
  }

  const shown = (course) => {
    const { say, day } = device.saying;
    const item = part("course-item").content.cloneNode(true);
    const [link, button] = [item.querySelector("a"), item.querySelector("button")];
    const front = course.pages.find((one) => one.kind === "course") ?? course.pages[0];
    link.href = front.path;
    link.textContent = course.title;
    link.lang = course.language;
    fill(item, { size: say("size", { n: Math.ceil(course.bytes / 1024) }), since: day(course.since) });
    fill(item, { newer: device.saying.notes(course).join(" ") });
    item.querySelector("[data-of=newer]").hidden = !course.newer;
    button.addEventListener("click", async () => {
      await device.remove(course.course, course.language);
      await look();
    });
    return item;
  };
  const done = (row, titles) => {
    const { say, day, clock, outcome } = device.saying;
    const { act } = row;
    const item = part("act-item").content.cloneNode(true);
    fill(item, {
      what: say(`kind_${act.kind}`),
      where: titles.get(`${act.course} ${act.unit ?? ""}`) ?? titles.get(act.course) ?? act.course.toUpperCase(),
      when: `${day(act.at)}, ${clock(act.at)}`,
      state: outcome(row),
    });
    return item;
  };

  const look = async () => {
    const me = await device.holder();
    const courses = (await device.courses(me)).filter((one) => one.whole);
    const rows = await device.states();
    const waiting = await device.sealed();
    const titles = new Map();
    for (const one of courses) {
      titles.set(one.course, one.title);
      for (const unit of one.pages.filter((page) => page.unit)) titles.set(`${one.course} ${unit.unit}`, unit.title);
    }
    only(courses.length || rows.length ? "kept" : "none");
    part("courses").replaceChildren(...courses.map(shown));
    part("acts").replaceChildren(...rows.reverse().map((row) => done(row, titles)));
    part("acts-part").hidden = !rows.length;
    part("send").hidden = !rows.some((row) => row.state === "kept" || row.state === "sent");
    part("sealed").hidden = !waiting;
    const goes = device.soon(me);
    part("soon").querySelector(".callout > p:last-child").textContent = device.saying.notes({}, goes).join(" ");
    part("soon").hidden = !goes;
  };

  part("send").addEventListener("click", async () => {
    part("problem").hidden = true;
    const kinds = { QuotaExceededError: "textFull" };
    const problem = await device.send().then(
      (isSent) => (isSent ? "" : "textSignedOut"),
      ({ name }) => kinds[name] ?? "textCut",
    );
    if (problem) {
      part("problem").textContent = page.dataset[problem];
      part("problem").hidden = false;
    }
    await look();
  });
  const again = () => device.isReady && look(); // not before the holder is known
  document.addEventListener("device:ready", again);
  document.addEventListener("device:acts", again);
  device.news?.addEventListener("message", again);
  if (!localStorage.getItem("device")) return only("none");
  await again();
  await device.refresh({ always: true }).catch(() => null);
})();
