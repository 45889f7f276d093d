package browsertest

import (
	"strings"
	"sync/atomic"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/fetch"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
)

// looked is that the first library is there, and has had the time to look at the page.
const looked = `new Promise((done) => { const look = () => window.htmx ? setTimeout(done, 50, true) : setTimeout(look, 10); look(); })`

// delays has a library come only once the one before it has looked at the page.
func (p person) delays(library string) {
	p.Helper()
	browser := cdp.WithExecutor(p.context, chromedp.FromContext(p.context).Target)
	chromedp.ListenTarget(p.context, func(event any) {
		e, ok := event.(*fetch.EventRequestPaused)
		if !ok {
			return
		}
		go func() {
			_, _, err := runtime.Evaluate(looked).WithAwaitPromise(true).Do(browser)
			if err == nil {
				err = fetch.ContinueRequest(e.RequestID).Do(browser)
			}
			if err != nil && p.context.Err() == nil {
				p.Error(err)
			}
		}()
	})
	p.does(network.SetCacheDisabled(true), fetch.Enable().WithPatterns([]*fetch.RequestPattern{{URLPattern: "*" + library + "*"}}))
}

// A browser that reads one script late listens all the same, from the beginning and once.
func TestAStreamIsOpenedOnceHoweverLateItsScriptsCome(t *testing.T) {
	t.Parallel()
	h := gathered(t)
	var streams atomic.Int32
	chromedp.ListenTarget(h.phone.context, func(event any) {
		if e, ok := event.(*network.EventRequestWillBeSent); ok && strings.Contains(e.Request.URL, "/stream?screen=seat") {
			streams.Add(1)
		}
	})
	h.phone.delays("hx-sse")
	h.phone.goes(h.base + "/meetings/1/seat")
	var listens bool
	h.phone.awaits(`new Promise((done) => {
		const end = Date.now() + 5000;
		const look = () => document.getElementById("live")._htmx?.sse ? done(true) : Date.now() > end ? done(false) : setTimeout(look, 20);
		look();
	})`, &listens)
	if n := streams.Load(); !listens || n != 1 {
		t.Errorf("it listens: %v, to %d streams", listens, n)
	}
	h.desk.strikes("v", "0 vote exprimé sur 2")
	h.phone.becomes("Vote ouvert", question)
}

// Two named votes run at once: that one of them is opened, or cast, takes nothing from what the phone shows of the other.
func TestABallotThatWasCastStaysShownWhileAnotherVoteOpens(t *testing.T) {
	t.Parallel()
	h := gathered(t)
	h.desk.strikes("v", "0 vote exprimé sur 2")
	h.phone.becomes("Vote ouvert")
	h.phone.acts("Contre", "Votre vote : Contre.")
	const second = "La commune loue une salle."
	h.tx(func(tx *store.Tx) error {
		m, err := procedure.ProposeMotion(tx, h.house, h.zoe, commune.Motion{Item: 1, Form: commune.FormResolution, Text: second, Audience: commune.Public})
		if err != nil {
			return err
		}
		_, err = procedure.OpenVote(tx, h.house, h.zoe, m.ID)
		return err
	})
	h.phone.becomes(question, second, "Votre vote : Contre.")
	var pressed string
	if h.phone.asks(`[...document.querySelectorAll('main [aria-pressed="true"]')].map((b) => b.value).join()`, &pressed); pressed != "against" {
		t.Errorf("on the phone %q is pressed", pressed)
	}
	h.stayed()
}
