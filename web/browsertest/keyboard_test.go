package browsertest

import (
	_ "embed"
	"strings"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

//go:embed testdata/focus.js
var focusScript string

// focus is what the keyboard speaks to.
type focus struct {
	Name    string
	Problem string // why a person could not see it
	Stop    int    // its place among the stops of the page, once they were counted
}

// tab moves the focus on, or back, and looks where it is.
func (p person) tab(modifiers ...input.Modifier) focus {
	p.Helper()
	p.does(chromedp.KeyEvent(kb.Tab, chromedp.KeyModifiers(modifiers...)))
	return p.focus()
}

// focus looks at what has the focus; what has it must be seen.
func (p person) focus() focus {
	p.Helper()
	var f focus
	p.asks(focusScript, &f)
	if f.Problem != "" {
		p.Errorf("at %s: %q has the focus, but %s", p.where(), f.Name, f.Problem)
	}
	return f
}

// furthest is more stops than any page of a walk has.
const furthest = 120

// finds moves the focus on until it is on something whose name begins so.
func (p person) finds(name string) {
	p.Helper()
	var passed []string
	for range furthest {
		f := p.tab()
		if strings.HasPrefix(f.Name, name) {
			return
		}
		passed = append(passed, f.Name)
	}
	p.Fatalf("at %s: the keyboard does not reach %q, only %q", p.where(), name, passed)
}

// presses a button or follows a link, and arrives at the page that it leads to.
func (p person) presses(name string) {
	p.Helper()
	p.finds(name)
	p.arrives(chromedp.KeyEvent(kb.Enter))
}

// pressesWithSpace presses a button as boxes are ticked.
func (p person) pressesWithSpace(name string) {
	p.Helper()
	p.finds(name)
	p.arrives(chromedp.KeyEvent(" "))
}

// acts by a button of a live page, and sees what comes of it: by itself, or where no script runs on the page that comes.
func (p person) acts(name string, sees ...string) {
	p.Helper()
	p.finds(name)
	p.does(chromedp.KeyEvent(kb.Enter))
	p.becomes(sees...)
}

// strikes a key of the console, and sees what comes of it.
func (p person) strikes(key string, sees ...string) {
	p.Helper()
	p.does(chromedp.KeyEvent(key))
	p.becomes(sees...)
}

// types into a field; what stood there goes.
func (p person) types(label, text string) {
	p.Helper()
	p.finds(label)
	p.does(chromedp.KeyEvent("a", chromedp.KeyModifiers(input.ModifierCtrl)), input.InsertText(text))
}

// chooses an answer with the arrow keys, from the one that is chosen.
func (p person) chooses(from, answer string) {
	p.Helper()
	p.finds(from)
	for range 10 {
		p.does(chromedp.KeyEvent(kb.ArrowDown))
		if strings.HasPrefix(p.focus().Name, answer) {
			return
		}
	}
	p.Fatalf("at %s: the arrow keys do not reach %q", p.where(), answer)
}
