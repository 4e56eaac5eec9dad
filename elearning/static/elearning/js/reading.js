// Reading settings are previewed on the page; templates/components/reading.html has the names.
(() => {
  "use strict";
  const form = document.querySelector("form[data-reading]");
  const shown = document.documentElement.dataset;

  const show = () => {
    const chosen = new FormData(form);
    shown.text = chosen.get("text_size");
    shown.theme = chosen.get("theme");
    shown.contrast = chosen.has("high_contrast") ? "high" : "";
    shown.spacing = chosen.has("wide_spacing") ? "wide" : "";
    shown.motion = chosen.has("calm_motion") ? "calm" : "";
  };
  form.addEventListener("change", show);
  show(); // a browser may restore the earlier choice after a reload
})();
