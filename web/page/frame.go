// Package page holds what people see: one typed view a page, one templ component beside it.
//
// A view carries nouns of the commune; every word comes from the frame's printer, so that no page knows a language.
// No page needs a script, and no element carries a style of its own: the content security policy allows neither.
package page

import (
	"slices"
	"strings"
	"time"

	"federes.org/commune"
	"federes.org/commune/locale"
)

// Frame is what surrounds every page: who reads, in which language, at which hour, of which organisation.
type Frame struct {
	locale.Printer
	Now       time.Time
	Site      commune.Organisation
	Account   string  // the name of who is signed in, a member or not; empty for a stranger
	Viewer    *Viewer // the member who reads; nil for anybody else
	Path      string  // of this page, with its query
	Theme     string  // dark, light, or empty: as the system says
	Languages []string
	Notice    string         // one sentence after an act, already in words
	Sitting   *Sitting       // the meeting that is open now, if any
	Calls     bool           // the operator has a place for video calls
	OpenCalls bool           // and it is a page that protects nothing
	Bodies    []commune.Body // to which the reader belongs: by a mandate, or as one of a commission
	Assets
}

// Viewer is the member who reads.
type Viewer struct {
	ID       commune.MemberID
	Name     string
	Good     bool // standing
	Mandates commune.Mandates
}

// Sitting is an open meeting, shown on top of every page until it closes.
type Sitting struct {
	ID     commune.MeetingID
	Voting bool
}

// Head is what a page says of itself to search engines and to other sites. Only public pages are indexed.
type Head struct {
	Title       string
	Description string
	Public      bool
	Kind        string // OpenGraph type; empty is website
	Screen      string // which screen of a meeting in session it is, for its style; empty for other pages
	Data        any    // schema.org, as JSON-LD
	Feed        string // of what the page lists, as Atom; empty for none
	Live        *Live  // what keeps the page as its meeting is; nil for a page that stands still
	Polls       bool   // a part of the page is read anew from time to time
}

// Place is one entry of the bar; what is not built has none.
type Place struct {
	Key, Icon, Href string
	Here            bool
}

// May tells whether the viewer holds a living mandate that allows c (PW-1). It only chooses what is shown: the procedure decides.
func (f Frame) May(c commune.Capability) bool {
	if f.Viewer == nil {
		return false
	}
	_, err := f.Viewer.Mandates.For(c, f.Now)
	return err == nil
}

// MayAt tells whether the viewer holds a living mandate that allows c at one meeting (DR-2).
func (f Frame) MayAt(id commune.MeetingID, c commune.Capability) bool {
	if f.Viewer == nil {
		return false
	}
	_, err := f.Viewer.Mandates.ForMeeting(c, id, f.Now)
	return err == nil
}

// Provisional tells whether the viewer's power is the founder's, which ends with the first assembly (PW-2).
func (f Frame) Provisional() bool {
	return f.Viewer != nil && slices.ContainsFunc(f.Viewer.Mandates, func(m commune.Mandate) bool { return m.Provisional && m.LivingAt(f.Now) })
}

// Council tells whether the organisation is a council of communes.
func (f Frame) Council() bool { return f.Site.Kind == commune.KindCouncil }

// Keeper tells whether the viewer looks after the list of members (ME-1).
func (f Frame) Keeper() bool { return f.May(commune.AdmitMembers) || f.May(commune.RecordDues) }

// Places are the entries of the bar, at most five.
func (f Frame) Places() []Place {
	places := []Place{{Key: "home", Icon: "house", Href: "/"}}
	if f.Council() {
		places = append(places,
			Place{Key: "communes", Icon: "network", Href: "/communes"},
			Place{Key: "sittings", Icon: "users", Href: "/meetings"},
			Place{Key: "register", Icon: "book-open-text", Href: "/register"})
	} else {
		places = append(places,
			Place{Key: "meetings", Icon: "users", Href: "/meetings"},
			Place{Key: "calendar", Icon: "calendar-days", Href: "/calendar"},
			Place{Key: "register", Icon: "book-open-text", Href: "/register"})
	}
	if f.Account == "" {
		places = append(places, Place{Key: "sign_in", Icon: "log-in", Href: "/sign-in"})
	} else {
		places = append(places, Place{Key: "me", Icon: "user-round", Href: "/me"})
	}
	for i := range places {
		places[i].Here = f.under(places[i].Href)
	}
	return places
}

func (f Frame) under(href string) bool {
	path, _, _ := strings.Cut(f.Path, "?")
	if href == "/" {
		return path == "/"
	}
	return path == href || strings.HasPrefix(path, href+"/")
}

// inSession tells whether this page leads into the open meeting by itself: its dossier does, and its seat is where one would go.
func (f Frame) inSession() bool {
	path, _, _ := strings.Cut(f.Path, "?")
	return path == MeetingPath(f.Sitting.ID) || path == SeatPath(f.Sitting.ID)
}

// Handle is how the fediverse calls the body that decides.
func (f Frame) Handle() string { return "@" + f.Site.AssemblyName() + "@" + f.Site.Host() }

// Address is the full address of a path of this instance.
func (f Frame) Address(path string) string { return f.Site.BaseURL + path }

// Tongue is the language in which people write here.
func (f Frame) Tongue() string { return f.Site.Language }

// Said is a text that people wrote here, as its language spaces it.
func (f Frame) Said(text string) string { return locale.Spaced(f.Site.Language, text) }

// Day words a date of the calendar, which has no hour.
func (f Frame) Day(d commune.Day) string { return f.ShortDate(d.Time()) }

// Refusal words a refusal: which rule stands against it, and what one can do.
func (f Frame) Refusal(r commune.Refusal) string {
	args := r.Args
	if r.Is(commune.ErrNotMandated) && len(args) == 1 {
		if capability, ok := args[0].(string); ok {
			args = []any{f.T("capability." + capability)}
		}
	}
	args = slices.Clone(args)
	for i, arg := range args {
		if day, ok := arg.(commune.Day); ok {
			args[i] = f.Day(day)
		}
	}
	return f.T("refusal."+r.Key, args...)
}
