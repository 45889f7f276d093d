package web

import (
	"fmt"
	"slices"

	"github.com/a-h/templ"

	"federes.org/commune"
	"federes.org/commune/prose"
	"federes.org/commune/store"
	"federes.org/web/page"
	"federes.org/web/pdf"
)

// publishedOf are published minutes that this visitor may read.
func publishedOf(tx *store.Tx, v *visit) (commune.Meeting, commune.Minutes, error) {
	in, m, err := minutesOf(tx, v)
	if err == nil && !m.Published() {
		return in, m, errNotFound
	}
	return in, m, err
}

func minutesFile(in commune.Meeting, v *visit, ending string) string {
	return v.T("minutes.file", in.StartsAt.In(v.Site.Location()).Format("2006-01-02")) + ending
}

// minutesMarkdown is the document as it was frozen, byte for byte; its hash stands in the register.
func (s *Server) minutesMarkdown(tx *store.Tx, v *visit) (document, error) {
	in, m, err := publishedOf(tx, v)
	return document{name: minutesFile(in, v, ".md"), kind: "text/markdown; charset=utf-8", content: []byte(m.Text)}, err
}

// minutesPDF is the document on paper, with the corrections that this visitor may read.
func (s *Server) minutesPDF(tx *store.Tx, v *visit) (document, error) {
	in, m, err := publishedOf(tx, v)
	if err != nil {
		return document{}, err
	}
	entries, err := corrections(tx, v, in.ID)
	if err != nil {
		return document{}, err
	}
	words := s.House.WordsOf(v.Site)
	text := m.Text
	if len(entries) > 0 {
		text += "\n## " + words.T("minutes.corrections") + "\n"
	}
	for _, e := range entries {
		text += fmt.Sprintf("\n%s\n\n%s\n", words.T("minutes.doc.correction", e.Number, words.Date(e.DecidedAt)), prose.Quote(e.Text))
	}
	content, err := pdf.Write(pdf.Paper{
		Title: m.Title(), Author: v.Site.Name, Language: v.Site.Language, Made: m.PublishedAt, Body: prose.Blocks(text),
		Foot: func(number int, all string) string { return words.T("minutes.doc.page", number, all) },
	})
	return document{name: minutesFile(in, v, ".pdf"), kind: "application/pdf", content: content}, err
}

// recorded are published minutes that are a signed record; those that stay among members are none.
func recorded(tx *store.Tx, v *visit) (commune.Meeting, store.Entry, error) {
	in, m, err := publishedOf(tx, v)
	if err == nil && m.Audience == commune.MembersOnly {
		err = errNotFound
	}
	if err != nil {
		return in, store.Entry{}, err
	}
	entry, err := tx.Entry(m.Seq)
	return in, entry, err
}

// minutesRecord is the signed act, byte for byte.
func (s *Server) minutesRecord(tx *store.Tx, v *visit) (document, error) {
	in, entry, err := recorded(tx, v)
	return document{name: minutesFile(in, v, ".json"), kind: "application/activity+json", content: entry.Document}, err
}

// minutesProof is all that is needed to check offline that the minutes stand in the register.
func (s *Server) minutesProof(tx *store.Tx, v *visit) (document, error) {
	in, entry, err := recorded(tx, v)
	if err != nil {
		return document{}, err
	}
	return proved(tx, entry.Seq, minutesFile(in, v, "-proof.json"))
}

// decided is the list of what one meeting decided, as far as this visitor may read it (CR-2).
func (s *Server) decided(tx *store.Tx, v *visit) (templ.Component, error) {
	in, err := meetingOf(tx, v)
	if err != nil {
		return nil, err
	}
	if in.OpenedAt.IsZero() {
		return nil, errNotFound
	}
	motions, err := tx.Motions(in.ID)
	if err != nil {
		return nil, err
	}
	view := page.Decided{Meeting: in}
	mandates, err := v.knownMandates(tx)
	if err != nil {
		return nil, err
	}
	for _, m := range motions {
		if !m.Ended() || m.Withdrawn() || m.Void || m.Plural() || m.Amends != 0 || !slices.Contains(v.audiences(), m.Audience) {
			continue // what was withdrawn, held again, or led to a vote of its own
		}
		if m.Personal() && v.person == nil {
			continue // ME-3
		}
		if !m.Adopted {
			view.Rejected = append(view.Rejected, page.Entry{Text: m.Text, Tally: m.Tally(), Base: m.Electorate, DecidedAt: m.ClosedAt})
			continue
		}
		d, err := tx.DecisionOf(m.ID)
		if err != nil {
			return nil, err
		}
		view.Adopted = append(view.Adopted, v.ownEntry(d))
		for _, given := range mandates {
			if given.Decision == d.ID && !given.Provisional {
				view.Given = append(view.Given, given)
			}
		}
	}
	return page.DecidedPage(v.Frame, view), nil
}
