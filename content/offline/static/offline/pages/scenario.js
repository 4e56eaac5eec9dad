// Offline play of a scenario: the page has a template of the state after each choice.
(() => {
  "use strict";

  /** Return the choices of acts, without those taken back (`courses.scenarios.scenario_path`). */
  const walked = (start, ways, acts) => {
    const taken = [];
    for (const act of acts) {
      const step = taken.length ? taken.at(-1).dataset.to : start;
      if (act.kind === "restart") taken.length = 0;
      else if (act.kind === "back") taken.pop();
      else {
        const way = ways.find(({ dataset }) => dataset.step === step && dataset.choice === act.choice);
        if (way) taken.push(way);
      }
    }
    return taken;
  };

  /** Continue `section` from the acts in `asked`; `ended` is called at every ending. */
  const play = async (section, asked, ended) => {
    const { keep, mark, complain, words } = globalThis.keptPage;
    const block = section.id;
    const { start } = section.dataset;
    const ways = [...document.querySelectorAll(`template[data-way="${CSS.escape(block)}"]`)];
    const path = [];
    let isBusy = false;
    const opening = [...section.childNodes];

    const show = () => {
      const taken = walked(start, ways, path);
      const last = taken.at(-1);
      if (!last) {
        section.replaceChildren(...opening);
        section.querySelector("form")?.reset();
        return;
      }
      const after = last.content.querySelector("section").cloneNode(true);
      const trail = after.querySelector(".consequence details");
      if (taken.length < 2) trail?.remove();
      const lines = taken.map((way) => Object.assign(document.createElement("li"), { textContent: way.dataset.words }));
      trail?.querySelector("ol").append(...lines);
      mark(after);
      section.replaceChildren(...after.childNodes);
      if ("ends" in last.dataset) ended();
    };

    section.tabIndex = -1;
    section.addEventListener("submit", async (event) => {
      event.preventDefault();
      const form = event.target;
      const turn = event.submitter?.name === "action" ? event.submitter.value : "decide";
      const act = { kind: turn, block };
      if (turn === "decide") act.choice = new FormData(form).get("choice");
      if (turn === "decide" && !act.choice) return complain(form, words.choice);
      await asked;
      if (isBusy || !form.isConnected) return; // a second click, or a step already left
      isBusy = true;
      try {
        await keep(act);
      } catch {
        return complain(form, words.lost);
      } finally {
        isBusy = false;
      }
      path.push(act);
      show();
      section.focus();
      section.scrollIntoView({ block: "start" });
    });
    const acts = await asked;
    path.push(...acts.filter((act) => act.block === block && ["decide", "back", "restart"].includes(act.kind)));
    if (path.length) show();
  };

  globalThis.keptScenario = { play, walked };
})();
