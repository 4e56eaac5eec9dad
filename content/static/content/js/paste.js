// Cleaning of text pasted from a word processor; text too long for one block is refused.
// Paragraphs, lists, headings, links, bold, italic and the rows of tables are kept.
(() => {
  "use strict";
  const own = document.currentScript.dataset;
  const LONGEST = Number(own.longest);
  const WORD = /mso-|urn:schemas-microsoft-com|class="?Mso|<w:|<o:p/i;
  const GONE =
    "style,script,meta,link,title,xml,del,img,v\\:shape,[style*='mso-element:comment']," +
    ".msoDel,.MsoCommentReference,.MsoCommentText,a.msocomanchor";
  const KEPT = new Set("P H3 UL OL LI B I STRONG EM A BR".split(" "));
  let isOurs = false;

  document.addEventListener("paste", receive, true);

  function receive(event) {
    const field = event.target.closest("[contenteditable=true]");
    const brought = event.clipboardData;
    if (isOurs || !field || !field.closest(".Draftail-Editor") || !brought) return;
    const wrapper = field.closest(".Draftail-Editor__wrapper") || field;
    tell(wrapper, "");
    const plain = brought.getData("text/plain");
    const rich = brought.getData("text/html");
    if (plain.length > LONGEST) {
      halt(event);
      tell(wrapper, own.tooLong.replace("%s", Math.round(plain.length / 2000)));
    } else if (WORD.test(rich)) {
      halt(event);
      const clean = new DataTransfer();
      clean.setData("text/html", cleaned(rich));
      clean.setData("text/plain", plain);
      isOurs = true;
      field.dispatchEvent(
        new ClipboardEvent("paste", {
          clipboardData: clean,
          bubbles: true,
          cancelable: true,
        }),
      );
      isOurs = false;
    }
  }

  function halt(event) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  // Shows the message above the field and announces it to screen readers.
  function tell(field, words) {
    let note = field.parentNode.querySelector(":scope > .paste-note");
    if (!note) {
      if (!words) return;
      note = document.createElement("p");
      note.className = "paste-note help-block help-warning";
      note.setAttribute("role", "alert");
      field.before(note);
    }
    note.textContent = words;
    note.hidden = !words;
  }

  function cleaned(rich) {
    const page = new DOMParser().parseFromString(rich, "text/html");
    const comments = document.createNodeIterator(page, NodeFilter.SHOW_COMMENT);
    const found = [];
    while (comments.nextNode()) found.push(comments.referenceNode);
    for (const one of [...found, ...page.querySelectorAll(GONE)]) one.remove();
    for (const table of page.querySelectorAll("table")) rows(page, table);
    for (const heading of page.querySelectorAll("h1,h2,h4,h5,h6"))
      heading.replaceWith(renamed(page, heading, "h3"));
    lists(page);
    for (const one of [...page.body.querySelectorAll("*")]) plainly(one);
    return page.body.innerHTML.replace(/\s+/g, " ");
  }

  // A row becomes a line: tables have a block of their own.
  function rows(page, table) {
    const lines = [...table.rows].map((row) => {
      const line = page.createElement("p");
      const cells = [...row.cells].map((cell) => cell.textContent.trim());
      line.textContent = cells.join(" | ");
      return line;
    });
    table.replaceWith(...lines);
  }

  // Word writes lists as paragraphs with a literal bullet or number.
  function lists(page) {
    let list = null;
    for (const item of page.querySelectorAll("p")) {
      const style = item.getAttribute("style") || "";
      if (!/mso-list:\s*l\d/i.test(style)) {
        list = null;
        continue;
      }
      const drawn = item.querySelector("[style*='mso-list:Ignore'],[style*='mso-list: Ignore']");
      const isCounted = /^\s*[\dа-яa-z]+[.)]/i.test((drawn || item).textContent);
      if (drawn) drawn.remove();
      const kind = isCounted ? "OL" : "UL";
      if (!list || list.tagName !== kind || list.nextElementSibling !== item) {
        list = page.createElement(kind);
        item.before(list);
      }
      const point = renamed(page, item, "li");
      if (point.firstChild && point.firstChild.nodeType === Node.TEXT_NODE)
        point.firstChild.data = point.firstChild.data.trimStart();
      list.append(point);
      item.remove();
    }
  }

  function renamed(page, element, name) {
    const other = page.createElement(name);
    other.append(...element.childNodes);
    return other;
  }

  // Keeps an element with a meaning, without its formatting.
  function plainly(element) {
    if (!KEPT.has(element.tagName)) {
      if (element.tagName === "DIV" && !element.querySelector("p,li,h3"))
        element.append(document.createElement("br"));
      element.replaceWith(...element.childNodes);
      return;
    }
    const href = element.tagName === "A" && element.getAttribute("href");
    for (const name of element.getAttributeNames()) element.removeAttribute(name);
    if (element.tagName !== "A") return;
    if (/^(https?:|mailto:)/i.test(href || "")) element.setAttribute("href", href);
    else element.replaceWith(...element.childNodes);
  }
})();
