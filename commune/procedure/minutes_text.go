package procedure

import (
	"fmt"
	"strings"
	"time"

	"federes.org/commune"
	"federes.org/commune/prose"
)

// MinutesPart is one part of the document: its heading, what the product knows of it, and what the taker wrote.
type MinutesPart struct {
	commune.MinutesSection
	Heading string // in words, without its number
	Facts   string // in Markdown
}

// markdown is the part as it stands in the document; nothing where there is nothing to say.
func (p MinutesPart) markdown() string {
	if p.Facts == "" && p.Text == "" {
		return ""
	}
	heading := "## "
	if p.Place > 0 {
		heading += fmt.Sprintf("%d. ", p.Place)
	}
	return join(heading+prose.Escape(p.Heading), p.Facts, prose.Under(p.Text, 2))
}

// join puts what is not empty under each other, as paragraphs.
func join(texts ...string) string {
	var kept []string
	for _, t := range texts {
		if t = strings.TrimSpace(t); t != "" {
			kept = append(kept, t)
		}
	}
	return strings.Join(kept, "\n\n")
}

// list is lines as an unordered list.
func list(lines []string) string {
	if len(lines) == 0 {
		return ""
	}
	return "- " + strings.Join(lines, "\n- ")
}

// Title is how the document is called.
func (a account) title() string {
	if a.in.Popular() {
		return a.words.T("minutes.doc.popular", a.body.Name, a.words.Date(a.in.StartsAt))
	}
	return a.words.T("minutes.doc."+string(a.in.Kind), a.words.Date(a.in.StartsAt))
}

// head is what stands before the sections: when, where, who, how many (never who was there).
func (a account) head() string {
	p := a.words
	facts := []string{"**" + prose.Escape(a.site.Name) + "**"}
	if a.in.Kind == commune.Exceptional {
		facts = append(facts, p.T("minutes.doc.matter", prose.Escape(a.in.Matter)), p.T("minutes.doc.reason", oneLine(a.in.Reason)))
	}
	facts = append(facts, a.hours())
	if a.in.Place != "" {
		facts = append(facts, p.T("minutes.doc.place", prose.Escape(a.in.Place)))
	}
	if a.in.Video != "" || !a.in.VideoStartedAt.IsZero() {
		facts = append(facts, p.T("minutes.doc.call"))
	}
	if !a.convoked.IsZero() {
		facts = append(facts, p.T("minutes.doc.convoked", p.Date(a.convoked)))
	}
	for _, role := range []struct {
		key   string
		names []string
	}{
		{"minutes.doc.facilitation", a.holders(commune.Facilitate)}, {"minutes.doc.taker", a.takers()}, {"minutes.doc.preparer", a.preparers()},
	} {
		if len(role.names) > 0 {
			facts = append(facts, p.T(role.key, prose.Escape(p.List(role.names))))
		}
	}
	room, online := a.came[commune.Room], a.came[commune.Online]
	facts = append(facts, p.N("minutes.doc.present", room+online, room, online))
	if !a.in.RoundAt.IsZero() {
		facts = append(facts, p.T("minutes.doc.round"))
	}
	return list(facts)
}

func (a account) hours() string {
	if a.in.ClosedAt.IsZero() {
		return a.words.T("minutes.doc.opened", a.in.OpenedAt)
	}
	lasted := a.in.ClosedAt.Sub(a.in.OpenedAt)
	if a.words.Date(a.in.ClosedAt) != a.words.Date(a.in.OpenedAt) {
		return a.words.T("minutes.doc.hours_later", a.in.OpenedAt, a.in.ClosedAt, lasted)
	}
	return a.words.T("minutes.doc.hours", a.in.OpenedAt, a.words.Time(a.in.ClosedAt), lasted)
}

// parts are the sections with what is known of each.
func (a account) parts() []MinutesPart {
	parts := make([]MinutesPart, len(a.sections))
	for i, s := range a.sections {
		parts[i] = MinutesPart{MinutesSection: s, Heading: a.heading(s), Facts: join(a.about(s), a.votes(s))}
	}
	return parts
}

func (a account) heading(s commune.MinutesSection) string {
	switch s.Item {
	case commune.OpeningSection:
		return a.words.T("minutes.doc.opening")
	case commune.EndSection:
		return a.words.T("minutes.doc.end")
	}
	return s.Title
}

// about is what is known of an item: what it asked, and where it went.
func (a account) about(s commune.MinutesSection) string {
	item, ok := a.items[s.Item]
	if !ok {
		return ""
	}
	p := a.words
	line := []string{p.T("item." + string(item.Kind)), p.T("minutes.doc.foreseen", minutes(item.Minutes))}
	if item.Meeting == a.in.ID && item.Begun() {
		line = append(line, p.T("minutes.doc.lasted", item.Spent))
	}
	if item.Raised {
		line = append(line, p.T("item.raised"))
	} else if a.minutes.Names {
		line = append(line, p.T("minutes.doc.proposer", prose.Escape(a.people[item.ProposedBy])))
	}
	facts := []string{"*" + strings.Join(line, " · ") + "*"}
	if names := a.speakers(item.ID); a.minutes.Names && len(names) > 0 {
		facts = append(facts, p.T("minutes.doc.spoke", prose.Escape(p.List(names))))
	}
	for _, left := range a.left {
		if left.Title == s.Title {
			facts = append(facts, p.T("minutes.doc.adjourned", p.Date(a.to[left.To].StartsAt)))
		}
	}
	return join(facts...)
}

// votes are those of a section; what was voted under no item of the agenda stands in the opening.
func (a account) votes(s commune.MinutesSection) string {
	var texts []string
	for _, m := range a.motions {
		_, listed := a.items[m.Item]
		if m.Item == s.Item || !listed && s.Item == commune.OpeningSection {
			texts = append(texts, a.vote(m))
		}
	}
	return join(texts...)
}

func minutes(n int) time.Duration { return time.Duration(n) * time.Minute }

// vote is a motion in its exact words, with what became of it. One that the reader may not read is only counted.
func (a account) vote(m commune.Motion) string {
	p := a.words
	if !a.shows(m) {
		if m.Form == commune.FormSitting {
			return "" // whom it mandated stands at the head
		}
		return p.T("minutes.doc.withheld")
	}
	kind := "motion"
	switch {
	case m.Amends != 0:
		kind = "amendment"
	case m.Plural():
		kind = "choice"
	}
	return join(p.T("minutes.doc."+kind, p.T("minutes.doc.mode."+string(m.Mode))), prose.Quote(m.Text), a.outcome(m))
}

// outcome is what became of a vote, with its counts and their base.
func (a account) outcome(m commune.Motion) string {
	p := a.words
	abstain := p.N("record.decision.abstain", m.Abstain)
	d, decided := a.numbers[m.ID]
	switch {
	case m.Void:
		return p.T("minutes.doc.void")
	case m.Settling():
		return p.T("minutes.doc.settling", p.Date(m.Settles))
	case m.Plural():
		return join(list(a.voices(m)), a.base(m))
	case decided:
		return p.T("record.decision.counts", m.For, m.Against, abstain) + " " + a.base(m) + " " + a.link(d)
	case m.Adopted:
		return p.T("minutes.doc.amended", m.For, m.Against, abstain) + " " + a.base(m)
	}
	return p.T("minutes.doc.rejected", m.For, m.Against, abstain) + " " + a.base(m)
}

// voices are those of each option of a choice among several, and which one plurality selected (AG-5).
func (a account) voices(m commune.Motion) (lines []string) {
	for i, option := range m.Options {
		line := a.words.N("minutes.doc.voices", m.Votes.Of(i+1), prose.Escape(option))
		if m.Selected == i+1 {
			line = "**" + line + "**"
		}
		lines = append(lines, line)
	}
	if m.Tied() {
		lines = append(lines, a.words.T("minutes.doc.tied"))
	}
	return lines
}

// base is of whom the counts are, in words.
func (a account) base(m commune.Motion) string {
	return a.words.N(votersBase(a.in.Popular()), m.Electorate, m.Voters())
}

// votersBase words it: in a popular assembly everybody who is there counts (AP-2), in ours members in good standing (AG-4), or the delegations of
// a council (CF-5).
func votersBase(popular bool) string {
	if popular {
		return "record.popular.base"
	}
	return "record.decision.base"
}

// link leads to a decision's page.
func (a account) link(d commune.Decision) string {
	return fmt.Sprintf("[%s](%s/decisions/%s)", a.words.T("minutes.doc.decision", d.Number()), a.site.BaseURL, d.Number())
}

// oneLine is a text of several lines as one.
func oneLine(text string) string { return prose.Escape(strings.Join(strings.Fields(text), " ")) }
