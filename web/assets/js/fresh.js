// What differs from reader to reader no stream sends: when the sign of the page changes, what is marked data-fresh is read anew. Those who read
// the same page do so one after the other.
const sign = () => document.getElementById("sign")?.dataset ?? {};
let known = sign().state;

function refresh() {
  refresh.later = undefined;
  for (const part of document.querySelectorAll("[data-fresh]")) {
    const id = "#" + part.id;
    htmx.ajax("GET", part.dataset.fresh, { source: part, target: id, select: id, swap: "outerMorph" });
  }
}

document.addEventListener("htmx:after:swap", () => {
  const { state, spread } = sign();
  if (state === known) return;
  known = state;
  refresh.later ??= setTimeout(refresh, Math.random() * spread);
});
