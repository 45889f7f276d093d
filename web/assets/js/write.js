// What is typed in a form marked data-draft is kept every few seconds: a browser that dies, or a session that ends, loses nothing. While a form
// marked data-editing is open, the others are told so. A form whose answer names a version writes its next text over that one.
const post = (to, body, more) => fetch(to, { method: "POST", body, headers: { Accept: "application/json" }, redirect: "manual", ...more });
const small = 60000; // bytes that a page may still send while it goes

for (const form of document.querySelectorAll("form[data-draft]")) {
  const { draft, editing, unkept } = form.dataset;
  const status = form.querySelector("[data-kept]");
  let typed = false;
  let later;
  let sending;

  const send = async () => {
    later = undefined;
    typed = false;
    try {
      const body = new URLSearchParams(new FormData(form));
      const answer = await post(draft, body, { keepalive: String(body).length < small });
      const told = await answer.json();
      if (!answer.ok) throw new Error(told.said);
      const version = answer.headers.get("ETag");
      if (version) form.elements.version.value = JSON.parse(version);
      status.textContent = told.said ?? "";
      say("", false);
    } catch (failure) {
      typed = true;
      status.textContent = "";
      say(`${failure.name === "Error" ? failure.message : ""} ${unkept}`.trim(), true);
      later ??= setTimeout(keep, 5000);
    }
  };
  const keep = () => (sending ??= send().finally(() => (sending = undefined)));
  form.addEventListener("input", () => {
    typed = true;
    status.textContent = "";
    later ??= setTimeout(keep, 2000);
  });
  form.addEventListener("submit", (event) => {
    typed = false;
    clearTimeout(later);
    if (!sending) return;
    event.preventDefault(); // the version that is on its way is waited for
    sending.then(() => form.requestSubmit(event.submitter));
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden && typed) keep();
  });
  if (editing) setInterval(() => document.hidden || post(editing).catch(() => {}), 15000);
}
