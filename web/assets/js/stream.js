// The page is kept as its meeting is. When its stream is lost that is shown, and it is taken up again until it is there; a stream that has
// said nothing for too long is lost too, as after a laptop's sleep.
const lost = document.getElementById("lost");
const silence = 40000;
const patience = 20000; // with an answer that does not come
let heard = Date.now();
let connection;
let leaving = false; // for another page: what an act there did to this one is not told here any more

function alive() {
  heard = Date.now();
  if (lost) lost.hidden = true;
}

function missed() {
  if (lost && !document.hidden) lost.hidden = false;
}

const reloadUnlessLeaving = () => leaving || location.reload();

if (live && window.htmx) {
  addEventListener("beforeunload", () => (leaving = true));
  let again = 1000;
  const connect = () => htmx.ajax("GET", live.getAttribute("hx-sse:connect"), { source: live, timeout: patience });
  live.addEventListener("htmx:sse:after:connection", (event) => {
    connection = event.detail.connection;
    again = 1000;
    alive();
  });
  live.addEventListener("htmx:sse:before:message", alive);
  live.addEventListener("htmx:sse:error", (event) => {
    if ([403, 404].includes(event.detail.status)) reloadUnlessLeaving(); // one may not watch any more: the page says why
    missed();
  });
  live.addEventListener("beat", (event) => setClock(Number(event.detail.data)));
  live.addEventListener("anew", reloadUnlessLeaving);
  live.addEventListener("htmx:sse:close", (event) => event.detail.reason === "message" || missed());
  // The very first connection is htmx's own request, which is not tried again by itself.
  const retry = () => {
    if (connection) return;
    missed();
    setTimeout(connect, again);
    again = Math.min(2 * again, 10000);
  };
  live.addEventListener("htmx:error", retry);
  live.addEventListener("htmx:response:error", retry);
  setInterval(() => {
    if (document.hidden && live.dataset.steady === undefined) {
      heard = Date.now();
    } else if (connection && Date.now() - heard > silence) {
      heard = Date.now();
      missed();
      connection.reader?.cancel();
    }
  }, 5000);
  // Not before both libraries are read and everything above listens: htmx looks at the page as soon as it is there itself, which may be before
  // its extension is.
  connect();
}
