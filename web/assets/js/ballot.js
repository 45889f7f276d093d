// A named ballot that was cast shows what it says: nobody else is told, and no stream carries it.
document.addEventListener("acted", (event) => {
  const form = event.target;
  for (const button of form.querySelectorAll("button[data-cast]")) {
    const cast = button.value === event.detail.choice;
    button.setAttribute("aria-pressed", String(cast));
    if (cast) form.querySelector(".cast").textContent = button.dataset.cast;
  }
});
