package browsertest

import (
	_ "embed"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

//go:embed testdata/aim.js
var aimScript string

// aim is where on the screen something lies.
type aim struct {
	X, Y    float64
	Problem string // why nobody could hit it
}

// hits is a click on what begins with these words, once it is there and nothing lies before it.
func (p person) hits(name string) chromedp.Action {
	p.Helper()
	var a aim
	for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		p.asks(aimScript+"("+quoted(name)+")", &a)
		if a.Problem == "" {
			return chromedp.MouseClickXY(a.X, a.Y)
		}
		if time.Now().After(deadline) {
			p.Fatalf("at %s: %q: %s\n%s", p.where(), name, a.Problem, p.text())
		}
	}
}

// clicks a button or a link, and arrives at the page that it leads to.
func (p person) clicks(name string) {
	p.Helper()
	p.arrives(p.hits(name))
}

// taps something that stays on the page, or that changes it by itself, and sees what comes of it.
func (p person) taps(name string, sees ...string) {
	p.Helper()
	p.does(p.hits(name))
	p.becomes(sees...)
}

// writes into the field of a label; what stood there goes.
func (p person) writes(label, text string) {
	p.Helper()
	p.does(p.hits(label), chromedp.KeyEvent("a", chromedp.KeyModifiers(input.ModifierCtrl)), input.InsertText(text))
}
