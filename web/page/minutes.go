package page

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/prose"
)

// MinutesView is a meeting's minutes: while they are written its parts, once published the document as it was frozen.
type MinutesView struct {
	Meeting     commune.Meeting
	Minutes     commune.Minutes
	Head, Tail  string // what the product knows, as HTML
	Parts       []MinutesPart
	Takers      []string // who writes them
	Live        *Live
	May         MinutesActs
	Body        string // the published document, as HTML
	Corrections []Entry
	Record      *Record // none for those that stay among members
}

// MinutesParts are the sections that are written, kept as they are for who reads along (CR-1).
func MinutesParts(f Frame, s procedure.Sitting) []Part {
	parts := make([]Part, len(s.Written))
	for i, w := range s.Written {
		p := MinutesPart{MinutesSection: w, Said: prose.HTML(prose.Under(w.Text, 2)), By: s.Names[w.WrittenBy]}
		parts[i] = Part{saidID(w.Item), minutesSaid(f, p)}
	}
	return parts
}

// saidID is the place of what was written of a section.
func saidID(item commune.ItemID) string { return sectionID(item) + "-said" }

// MinutesLine is what the page of a meeting says of its minutes.
type MinutesLine struct {
	commune.Minutes
	Shown bool // the reader may read them, written or not
}

// MinutesActs is what the viewer may do; the procedures decide again.
type MinutesActs struct {
	Write   bool
	TakeOn  bool
	Publish bool
}

// MinutesPart is one part while it is written.
type MinutesPart struct {
	commune.MinutesSection
	Heading string
	Facts   string // as HTML
	Said    string // what the taker wrote, as HTML
	By      string // who wrote it last
}

// MinutesConflict is a text that was refused, beside what stands in its place: nothing of either is lost (CR-1).
type MinutesConflict struct {
	Meeting  commune.Meeting
	Part     MinutesPart
	Text     Field
	Problems []Problem
}

// NewPublication is the form that publishes minutes, above what would be published.
type NewPublication struct {
	Meeting  commune.Meeting
	Minutes  commune.Minutes
	Document string // as HTML
	Audience Field
	Names    Field
	Problems []Problem
}

// Decided is the list of what one meeting decided, as far as its reader may read it.
type Decided struct {
	Meeting  commune.Meeting
	Adopted  []Entry
	Rejected []Entry
	Given    commune.Mandates
}

// MinutesPath is the page of a meeting's minutes.
func MinutesPath(id commune.MeetingID) string { return MeetingPath(id) + "/minutes" }

// MinutesSectionPath is the place of one section on that page.
func MinutesSectionPath(id commune.MeetingID, item commune.ItemID) string {
	return MinutesPath(id) + "#" + sectionID(item)
}

func minutesPath(id commune.MeetingID, below string) templ.SafeURL {
	return templ.SafeURL(MinutesPath(id) + below)
}

// sectionID is the anchor of a section.
func sectionID(item commune.ItemID) string {
	switch item {
	case commune.OpeningSection:
		return "section-opening"
	case commune.EndSection:
		return "section-end"
	}
	return fmt.Sprintf("section-%d", item)
}

// title is the section's heading with its number.
func (p MinutesPart) title(f Frame) string {
	if p.Place > 0 {
		return strconv.Itoa(p.Place) + ". " + f.Said(p.Heading)
	}
	return f.Said(p.Heading)
}

// lines is how tall a text area is for a text.
func (p MinutesPart) lines() int {
	return min(30, max(6, strings.Count(p.Text, "\n")+len(p.Text)/80+2))
}

func itemValue(id commune.ItemID) string { return strconv.FormatInt(int64(id), 10) }

// minutesName is how the minutes of a meeting are called before they have a title of their own.
func minutesName(f Frame, m commune.Meeting) string { return f.T("minutes.title", f.Date(m.StartsAt)) }

func (v NewPublication) audiences(f Frame) []Option {
	var options []Option
	for _, a := range []commune.Audience{commune.Confederation, commune.Public, commune.MembersOnly} {
		options = append(options, Option{Value: string(a), Label: f.T("audience." + string(a)), Help: f.T("minutes.for_" + string(a))})
	}
	return options
}

func (v NewPublication) names(f Frame) []Option {
	return []Option{{Value: "yes", Label: f.T("minutes.names"), Help: f.T("minutes.names_help")}}
}
