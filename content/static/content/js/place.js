// Records the block last seen, so that the learner can continue there on any device.
(() => {
  "use strict";
  // Scroll a long outline to the open lesson.
  const outline = document.querySelector("aside.outline");
  const here = outline && outline.querySelector(".step-current");
  if (here) outline.scrollTop = here.offsetTop - outline.clientHeight / 2;

  // The minutes left, by the reading position; everything above the window’s end counts as read.
  const bar = document.querySelector("[data-reading-place]");
  const text = bar && bar.nextElementSibling;
  const look = () => {
    const box = text.getBoundingClientRect();
    const read = Math.min(1, Math.max(0, (innerHeight - box.top) / box.height));
    const left = Math.ceil(bar.dataset.minutes * (1 - read));
    const { words, end } = bar.dataset;
    bar.hidden = box.top > 0 || box.bottom < 0;
    bar.querySelector("span").textContent = left ? words.replace("{n}", left) : end;
    bar.querySelector("progress").value = 100 * read;
  };
  if (bar) addEventListener("scroll", () => requestAnimationFrame(look), { passive: true });

  const form = document.getElementById("place");
  const places = document.querySelectorAll("[data-place][id]");
  if (!form || !places.length || !("IntersectionObserver" in window)) return;

  let seen = "";
  let sent = "";
  const send = () => {
    if (!seen || seen === sent) return;
    sent = seen;
    form.elements.block.value = seen;
    navigator.sendBeacon(form.action, new FormData(form));
  };

  // The block that crosses the upper third of the window is the one being read.
  const observer = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) if (entry.isIntersecting) seen = entry.target.id;
    },
    { rootMargin: "-25% 0px -65% 0px" },
  );
  for (const place of places) observer.observe(place);

  setInterval(send, 15000);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") send();
  });
})();
