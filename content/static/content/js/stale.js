// Warnings at blocks whose clauses have changed, besides the list at the top.
(() => {
  "use strict";

  const put = (notice) => {
    const block = document.getElementById(`block-${notice.dataset.staleBlock}-section`);
    const inside = block && block.querySelector(".w-panel__content");
    if (!inside) return false;
    const note = document.createElement("p");
    note.className = "stale-note";
    for (const part of notice.childNodes) note.append(part.cloneNode(true));
    inside.prepend(note);
    return true;
  };

  // The studio builds its blocks after the page has loaded.
  let waiting = [...document.querySelectorAll("[data-stale-block]")];
  let left = 40;
  const look = () => {
    waiting = waiting.filter((notice) => !put(notice));
    left -= 1;
    if (waiting.length && left) setTimeout(look, 250);
  };
  look();
})();
