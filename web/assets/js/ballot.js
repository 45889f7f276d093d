// A named ballot that was cast shows what it says: nobody else is told, and no stream carries it, so that it is marked again whenever the
// page is kept.
const cast = new Map(); // by the address of the vote

function markBallots() {
  for (const button of document.querySelectorAll("button[data-cast]")) {
    const choice = cast.get(button.form.action);
    if (choice === undefined) continue;
    button.setAttribute("aria-pressed", String(button.value === choice));
    if (button.value === choice) button.form.querySelector(".cast").textContent = button.dataset.cast;
  }
}

for (const button of document.querySelectorAll('button[data-cast][aria-pressed="true"]')) cast.set(button.form.action, button.value);
document.addEventListener("acted", (event) => {
  if (!event.target.querySelector("button[data-cast]")) return;
  cast.set(event.target.action, event.detail.choice);
  markBallots();
});
document.addEventListener("htmx:after:swap", markBallots);
