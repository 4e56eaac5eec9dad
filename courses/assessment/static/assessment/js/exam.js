// An exam that survives a broken line. Without this script every button saves by itself.
(() => {
  "use strict";
  const find = (selector, root = document) => root.querySelector(selector);
  const form = find("form[data-autosave]");

  // The clock: seconds come from the server; 5 minutes and 1 minute are said aloud.
  const time = find("[data-seconds-left]");
  const aloud = find("[data-clock-words]");
  let end = Date.now() + time.dataset.secondsLeft * 1000;
  let before = Infinity;
  const tick = () => {
    const left = Math.max(0, Math.ceil((end - Date.now()) / 1000));
    const hours = Math.floor(left / 3600);
    const rest = [Math.floor(left / 60) % 60, left % 60];
    const digits = rest.map((part, i) => (i || hours ? `${part}`.padStart(2, "0") : part));
    time.textContent = (hours ? [hours, ...digits] : digits).join(":");
    if (left <= 300 && before > 300 && left > 60) aloud.textContent = aloud.dataset.five;
    if (left <= 60 && before > 60 && left) aloud.textContent = aloud.dataset.one;
    before = left;
    if (left) return;
    clearInterval(clock);
    setTimeout(() => leave(location.href), 1000);
  };
  const clock = setInterval(tick, 1000);

  // What is not saved yet: the last answer to each question, sent until the server has it.
  const queue = new Map();
  let after = null; // where to go once everything is saved
  let busy = false;
  let tries = 0;
  let lost = 0; // since when the line is broken
  const leave = (url) => {
    after = url;
    if (queue.size) return send();
    if (url === location.href) location.reload();
    else location.assign(url);
  };
  addEventListener("beforeunload", (event) => queue.size && event.preventDefault());
  tick();
  if (!form) return;

  let page = find("[data-page]", form);
  const pages = new Map([[Number(page.dataset.page), page]]);
  const status = (where, name, words) => {
    for (const line of where.querySelectorAll(".saved")) line.hidden = !(name in line.dataset);
    const line = name && find(`[data-${name}]`, where);
    if (line && words) find("span", line).textContent = words;
    if (name === "saved") where.kept = true;
  };
  page.kept = !find("[data-saved]", page).hidden;

  const unsent = find("[data-unsent]").content.firstElementChild;
  const warn = () => (tries ? find(".exam-bar .wrap").append(unsent) : unsent.remove());

  let typing; // what is typed is saved when the field is left, or after a pause
  const keep = (go) => {
    clearTimeout(typing);
    const count = find("[name=sequence]", page);
    const body = new URLSearchParams(new FormData(form));
    if (go) body.set("go", go);
    count.value = Number(count.value) + 1;
    queue.set(`${page.dataset.page}${go?.endsWith("flag") ? "flag" : ""}`, { page, body });
    status(page, tries ? "failed" : "pending");
    send();
  };

  const away = () => {
    queue.clear();
    clearInterval(clock);
    form.hidden = true;
    find("[data-elsewhere]").hidden = false;
  };

  // A scenario goes on: the page of its question comes anew, with the step reached.
  const renew = (old, html) => {
    const fresh = document.createElement("template");
    fresh.innerHTML = html;
    const next = fresh.content.firstElementChild;
    next.kept = !find("[data-saved]", next).hidden;
    pages.set(Number(next.dataset.page), next);
    if (old === page) {
      page.replaceWith(next);
      page = next;
      find("#now", page).focus();
    }
    return next;
  };

  // The invigilator gave minutes: the bar tells the new end, and says so aloud.
  const ends = find("[data-ends]");
  const moved = (words) => {
    if (ends.textContent.trim().replace(/\s+/g, " ") === words) return;
    ends.textContent = words;
    const told = find("[data-moved]");
    told.textContent = told.dataset.words.replace("{ends}", words);
  };

  const heard = async (answer, { page: asked }) => {
    if (answer.status >= 500 || answer.status === 429) throw new Error(answer.status);
    if (answer.type === "opaqueredirect" || answer.status === 403) {
      status(asked, "refused", form.dataset.signedOut);
      return;
    }
    // sent again, what cannot be read would be refused again
    if (!answer.headers.get("Content-Type").includes("json")) return status(asked, "refused");
    const data = await answer.json();
    if (data.elsewhere) return away();
    if (data.url) {
      queue.clear();
      return location.assign(data.url);
    }
    if (data.page) asked = renew(asked, data.page);
    if (data.error) return status(asked, "refused", data.error);
    end = Date.now() + data.seconds_left * 1000;
    moved(data.ends);
    if (data.saved_at) status(asked, "saved", form.dataset.savedWords.replace("{time}", data.saved_at));
    if (!data.kept && !data.page) status(asked, "refused", form.dataset.laterWords);
    place(Number(asked.dataset.page), data.place);
  };

  async function send() {
    if (busy || !queue.size) return;
    busy = true;
    const [name, entry] = queue.entries().next().value;
    try {
      if (lost) entry.body.set("lost", Math.ceil((Date.now() - lost) / 1000));
      const answer = await fetch(entry.page.dataset.url, {
        method: "POST",
        body: entry.body,
        headers: { Accept: "application/json" },
        redirect: "manual",
        keepalive: true,
      });
      await heard(answer, entry);
      if (queue.get(name) === entry) queue.delete(name);
      tries = lost = 0;
      warn();
    } catch {
      tries += 1;
      lost ||= Date.now();
      warn();
      status(entry.page, "failed");
      status(page, "failed");
      setTimeout(send, Math.min(15, 2 ** tries) * 1000);
    }
    busy = false;
    if (tries) return;
    if (queue.size) return send();
    if (!find("[data-failed]", page).hidden) status(page, page.kept && "saved");
    if (after) leave(after);
  }
  addEventListener("online", send);

  // Going from question to question asks the server nothing once it has sent them all.
  const here = () => {
    const number = Number(page.dataset.page);
    find("[data-navigator]").querySelectorAll("a").forEach((link, i) => {
      if (i + 1 === number) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    });
  };
  const place = (number, html) => {
    const list = find("[data-navigator] ol");
    list.children[number - 1].outerHTML = html;
    const bar = find("[data-answered-words]");
    const answered = list.querySelectorAll(".answered").length;
    bar.textContent = bar.dataset.answeredWords.replace("{answered}", answered);
    here();
  };
  const show = (number, isNew = true) => {
    page.replaceWith(pages.get(number));
    page = pages.get(number);
    form.action = page.dataset.url;
    if (isNew) history.pushState(null, "", page.dataset.url);
    const [, rest] = document.title.split(" — ");
    document.title = `${form.dataset.title.replace("{n}", number)} — ${rest}`;
    for (const link of document.querySelectorAll("a[hreflang]")) {
      link.href = link.href.replace(/\bq=\d+/, `q=${number}`);
    }
    if (tries) status(page, "failed");
    here();
    scrollTo(0, 0);
    (find("[data-begin]", page) || find("h1", page)).focus(); // a case is read first
  };
  addEventListener("popstate", () => {
    const number = Number(new URLSearchParams(location.search).get("q"));
    if (pages.has(number)) show(number, false);
    else location.reload();
  });
  const load = async () => {
    const answer = await fetch(form.dataset.sheet, { redirect: "manual" });
    if (!answer.ok) return;
    const all = document.createElement("template");
    all.innerHTML = await answer.text();
    for (const other of all.content.querySelectorAll("[data-page]")) {
      const number = Number(other.dataset.page);
      if (pages.has(number)) continue;
      for (const picture of other.querySelectorAll("img")) new Image().src = picture.getAttribute("src");
      other.kept = !find("[data-saved]", other).hidden;
      pages.set(number, other);
    }
  };
  load().catch(() => {}); // no connection: the buttons still do their work

  const picked = () => find("[name=pick]:checked", page);
  form.addEventListener("change", (event) => event.target.name === "pick" || keep());
  form.addEventListener("input", (event) => {
    const { type, value } = event.target;
    if (type !== "text" && type !== "textarea") return;
    const count = find("[data-count]", event.target.parentElement);
    if (count) count.textContent = count.dataset.count.replace("{n}", [...value].length);
    clearTimeout(typing);
    typing = setTimeout(keep, 2000);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const button = event.submitter;
    const go = button ? button.value : "next";
    const step = { next: 1, previous: -1 }[go];
    const number = Number(page.dataset.page) + step;
    if (go === "step") {
      if (picked()) keep(go);
      else status(page, "refused", form.dataset.pickWords);
      return;
    }
    if (picked() && !go.endsWith("flag")) keep();
    if (go.endsWith("flag")) {
      keep(go);
      button.value = go === "flag" ? "unflag" : "flag";
      find("span", button).textContent = form.dataset[button.value];
    } else if (step && pages.has(number)) show(number);
    else leave(step ? page.dataset.url.replace(/\bq=\d+/, `q=${number}`) : form.dataset.overview);
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("aside a");
    if (!link || event.ctrlKey || event.metaKey) return;
    const number = Number(new URL(link.href).searchParams.get("q"));
    if (pages.has(number)) show(number);
    else if (queue.size) leave(link.href);
    else return;
    event.preventDefault();
  });

  // The same exam in a second tab of this browser: the first goes on.
  if (!("BroadcastChannel" in window)) return;
  const { attempt, hold } = form.dataset;
  const channel = new BroadcastChannel(`exam-${attempt}`);
  const me = Math.random();
  channel.onmessage = ({ data }) => {
    if (data.here === me || (data.hello && data.hold !== hold)) away();
    else if (data.hello && !form.hidden) channel.postMessage({ here: data.hello });
  };
  channel.postMessage({ hello: me, hold });
})();
