// Remembers the block last seen, so that any device goes on from there.
(() => {
  "use strict";
  // A long outline shows the lesson that is open.
  const outline = document.querySelector("aside.outline");
  const here = outline && outline.querySelector(".step-current");
  if (here) outline.scrollTop = here.offsetTop - outline.clientHeight / 2;

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
