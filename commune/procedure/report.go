package procedure

import (
	"errors"
	"slices"
	"strings"

	"federes.org/commune"
	"federes.org/commune/locale"
	"federes.org/commune/prose"
	"federes.org/commune/record"
	"federes.org/commune/store"
)

// WriteReport keeps a draft, or, with publish, makes it known (SE-5, SE-6, CO-5). The version is the one over which it was written.
func WriteReport(tx *store.Tx, h House, who commune.MemberID, w Written) (commune.Report, error) {
	r := commune.Report{Body: w.Body, Audience: commune.Confederation}
	var err error
	if w.ID != 0 {
		if r, err = tx.ReportForUpdate(w.ID); err != nil {
			return r, err
		}
	}
	w.Body = r.Body
	if err := MayReport(tx, who, w.Report); err != nil {
		return r, err
	}
	if r, err = r.Rewrite(w.Report, who, tx.Now()); err != nil {
		return r, err
	}
	if !w.Publish {
		return tx.PutReport(r)
	}
	return publishReport(tx, h, r)
}

// Written is a report as it was written, to be kept or to be published.
type Written struct {
	commune.Report
	Publish bool
}

// MayReport refuses who may not write a report: on a mandate its holder alone reports, while it lives (SE-6); on the meetings and the work
// of a secretariat who holds a mandate in it (SE-5); on those of a commission who is in it (CO-5).
func MayReport(tx *store.Tx, who commune.MemberID, r commune.Report) error {
	p, err := Identify(tx, who)
	if err != nil {
		return err
	}
	if r.Mandate != 0 {
		own := func(m commune.Mandate) bool { return m.ID == r.Mandate && m.Body == r.Body && m.LivingAt(tx.Now()) }
		if !slices.ContainsFunc(p.Mandates, own) {
			return commune.ErrNotReporter
		}
		return nil
	}
	b, err := tx.Body(r.Body)
	if errors.Is(err, commune.ErrNotFound) {
		return commune.ErrNotReporter
	}
	if err != nil {
		return err
	}
	if b.Kind == commune.Secretariat && len(p.Mandates.In(b.ID, tx.Now())) > 0 && b.Living() {
		return nil
	}
	if err := joined(tx, who, b); !errors.Is(err, commune.ErrNotInCommission) {
		return err
	}
	return commune.ErrNotReporter
}

// publishReport freezes a report, enters it in the register and tells the members (SE-5, CO-5). One for members only leaves nothing but the
// hash of its text, and that stays here.
func publishReport(tx *store.Tx, h House, r commune.Report) (commune.Report, error) {
	today, err := Today(tx)
	if err != nil {
		return r, err
	}
	if r, err = r.Publish(today, tx.Now()); err != nil {
		return r, err
	}
	r.Hash = TextHash(r.Text)
	if r.Seq, err = tx.LockLog(); err != nil {
		return r, err
	}
	if r, err = tx.PutReport(r); err != nil {
		return r, err
	}
	if r.Audience == commune.MembersOnly {
		err = noteAt(tx, r.Seq, record.KindReport, map[string]any{"report": r.ID, "hash": r.Hash, "publishedAt": r.PublishedAt})
	} else {
		err = recordReport(tx, h, r)
	}
	if err != nil {
		return r, err
	}
	return r, tellNews(tx, News{Report: r.ID})
}

func recordReport(tx *store.Tx, h House, r commune.Report) error {
	o, err := tx.Organisation()
	if err != nil {
		return err
	}
	by := o.AssemblyName()
	if r.Body != 0 {
		b, err := tx.Body(r.Body)
		if err != nil {
			return err
		}
		by = b.ActorName()
	}
	mandate := ""
	if r.Mandate != 0 {
		m, err := tx.Mandate(r.Mandate)
		if err != nil {
			return err
		}
		mandate = RecordURL(o, m.Seq)
	}
	address := o.BaseURL + ReportPath(r.ID)
	content := prose.HTML(r.Text)
	if len(content) > maxContent {
		p := h.WordsOf(o)
		content = paragraphs(ReportSummary(r), p.T("minutes.doc.whole", address))
	}
	return writeRecord(tx, h, o, act{
		kind: record.KindReport, by: by, seq: r.Seq, audience: r.Audience,
		data: record.Report{
			Header: record.Header{V: 1, Kind: record.KindReport, Seq: r.Seq}, Body: commune.ActorID(o.BaseURL + "/" + by), Mandate: mandate,
			From: string(r.From), Until: string(r.Until), Hash: r.Hash, Audience: string(r.Audience),
		},
		envelope: record.Envelope{Type: "Article", URL: address, Name: r.Title, Summary: ReportSummary(r), Content: content},
	})
}

// Reporter names whose report it is: a body, or a mandate that is exercised in none.
func Reporter(tx *store.Tx, words locale.Printer, r commune.Report) (string, error) {
	if r.Body != 0 {
		b, err := tx.Body(r.Body)
		return b.Name, err
	}
	m, err := tx.Mandate(r.Mandate)
	return words.T("news.mandate", m.Title), err
}

// ReportSummary is the beginning of what a report says, as plain text.
func ReportSummary(r commune.Report) string {
	return shortened(strings.Join(strings.Fields(prose.Plain(r.Text)), " "), maxSummary)
}

// shortened is a text of so many characters at most.
func shortened(text string, most int) string {
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return text
}
