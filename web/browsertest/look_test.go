package browsertest

import (
	_ "embed"
	"strings"

	"github.com/chromedp/chromedp"
)

var (
	//go:embed testdata/axe.js
	axeScript string
	//go:embed testdata/layout.js
	layoutScript string
	//go:embed testdata/stops.js
	stopsScript string
)

// looksAt a page as it is for this reader: in both themes, on a phone and before a desk, in a narrow window and at twice the size, and
// with the keyboard from its first stop to its last.
func (p person) looksAt(v view, address, language string, titles map[string]string) {
	p.Helper()
	p.sits(phone)
	p.wears("light", false)
	p.goes(address)
	if v.fill != nil {
		p.arrives(chromedp.Evaluate(fillIn(v.fill), nil))
	}
	if want := max(v.status, 200); p.answered() != want {
		p.Fatalf("%s answers %d instead of %d:\n%s", address, p.answered(), want, p.text())
	}
	title := p.measures(phone, language)
	page, _, _ := strings.Cut(address, "?")
	if other := titles[title]; v.status == 0 && other != "" && other != page {
		p.Errorf("%q is the title of %s too", title, other)
	}
	titles[title] = page
	if language == "fr" {
		p.passesThrough()
	}
	p.obeys(phone, language == "en")
	for _, s := range []size{desktop, narrow, zoomed} {
		p.sits(s)
		p.measures(s, language)
		if s == desktop {
			p.obeys(desktop, language == "en")
		}
	}
	for _, fault := range p.complaints() {
		p.Error(fault)
	}
}

// fillIn sends the page's own form with some other words in it, by a button if that is among what is named.
func fillIn(fields map[string]string) string {
	return `{
		const fields = ` + quoted(fields) + `;
		const form = document.querySelector('main [name="' + Object.keys(fields)[0] + '"]').form;
		let button;
		for (const [name, value] of Object.entries(fields)) {
			const field = form.elements[name];
			field.value = value;
			if (field.type === "submit") button = field;
		}
		button ? form.requestSubmit(button) : form.submit();
	}`
}

// measures the page as it lies, and gives its title.
func (p person) measures(s size, language string) string {
	p.Helper()
	var found struct {
		Title    string
		Problems []string
	}
	p.asks(layoutScript+"("+quoted(language)+")", &found)
	for _, problem := range found.Problems {
		p.Errorf("%s: %s", s.name, problem)
	}
	if strings.TrimSpace(found.Title) == "" {
		p.Error("it has no title")
	}
	return found.Title
}

// passesThrough the page by keyboard: every stop once, in the order of the page, each seen, and out again.
func (p person) passesThrough() {
	p.Helper()
	var weights []int // a date is several stops in one
	p.asks(stopsScript, &weights)
	for n := range weights {
		f := p.tab()
		for again := 1; f.Stop == n-1 && n > 0 && again < weights[n-1]; again++ {
			f = p.tab()
		}
		if f.Stop != n {
			p.Errorf("stop %d of %d is number %d, %q", n, len(weights), f.Stop, f.Name)
			return
		}
	}
	for range 8 {
		if f := p.tab(); f.Stop != len(weights)-1 {
			return
		}
	}
	p.Error("the keyboard does not leave the last stop")
}

// wears a theme: the one that the machine prefers, or the other one, chosen in the page.
func (p person) wears(theme string, chosen bool) {
	p.Helper()
	if !chosen {
		p.systemTheme(theme)
		return
	}
	p.systemTheme(map[string]string{"light": "dark", "dark": "light"}[theme])
	p.asks(`document.documentElement.dataset.theme = `+quoted(theme), nil)
}

// colourRules are those that a theme can break: it changes colours and nothing else, so that the other rules are asked once for both.
const colourRules = `["color-contrast", "link-in-text-block"]`

// obeys the rules of axe in both themes, whether the machine prefers one or the reader chose the other. On a phone the page lies whole
// in a window so high that the bar at its foot covers nothing; that it covers nothing which has the focus is seen on the way through.
func (p person) obeys(s size, chosen bool) {
	p.Helper()
	for _, theme := range []string{"light", "dark"} {
		p.wears(theme, chosen)
		p.photographs(theme + "-" + s.name)
	}
	if s == phone {
		p.asks(`document.documentElement.scrollHeight`, &s.height)
		p.sits(s)
	}
	for theme, rules := range map[string]string{"dark": colourRules, "light": ""} {
		p.wears(theme, chosen)
		var violations []string
		p.awaits(axeScript+"("+rules+")", &violations)
		for _, violation := range violations {
			p.Errorf("%s, %s: %s", theme, s.name, violation)
		}
	}
}
