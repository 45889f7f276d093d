package procedure

import (
	"errors"
	"fmt"

	"federes.org/commune"
	"federes.org/commune/locale"
	"federes.org/commune/store"
)

// WatchJob is the work that looks at what days have come: reports that are due (SE-6), decisions to look at again (SE-1), terms that end (SE-3).
const WatchJob = "watch"

// raisedMinutes is what is foreseen for an item that a day put on an agenda.
const raisedMinutes = 5

// ReportPath is where a report is read.
func ReportPath(id commune.ReportID) string { return fmt.Sprintf("/reports/%d", id) }

// Duties are the reports that living mandates owe, the earliest first (SE-6).
func Duties(tx *store.Tx) ([]commune.Duty, error) {
	mandates, err := tx.Mandates()
	if err != nil {
		return nil, err
	}
	last, err := tx.LastReports()
	return mandates.Duties(last, tx.Now()), err
}

// Watch reminds the holders whose reports are due soon, and puts on the next agenda, once, each report that is overdue (SE-6) and each decision
// that was to be looked at again (SE-1). It writes to those whose term comes near (SE-3).
func Watch(tx *store.Tx, h House) error {
	o, err := tx.Organisation()
	if err != nil {
		return err
	}
	words := h.WordsOf(o)
	duties, err := Duties(tx)
	if err != nil {
		return err
	}
	for _, d := range duties {
		if err := watchDuty(tx, words, d); err != nil {
			return err
		}
	}
	if err := watchTerms(tx); err != nil {
		return err
	}
	charges, err := tx.Charges()
	if err != nil {
		return err
	}
	for _, c := range charges {
		if c.Reviewed(commune.DayOf(tx.Now(), o.Location())) {
			if err := raiseReview(tx, words, c); err != nil {
				return err
			}
		}
	}
	return nil
}

func watchDuty(tx *store.Tx, words locale.Printer, d commune.Duty) error {
	m, due := d.Mandate, d.DueAt.Unix()
	if d.Late(tx.Now()) {
		return raise(tx, fmt.Sprintf("owed/%d/%d", m.ID, due), commune.Item{
			Title: words.T("duty.item", m.Title), Text: words.T("duty.item_text", m.HolderName, m.Title, words.Date(d.DueAt)), ProposedBy: m.Holder,
		})
	}
	if !d.Near(tx.Now()) {
		return nil
	}
	first, err := tx.Once(fmt.Sprintf("remind/%d/%d", m.ID, due))
	if err != nil || !first {
		return err
	}
	letter, err := News{Member: m.Holder, Owed: m.ID, Due: due}.job()
	if err != nil {
		return err
	}
	return tx.Enqueue(letter)
}

func raiseReview(tx *store.Tx, words locale.Printer, c commune.Charge) error {
	d, err := tx.DecisionByID(c.Decision)
	if err != nil {
		return err
	}
	b, err := tx.Body(c.Body)
	if err != nil {
		return err
	}
	return raise(tx, fmt.Sprintf("review/%d/%s", c.Decision, c.ReviewOn), commune.Item{
		Title: words.T("charge.item", d.Number()), Text: words.T("charge.item_text", d.Number(), d.Text, b.Name), ProposedBy: c.ChargedBy,
	})
}

// raise puts an item on the next agenda that is open, once. Nobody withdraws it: it stands there because its day came. Without an agenda it waits
// for one.
func raise(tx *store.Tx, cause string, item commune.Item) error {
	to, err := nextOpen(tx)
	if errors.Is(err, commune.ErrNoNextAgenda) {
		return nil
	}
	if err != nil {
		return err
	}
	first, err := tx.Once(cause)
	if err != nil || !first {
		return err
	}
	item.Meeting, item.Kind, item.Minutes, item.ProposedAt, item.Raised = to.ID, commune.Information, raisedMinutes, tx.Now(), true
	item.Title, item.Text = shortened(item.Title, commune.MaxName), shortened(item.Text, commune.MaxText)
	tx.Touch(to.ID)
	_, err = tx.PutItem(item)
	return err
}
