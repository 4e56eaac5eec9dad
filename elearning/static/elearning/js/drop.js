// A file dropped anywhere on the page is selected in the form for it, and submitted.
const form = document.querySelector("form[data-drop]");
const field = form?.querySelector('input[type="file"]');

function holdsFiles(event) {
  return field && Array.from(event.dataTransfer?.types ?? []).includes("Files");
}

document.addEventListener("dragover", (event) => {
  if (!holdsFiles(event)) return;
  event.preventDefault();
  form.classList.add("drop-here");
});

document.addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) form?.classList.remove("drop-here");
});

document.addEventListener("drop", (event) => {
  if (!holdsFiles(event)) return;
  event.preventDefault();
  form.classList.remove("drop-here");
  if (!event.dataTransfer.files.length) return;
  field.files = event.dataTransfer.files;
  form.requestSubmit();
});
