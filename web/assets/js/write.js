// What is typed in a form marked data-draft is kept every few seconds: a browser that dies, or a session that ends, loses nothing. While a form
// marked data-editing is open, the others are told so.
const written = document.querySelector("form[data-draft]");

if (written) {
  const { draft, editing, unkept } = written.dataset;
  const post = (to, body) => fetch(to, { method: "POST", body, headers: { Accept: "application/json" }, redirect: "manual" });
  const content = () => new URLSearchParams(new FormData(written));
  const status = document.getElementById("draft-status");
  let typed = false;
  let later;

  const keep = async () => {
    later = undefined;
    typed = false;
    try {
      const answer = await post(draft, content());
      const told = await answer.json();
      if (!answer.ok) throw new Error(told.said);
      status.textContent = told.said ?? "";
      say("", false);
    } catch (failure) {
      typed = true;
      status.textContent = "";
      say(`${failure.name === "Error" ? failure.message : ""} ${unkept}`.trim(), true);
      later ??= setTimeout(keep, 5000);
    }
  };
  written.addEventListener("input", () => {
    typed = true;
    later ??= setTimeout(keep, 2000);
  });
  written.addEventListener("submit", () => {
    typed = false;
    clearTimeout(later);
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden && typed) navigator.sendBeacon(draft, content());
  });
  if (editing) setInterval(() => document.hidden || post(editing).catch(() => {}), 15000);
}
