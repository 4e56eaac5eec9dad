/* Automatic refresh of a page about work in progress, until the work has ended. */
"use strict";
(() => {
  const PAUSE = 3000;
  const find = (page) => page.querySelector("[data-looks-again]");

  async function look() {
    if (!document.hidden) {
      try {
        const answer = await fetch(window.location.href, { headers: { "X-By-Itself": "1" } });
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const there = find(page);
        const begins = document.querySelector("[data-cancel]") && !page.querySelector("[data-cancel]");
        if (!answer.ok || answer.redirected || !there || begins) {
          window.location.reload();
          return;
        }
        if (find(document).innerHTML !== there.innerHTML) {
          find(document).innerHTML = there.innerHTML;
        }
      } catch {
        /* no connection: try again later */
      }
    }
    window.setTimeout(look, PAUSE);
  }

  if (find(document)) {
    window.setTimeout(look, PAUSE);
  }
})();
