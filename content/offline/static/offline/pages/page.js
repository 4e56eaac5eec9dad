// What every kept page does: keeps what is done on it, and shows an answer as it is judged.
// Without this script, or on a device that keeps nothing, the page can be read.
(() => {
  "use strict";
  const data = JSON.parse(document.getElementById("kept").textContent);
  const { words } = data;
  const { judge } = globalThis.judging;
  const NO_ANSWER = new Set(["action", "block"]);

  /** Keep an act of this page; rejects where the device has no room for it. */
  const keep = (act) => {
    const { course, unit, language } = data;
    return globalThis.device.keep({ course, unit, language, ...act });
  };

  /** Return the acts of this page's unit, or of the whole course, in order. */
  const acts = ({ ofCourse = false } = {}) => {
    const { course, unit } = data;
    return globalThis.device.acts(ofCourse ? { course } : { course, unit });
  };

  /** Give every link in `root` that leads off the device the sign that says so. */
  const mark = (root) => {
    const sign = document.querySelector("template[data-online]").content.firstElementChild;
    for (const link of root.querySelectorAll("a[href]:not(.term)")) {
      const isKept = link.origin === location.origin && data.kept.includes(link.pathname);
      if (!isKept && link.pathname !== location.pathname) link.append("\u00a0", sign.cloneNode(true));
    }
  };

  /** Return what `template` holds, its first element; `{name}` becomes its value in `values`. */
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
      const unit = link.pathname.split("/").at(-2); // the address of a lesson ends with its unit
      if (!done.has(unit) || step.classList.contains("step-done")) continue;
      step.classList.add("step-done");
      link.querySelector("svg").replaceWith(made(template));
    }
  };

  /** Return what the fields of `form` hold: names to lists of values, empty ones left out. */
  const fieldsOf = (form) => {
    const sent = new FormData(form);
    const names = [...new Set(sent.keys())].filter((name) => !NO_ANSWER.has(name));
    const filled = names.map((name) => [name, sent.getAll(name)]).filter(([, values]) => values.some(Boolean));
    return Object.fromEntries(filled);
  };

  /** Say in `form` what hinders; an empty text says nothing. */
  const complain = (form, text) => {
    form.querySelector("[data-complaint]")?.remove();
    if (!text) return;
    const alert = document.createElement("div"); // around the list: a list that is an alert is none
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
   * Let `form` be answered here. `act` is what is kept beside its fields; `told` is called
   * with each answer that was judged. Returns a function that shows an answer given before.
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

    let isBusy = false; // a second click is no second answer
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
