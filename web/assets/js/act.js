// Forms marked data-act are sent without leaving the page: what changed arrives by the stream, and the answer's sentence is said. A form that
// cannot be sent this way is sent as any other.
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("form[data-act]")) return;
  event.preventDefault();
  if (form.dataset.sending !== undefined) return;
  form.dataset.sending = "";
  try {
    const body = new URLSearchParams(new FormData(form, event.submitter));
    const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" }, redirect: "manual" });
    const told = await answer.json();
    if (told.to) {
      location.assign(told.to);
    } else {
      say(told.said ?? "", !answer.ok);
      if (answer.ok) form.dispatchEvent(new CustomEvent("acted", { bubbles: true, detail: Object.fromEntries(body) }));
    }
  } catch {
    say(live?.dataset.failed ?? "", true);
  } finally {
    delete form.dataset.sending;
  }
});
