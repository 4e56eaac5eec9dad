// Renders the specimens of a design again shortly after a change; without script a button does.
const form = document.querySelector("form[data-specimens]");
const shown = document.getElementById(form?.dataset.specimens);
const status = form?.querySelector("[data-specimens-status]");
const PAUSE = 900;
let timer = 0;
let asked = 0;

const renew = async () => {
  const mine = (asked += 1);
  const data = new FormData(form);
  data.append("look", "1");
  status.textContent = status.dataset.busy;
  try {
    const answer = await fetch(form.action, { method: "POST", body: data, credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById(shown.id);
    if (mine !== asked || !fresh) return;
    shown.replaceChildren(...fresh.childNodes);
    status.textContent = status.dataset.done;
  } catch {
    if (mine === asked) status.textContent = "";
  }
};

if (form && shown) {
  for (const change of ["input", "change"]) {
    form.addEventListener(change, (event) => {
      if (event.target.name === "reason") return;
      clearTimeout(timer);
      timer = setTimeout(renew, PAUSE);
    });
  }
}
