// Shared script of all offline pages: stores acts, and shows how answers are judged.
// Without it, or on a device without storage, the page can be read.
(() => {
  "use strict";
  const data = JSON.parse(document.getElementById("kept").textContent);
  const { words } = data;
  const { judge } = globalThis.judging;
  const NO_ANSWER = new Set(["action", "block"]);

  /** Store an act of this page; rejects if the device has no space for it. */
  const keep = (act) => {
    const { course, unit, language } = data;
    return globalThis.device.keep({ course, unit, language, ...act });
  };

  /** Return the acts of this page's unit, or of the whole course, in order. */
  const acts = ({ ofCourse = false } = {}) => {
    const { course, unit } = data;
    return globalThis.device.acts(ofCourse ? { course } : { course, unit });
  };

  /** Mark every link in `root` that needs a network. */
  const mark = (root) => {
    const sign = document.querySelector("template[data-online]").content.firstElementChild;
    for (const link of root.querySelectorAll("a[href]:not(.term)")) {
      const isKept = link.origin === location.origin && data.kept.includes(link.pathname);
      if (!isKept && link.pathname !== location.pathname) link.append("\u00a0", sign.cloneNode(true));
    }
  };

  /** Return the first element of `template`, with `{name}` replaced by its value in `values`. */
  const made = (template, values = {}) => {
    const element = template.content.firstElementChild.cloneNode(true);
    const filled = (text) => text.replace(/\{(\w+)\}/gu, (all, name) => values[name] ?? all);
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) walker.currentNode.data = filled(walker.currentNode.data);
    for (const bar of element.querySelectorAll("progress")) bar.value = filled(bar.getAttribute("value"));
    mark(element);
    return element;
  };

  /** Tick the lessons in the outline whose units are `done`. */
  const tick = (done) => {
    const template = document.querySelector("template[data-tick]");
    for (const link of document.querySelectorAll(".steps a.step-link")) {
      const step = link.closest(".step");
      const unit = link.pathname.split("/").at(-2); // the URL of a lesson ends with its unit
      if (!done.has(unit) || step.classList.contains("step-done")) continue;
      step.classList.add("step-done");
      link.querySelector("svg").replaceWith(made(template));
    }
  };

  /** Return the fields of `form`: names to lists of values, without empty ones. */
  const fieldsOf = (form) => {
    const sent = new FormData(form);
    const names = [...new Set(sent.keys())].filter((name) => !NO_ANSWER.has(name));
    const filled = names.map((name) => [name, sent.getAll(name)]).filter(([, values]) => values.some(Boolean));
    return Object.fromEntries(filled);
  };

  /** Show an error in `form`; an empty text removes it. */
  const complain = (form, text) => {
    form.querySelector("[data-complaint]")?.remove();
    if (!text) return;
    const alert = document.createElement("div"); // wraps the list, which must keep its own role
    alert.setAttribute("role", "alert");
    alert.dataset.complaint = "";
    const list = Object.assign(document.createElement("ul"), { className: "errors" });
    list.append(Object.assign(document.createElement("li"), { textContent: text }));
    alert.append(list);
    const legend = form.querySelector("legend");
    if (legend) legend.after(alert);
    else form.prepend(alert);
  };

  const complaintOf = (judged) => {
    if (!judged) return words.none;
    const known = { number: words.number, text: words.long, gap: words.long };
    return known[judged.refused] ?? words.foreign;
  };

  /**
   * Let `form` be answered offline. `act` is stored with its fields; `told` is called with
   * each judged answer. Returns a function that shows an earlier answer.
   */
  const equip = (form, act, told = () => {}) => {
    const own = form.querySelector("[data-rule]");
    const rule = JSON.parse(own.dataset.rule);
    const choices = new Map();
    for (const input of form.querySelectorAll(".choice > input")) choices.set(input.value, input.parentElement);
    const shown = new Map(choices);
    const put = (value, element) => {
      shown.get(value).replaceWith(element);
      shown.set(value, element);
    };
    const template = (name, value) => own.querySelector(`template[data-${name}="${CSS.escape(value)}"]`);

    const blank = () => {
      for (const [value, element] of choices) put(value, element);
      for (const old of form.querySelectorAll(".verdict, .check-result")) old.remove();
      complain(form, "");
    };

    const fill = (fields) => {
      form.reset();
      for (const [name, values] of Object.entries(fields)) {
        for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
          if (field.type === "radio" || field.type === "checkbox") field.checked = values.includes(field.value);
          else [field.value] = values;
        }
      }
    };

    const show = (fields, judged) => {
      blank();
      fill(fields);
      for (const [name, isRight] of Object.entries(judged.verdicts)) {
        if (choices.has(name)) put(name, made(template("taken", name)));
        else form.querySelector(`[name="${CSS.escape(name)}"]`).after(made(template("verdict", isRight ? "right" : "wrong")));
      }
      const result = template("result", judged.share === "1" ? "right" : "wrong");
      form.querySelector("fieldset").after(made(result));
      form.querySelector("button[type=submit] span").textContent = words.again;
    };

    let isBusy = false; // a second click is not a second answer
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const fields = fieldsOf(form);
      const judged = judge(rule, fields);
      if (!judged || judged.refused) return complain(form, complaintOf(judged));
      if (isBusy) return;
      isBusy = true;
      try {
        await keep({ ...act, fields });
      } catch {
        return complain(form, words.lost);
      } finally {
        isBusy = false;
      }
      show(fields, judged);
      told(judged);
    });

    return {
      blank() {
        blank();
        form.reset();
      },
      judge: (fields) => judge(rule, fields),
      restore(fields) {
        const judged = judge(rule, fields);
        if (judged && !judged.refused) show(fields, judged);
      },
    };
  };

  mark(document.querySelector("main"));

  globalThis.keptPage = { data, words, keep, acts, made, mark, tick, complain, equip };
})();
