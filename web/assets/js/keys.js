// A button or link marked data-key is pressed by that key, unless one types, or turned the keys off on the page.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (event.target.closest("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]")) return;
  if (document.querySelector("input[data-keys]:not(:checked)")) return;
  const wanted = [...document.querySelectorAll("[data-key]")].find((e) => e.dataset.key.toLowerCase() === event.key.toLowerCase());
  if (!wanted || wanted.disabled || !wanted.checkVisibility()) return;
  event.preventDefault();
  wanted.focus();
  wanted.click();
});
