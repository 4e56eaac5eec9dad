// Definitions of terms below their paragraphs. Without JavaScript, terms link to the glossary.
(() => {
  "use strict";
  const words = document.currentScript.dataset.more;
  const terms = [...document.querySelectorAll("a.term")];
  // only the first link to a term has its definition
  const meanings = new Map(
    terms.filter((one) => one.dataset.says).map((one) => [one.href, one.dataset.says]),
  );
  let open = null;

  const close = () => {
    if (!open) return;
    open.term.setAttribute("aria-expanded", "false");
    open.term.removeAttribute("aria-describedby");
    open.note.remove();
    open = null;
  };

  const explain = (term) => {
    const wasOpen = open && open.term === term;
    close();
    if (wasOpen) return;
    const note = document.createElement("span");
    note.className = "term-note";
    note.id = "term-note";
    note.setAttribute("role", "note");
    note.lang = document.documentElement.lang;
    note.append(meanings.get(term.href) + " ");
    const more = document.createElement("a");
    more.href = term.href;
    more.textContent = words;
    note.append(more);
    (term.closest("p, li, dd, td") || term.parentElement).append(note);
    term.setAttribute("aria-expanded", "true");
    term.setAttribute("aria-describedby", note.id); // announced with the term, wherever the note is
    open = { term, note };
  };

  for (const term of terms.filter((one) => meanings.has(one.href))) {
    term.setAttribute("role", "button");
    term.setAttribute("aria-expanded", "false");
    term.addEventListener("click", (event) => {
      event.preventDefault();
      explain(term);
    });
    term.addEventListener("keydown", (event) => {
      if (event.key !== " ") return;
      event.preventDefault();
      explain(term);
    });
  }
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !open) return;
    const { term } = open;
    close();
    term.focus();
  });
})();
