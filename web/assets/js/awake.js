// A projector does not fall asleep.
if (live?.dataset.steady !== undefined && "wakeLock" in navigator) {
  const hold = () => document.visibilityState === "visible" && navigator.wakeLock.request("screen").catch(() => {});
  document.addEventListener("visibilitychange", hold);
  hold();
}
