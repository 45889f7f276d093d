package browsertest

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

// patience bounds one step on a machine that has much else to do; nothing waits longer than for what it waits for.
const patience = 2 * time.Minute

// person is someone before a browser window, with cookies of their own.
type person struct {
	*testing.T
	*window
}

// window is what a browser window said since it was opened.
type window struct {
	context context.Context
	owner   cdp.BrowserContextID // of its cookies
	loads   chan struct{}

	mu     sync.Mutex
	status int64    // of the page
	faults []string // errors on the console, requests that left this machine
}

// newPerson opens a window, without any cookie, for someone who reads a language first.
func newPerson(t *testing.T, language string) person {
	t.Helper()
	id, owner := newTarget(t)
	ctx, done := chromedp.NewContext(chromium, chromedp.WithTargetID(id))
	t.Cleanup(done)
	p := person{t, &window{context: ctx, owner: owner, loads: make(chan struct{}, 16)}}
	chromedp.ListenTarget(ctx, p.hear)
	if err := chromedp.Run(ctx); err != nil { // the window lives as long as the context of its first run
		t.Fatal(err)
	}
	p.does(network.Enable(), emulation.SetFocusEmulationEnabled(true), chromedp.ActionFunc(func(ctx context.Context) error {
		_, err := page.AddScriptToEvaluateOnNewDocument(axeLoader).Do(ctx)
		return err
	}))
	p.reads(language)
	p.sits(phone)
	return p
}

// newTarget is a window in a context of its own: no cookie of another is seen in it.
func newTarget(t *testing.T) (id target.ID, owner cdp.BrowserContextID) {
	t.Helper()
	browser := cdp.WithExecutor(chromium, chromedp.FromContext(chromium).Browser)
	owner, err := target.CreateBrowserContext().WithDisposeOnDetach(true).Do(browser)
	if err == nil {
		id, err = target.CreateTarget("about:blank").WithBrowserContextID(owner).WithNewWindow(true).Do(browser)
	}
	if err != nil {
		t.Fatalf("opening a window: %v", err)
	}
	return id, owner
}

// isHidden opens another page before the one in this window.
func (p person) isHidden() {
	p.Helper()
	p.does(emulation.SetFocusEmulationEnabled(false))
	browser := cdp.WithExecutor(chromium, chromedp.FromContext(chromium).Browser)
	before, err := target.CreateTarget("about:blank").WithBrowserContextID(p.owner).Do(browser)
	if err == nil {
		err = target.ActivateTarget(before).Do(browser)
	}
	if err != nil {
		p.Fatal(err)
	}
	p.awaits(`new Promise((done) => document.hidden ? done(true) : document.addEventListener("visibilitychange", () => done(document.hidden)))`, new(bool))
}

// in is the same person in a subtest.
func (p person) in(t *testing.T) person { return person{t, p.window} }

// hear notes what the browser tells.
func (w *window) hear(event any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch e := event.(type) {
	case *page.EventLoadEventFired:
		select {
		case w.loads <- struct{}{}:
		default:
		}
	case *network.EventResponseReceived:
		if e.Type == network.ResourceTypeDocument {
			w.status = e.Response.Status
		}
	case *network.EventRequestWillBeSent:
		if u, err := url.Parse(e.Request.URL); err != nil || (u.Scheme != "data" && u.Hostname() != "127.0.0.1") {
			w.faults = append(w.faults, "a request leaves this machine: "+e.Request.URL)
		}
	case *runtime.EventExceptionThrown:
		w.faults = append(w.faults, "exception: "+e.ExceptionDetails.Text)
	case *log.EventEntryAdded:
		// A page that answers 403 or 404 is noted by the browser as one that failed to load; what it should answer is asked elsewhere.
		if e.Entry.Level == log.LevelError && !(e.Entry.Source == log.SourceNetwork && w.status >= 400) {
			w.faults = append(w.faults, "console: "+e.Entry.Text+" "+e.Entry.URL)
		}
	}
}

// complaints are the faults since the last time they were asked for.
func (w *window) complaints() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	all := w.faults
	w.faults = nil
	return all
}

// answered is the status of the page.
func (w *window) answered() int64 {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.status
}

// does runs browser actions that must succeed.
func (p person) does(actions ...chromedp.Action) {
	p.Helper()
	ctx, cancel := context.WithTimeout(p.context, patience)
	defer cancel()
	if err := chromedp.Run(ctx, actions...); err != nil {
		p.Fatalf("at %s: %v", p.where(), err)
	}
}

// arrives at a page by doing something, and waits until it is there.
func (p person) arrives(actions ...chromedp.Action) {
	p.Helper()
	for len(p.loads) > 0 {
		<-p.loads
	}
	p.does(actions...)
	select {
	case <-p.loads:
	case <-time.After(patience):
		p.Fatalf("at %s: no page came", p.where())
	}
}

// goes to an address, as if it was typed.
func (p person) goes(address string) {
	p.Helper()
	p.arrives(chromedp.ActionFunc(func(ctx context.Context) error {
		_, _, failure, _, err := page.Navigate(address).Do(ctx)
		if err == nil && failure != "" {
			err = fmt.Errorf("%s: %s", address, failure)
		}
		return err
	}))
}

// asks evaluates an expression in the page. The page's policy does not govern what comes through the browser's own protocol.
func (p person) asks(expression string, answer any) {
	p.Helper()
	p.does(chromedp.Evaluate(expression, answer))
}

// awaits evaluates an expression that promises its answer.
func (p person) awaits(expression string, answer any) {
	p.Helper()
	p.does(chromedp.Evaluate(expression, answer, func(e *runtime.EvaluateParams) *runtime.EvaluateParams { return e.WithAwaitPromise(true) }))
}

// where tells the address, for messages.
func (p person) where() string {
	var address string
	ctx, cancel := context.WithTimeout(p.context, patience)
	defer cancel()
	if err := chromedp.Run(ctx, chromedp.Evaluate("location.href", &address)); err != nil {
		return "an unknown page"
	}
	return address
}

// sees checks that words stand on the page; a space in them is any white space, as typography wants it.
func (p person) sees(words ...string) {
	p.Helper()
	text := p.text()
	for _, want := range words {
		if !strings.Contains(text, want) {
			p.Errorf("at %s: %q is not said:\n%s", p.where(), want, text)
		}
	}
}

// becomes waits until the page says all these words, whether it changes or another page comes.
func (p person) becomes(words ...string) {
	p.Helper()
	ctx, cancel := context.WithTimeout(p.context, patience)
	defer cancel()
	looks := time.NewTicker(50 * time.Millisecond)
	defer looks.Stop()
	var text string
	for {
		err := chromedp.Run(ctx, chromedp.Evaluate(said, &text)) // fails while one page makes room for another
		missing := slices.DeleteFunc(slices.Clone(words), func(w string) bool { return strings.Contains(text, w) })
		if err == nil && len(missing) == 0 {
			return
		}
		select {
		case <-looks.C:
		case <-ctx.Done():
			p.Fatalf("at %s: %q is not said:\n%s", p.where(), missing, text)
		}
	}
}

// said is what the page says, with single spaces.
const said = `document.querySelector("main").innerText.replace(/\s+/g, " ")`

// text is what the page says.
func (p person) text() string {
	p.Helper()
	var text string
	p.asks(said, &text)
	return text
}

// reads sets the language that the browser asks for.
func (p person) reads(language string) {
	p.Helper()
	p.does(network.SetExtraHTTPHeaders(network.Headers{"Accept-Language": language}))
}

// sits before a window of this size.
func (p person) sits(s size) {
	p.Helper()
	p.does(emulation.SetDeviceMetricsOverride(s.width, s.height, s.scale, s.mobile))
}

// systemTheme sets the appearance that the machine prefers; nothing moves, so that colours are at once what they will be.
func (p person) systemTheme(theme string) {
	p.Helper()
	p.does(emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: theme}, {Name: "prefers-reduced-motion", Value: "reduce"},
	}))
}

// photographs what is seen, and the whole page, into the folder FEDERES_SCREENSHOTS if it is set.
func (p person) photographs(name string) {
	p.Helper()
	folder := os.Getenv("FEDERES_SCREENSHOTS")
	if folder == "" {
		return
	}
	name = strings.NewReplacer("/", "_", "?", "_", ":", "_", "#", "").Replace(strings.TrimPrefix(p.Name(), "TestEveryPageIsForEverybody/") + "-" + name)
	var seen, whole []byte
	p.asks(`document.activeElement.blur(); scrollTo(0, 0)`, nil)
	p.does(chromedp.CaptureScreenshot(&seen), chromedp.ActionFunc(func(ctx context.Context) (err error) {
		whole, err = page.CaptureScreenshot().WithCaptureBeyondViewport(true).Do(ctx)
		return err
	}))
	for suffix, picture := range map[string][]byte{"": whole, "-seen": seen} {
		if err := os.WriteFile(filepath.Join(folder, name+suffix+".png"), picture, 0o600); err != nil {
			p.Fatal(err)
		}
	}
}

// quoted writes a value as JavaScript reads it.
func quoted(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(text)
}
