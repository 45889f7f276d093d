// Everything that the keyboard should stop at, in the order in which it stands on the page.
(() => {
  const reachable = (e) => {
    if (e.disabled || !e.checkVisibility()) return false;
    if (e.type !== "radio") return true;
    const group = [...document.getElementsByName(e.name)].filter((other) => other.type === "radio" && other.form === e.form);
    return e === (group.find((other) => other.checked) ?? group[0]);
  };
  const stops = [...document.querySelectorAll('a[href], button, input:not([type="hidden"]), select, textarea, summary, [tabindex="0"]')];
  globalThis.stops = stops.filter(reachable);
  return globalThis.stops.map((e) => ["date", "datetime-local", "time"].includes(e.type) ? 8 : 1);
})();
