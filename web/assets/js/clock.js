// Clocks that tick: <time data-since> counts up, <time data-until> counts down, both by the server's hour, and <time data-clock> is that hour. Past its data-limit (seconds) or
// its instant, a clock is late.
const live = document.getElementById("live");
let offset = Number(live?.dataset.now ?? Date.now()) - Date.now();

// A sign of life brings the server's hour; the quickest one is the truest, unless one of the two clocks was set anew.
function setClock(millis) {
  const told = millis - Date.now();
  offset = Math.abs(told - offset) > 5000 ? told : Math.max(offset, told);
}

function counted(seconds) {
  const two = (n) => String(n).padStart(2, "0");
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return h ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

function tick() {
  const now = Date.now() + offset;
  for (const clock of document.querySelectorAll("time[data-since], time[data-until]")) {
    const { since, until, limit } = clock.dataset;
    const left = since ? now - Date.parse(since) : Date.parse(until) - now;
    const text = (left < 0 && until ? "−" : "") + counted(Math.floor(Math.abs(since ? Math.max(0, left) : left) / 1000));
    clock.dataset.runs = "";
    if (clock.textContent !== text) clock.textContent = text;
    clock.classList.toggle("late", since ? Number(limit) > 0 && left > limit * 1000 : left < 0);
  }
  for (const clock of document.querySelectorAll("time[data-clock]")) {
    const text = hour(clock.dataset.clock).format(now);
    if (clock.textContent !== text) clock.textContent = text;
  }
}

// The hour of the wall is the commune's, wherever the machine beneath it thinks that it stands.
function hour(timeZone) {
  return (hour.format ??= new Intl.DateTimeFormat(document.documentElement.lang, { hour: "numeric", minute: "2-digit", timeZone }));
}

tick();
setInterval(tick, 500);
document.addEventListener("htmx:after:swap", tick);
