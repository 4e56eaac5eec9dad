// Regions of a hotspot question, drawn on its picture. Without JavaScript, coordinates are typed.
(() => {
  "use strict";
  const panel = document.querySelector("[data-regions]");
  const svg = panel.querySelector("svg");
  const chooser = panel.querySelector("select");
  const ratio = Number(panel.dataset.ratio);
  const high = 1000 * ratio;
  svg.setAttribute("viewBox", `0 0 1000 ${high}`);
  panel.querySelector(".regions-tools").hidden = false;

  const beside = (field, name) =>
    document.querySelector(`[name="${field.name.replace(/value-points$/, name)}"]`);
  const fields = () =>
    [...document.querySelectorAll("[name^='answers-'][name$='-value-points']")].filter(
      (field) => beside(field, "deleted")?.value !== "1",
    );
  const numbers = (field) => field.value.split(/\s+/).filter(Boolean).map(Number);
  const add = (name, attributes, text = "") => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.textContent = text;
    svg.append(element);
  };

  // The drawing of each shape, and the position of its number.
  const shapes = {
    rectangle: ([x, y, width, height]) => [
      "rect",
      { x, y: y * ratio, width, height: height * ratio },
      [x + width / 2, (y + height / 2) * ratio],
    ],
    circle: ([x, y, r]) => ["circle", { cx: x, cy: y * ratio, r }, [x, y * ratio]],
    polygon: (points) => {
      const corners = [];
      for (let i = 0; i + 1 < points.length; i += 2) corners.push([points[i], points[i + 1] * ratio]);
      const middle = [0, 1].map((i) => corners.reduce((sum, one) => sum + one[i], 0) / corners.length);
      return ["polygon", { points: corners.join(" ") }, middle];
    },
  };
  const show = () => {
    const chosen = chooser.value;
    svg.replaceChildren();
    chooser.replaceChildren();
    fields().forEach((field, i) => {
      const option = new Option(`${i + 1}. ${beside(field, "value-label").value}`, `${i}`);
      option.selected = chosen === `${i}`;
      chooser.append(option);
      const points = numbers(field);
      const shape = beside(field, "value-shape").value;
      if (points.length < 2 || (shape !== "polygon" && points.length < 3)) return;
      const [name, attributes, [x, y]] = shapes[shape](points);
      add(name, { ...attributes, class: `${i}` === (chosen || "0") ? "chosen" : "" });
      add("text", { x, y }, `${i + 1}`);
    });
  };
  const write = (field, points) => {
    field.value = points.map((one) => Math.round(Math.min(1000, Math.max(0, one)))).join(" ");
    for (const name of ["input", "change"]) field.dispatchEvent(new Event(name, { bubbles: true }));
    show();
  };

  const place = (event) => {
    const box = svg.getBoundingClientRect();
    return [
      (1000 * (event.clientX - box.left)) / box.width,
      (1000 * (event.clientY - box.top)) / box.height,
    ];
  };
  let from = null;
  const current = () => fields()[Number(chooser.value)];
  svg.addEventListener("pointerdown", (event) => {
    show();
    const field = current();
    if (!field) return;
    event.preventDefault();
    svg.setPointerCapture(event.pointerId);
    if (beside(field, "value-shape").value === "polygon") write(field, [...numbers(field), ...place(event)]);
    else from = place(event);
  });
  svg.addEventListener("pointermove", (event) => {
    if (!from) return;
    const [x, y] = place(event);
    const field = current();
    if (beside(field, "value-shape").value === "circle") {
      write(field, [...from, Math.hypot(x - from[0], (y - from[1]) * ratio)]);
    } else {
      const left = [Math.min(x, from[0]), Math.min(y, from[1])];
      write(field, [...left, Math.abs(x - from[0]), Math.abs(y - from[1])]);
    }
  });
  for (const name of ["pointerup", "pointercancel"]) svg.addEventListener(name, () => (from = null));
  panel.querySelector("button").addEventListener("click", () => current() && write(current(), []));
  chooser.addEventListener("change", show);
  document.addEventListener("input", (event) => event.target.name?.startsWith("answers-") && show());
  panel.addEventListener("pointerenter", () => from || show());
  // The studio inserts its blocks later, and moves and deletes them.
  new MutationObserver((changes) => {
    if (!from && changes.some(({ target }) => !panel.contains(target))) show();
  }).observe(panel.closest("form"), { childList: true, subtree: true });
  show();
})();
