// A named ballot that was cast shows which of its buttons was pressed: nobody else is told, and no stream carries it.
document.addEventListener("acted", (event) => {
  const form = event.target;
  const { choice } = event.detail;
  if (!choice || !form.querySelector("button[name=choice][aria-pressed]")) return;
  for (const button of form.querySelectorAll("button[name=choice]")) button.setAttribute("aria-pressed", String(button.value === choice));
});
