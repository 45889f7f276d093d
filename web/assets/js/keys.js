// A button or link marked data-key is pressed by that key, unless one types.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (event.target.closest("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]")) return;
  const wanted = [...document.querySelectorAll("[data-key]")].find((e) => e.dataset.key.toLowerCase() === event.key.toLowerCase());
  if (!wanted || wanted.disabled || !wanted.checkVisibility()) return;
  event.preventDefault();
  wanted.focus();
  wanted.click();
});
