// Suggestions of provisions in a citation field (the combobox pattern of WAI-ARIA).
// Without JavaScript it stays a text field.
(() => {
  "use strict";
  const { url, found: foundWords, none: noneWords, name } = document.currentScript.dataset;
  const SHORTEST = 2;
  let count = 0;

  const element = (tag, className, text) => {
    const made = document.createElement(tag);
    made.className = className;
    if (text) made.textContent = text;
    return made;
  };

  const equip = (field) => {
    const takesMany = field.dataset.citations === "many";
    const id = `citations-${(count += 1)}`;
    const list = element("ul", "citations-list");
    list.id = id;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", name);
    list.hidden = true;
    const said = element("p", "citations-said");
    said.setAttribute("role", "status");
    field.after(list, said);
    field.setAttribute("role", "combobox");
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-expanded", "false");
    field.setAttribute("aria-controls", id);

    let options = [];
    let active = -1;
    let asked = "";
    let waiting = 0;

    // The text between the commas around the caret.
    const part = () => {
      if (!takesMany) return [0, field.value.length];
      const at = field.selectionStart;
      const start = Math.max(...[",", ";"].map((c) => field.value.lastIndexOf(c, at - 1))) + 1;
      const ends = [",", ";"].map((c) => field.value.indexOf(c, at)).filter((n) => n >= 0);
      return [start, Math.min(field.value.length, ...ends)];
    };

    const close = () => {
      list.hidden = true;
      list.replaceChildren();
      options = [];
      active = -1;
      field.setAttribute("aria-expanded", "false");
      field.removeAttribute("aria-activedescendant");
    };

    const point = (to) => {
      if (active >= 0) list.children[active].setAttribute("aria-selected", "false");
      active = to;
      const option = list.children[active];
      option.setAttribute("aria-selected", "true");
      option.scrollIntoView({ block: "nearest" });
      field.setAttribute("aria-activedescendant", option.id);
    };

    const take = (number) => {
      const [start, end] = part();
      const before = field.value.slice(0, start) + (start ? " " : "");
      const after = field.value.slice(end);
      const more = takesMany && !after.trim() ? ", " : "";
      field.value = before + options[number].code + more + after;
      const caret = (before + options[number].code + more).length;
      field.setSelectionRange(caret, caret);
      close();
      asked = "";
      said.textContent = "";
      for (const type of ["input", "change"]) {
        field.dispatchEvent(new CustomEvent(type, { bubbles: true, detail: "taken" }));
      }
    };

    const show = (answer) => {
      close();
      options = answer.found;
      said.textContent = options.length
        ? foundWords.replace("%s", answer.total)
        : noneWords;
      list.replaceChildren(
        ...options.map((one, number) => {
          const option = element("li", "citations-option");
          option.id = `${id}-${number}`;
          option.setAttribute("role", "option");
          option.setAttribute("aria-selected", "false");
          option.append(element("strong", "", one.code), " ");
          if (one.label) option.append(element("span", "", one.label), " ");
          option.append(element("span", "citations-title", one.title));
          option.addEventListener("mousedown", (event) => event.preventDefault());
          option.addEventListener("click", () => take(number));
          return option;
        }),
      );
      list.hidden = !options.length;
      field.setAttribute("aria-expanded", String(!list.hidden));
    };

    const ask = async () => {
      const [start, end] = part();
      const words = field.value.slice(start, end).trim();
      if (words === asked) return;
      asked = words;
      if (words.length < SHORTEST) {
        close();
        said.textContent = "";
        return;
      }
      try {
        const answer = await fetch(`${url}?${new URLSearchParams({ q: words })}`);
        if (!answer.ok) return;
        const told = await answer.json();
        if (words === asked && document.activeElement === field) show(told);
      } catch {
        close(); // no connection: it stays a text field
      }
    };

    field.addEventListener("input", (event) => {
      if (event.detail === "taken") return;
      clearTimeout(waiting);
      waiting = setTimeout(ask, 200);
    });
    field.addEventListener("keydown", (event) => {
      const last = options.length - 1;
      if (event.key === "ArrowDown" && last >= 0) point(active < last ? active + 1 : 0);
      else if (event.key === "ArrowUp" && last >= 0) point(active > 0 ? active - 1 : last);
      else if (event.key === "Enter" && active >= 0) take(active);
      else if (event.key === "Escape" && last >= 0) close();
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
    field.addEventListener("blur", () => {
      clearTimeout(waiting);
      close();
      asked = "";
      said.textContent = "";
    });
  };

  const look = (root) => {
    for (const field of root.querySelectorAll("[data-citations]:not([role])")) equip(field);
  };

  look(document);
  // Blocks may be added at any time.
  new MutationObserver((changes) => {
    for (const change of changes) {
      for (const node of change.addedNodes) {
        if (node.nodeType !== Node.ELEMENT_NODE) continue;
        if (node.matches("[data-citations]:not([role])")) equip(node);
        look(node);
      }
    }
  }).observe(document.body, { childList: true, subtree: true });
})();
