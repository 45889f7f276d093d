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

// Duties are the reports that living mandates owe, the earliest first (SE-6, CF-6).
func Duties(tx *store.Tx) ([]commune.Duty, error) {
	mandates, err := tx.Mandates()
	if err != nil {
		return nil, err
	}
	last, err := tx.LastReports()
	if err != nil {
		return nil, err
	}
	sat, err := tx.CouncilSittings()
	return mandates.Duties(last, sat, tx.Now()), err
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
		text := words.T("duty.item_text", m.HolderName, m.Title, words.Date(d.DueAt))
		if !d.SatAt.IsZero() {
			text = words.T("duty.item_sitting", m.HolderName, m.Title, words.Date(d.DueAt), words.Date(d.SatAt))
		}
		return raise(tx, fmt.Sprintf("owed/%d/%d", m.ID, due), commune.Item{Title: words.T("duty.item", m.Title), Text: text, ProposedBy: m.Holder})
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
	item.Kind, item.Minutes = commune.Information, raisedMinutes
	_, err := raised(tx, cause, item)
	return err
}

// raised is the item as it came to stand; its ID is 0 while it waits, or stands there already.
func raised(tx *store.Tx, cause string, item commune.Item) (commune.Item, error) {
	to, err := nextOpen(tx)
	if errors.Is(err, commune.ErrNoNextAgenda) {
		return commune.Item{}, nil
	}
	if err != nil {
		return commune.Item{}, err
	}
	first, err := tx.Once(cause)
	if err != nil || !first {
		return commune.Item{}, err
	}
	item.Meeting, item.ProposedAt, item.Raised = to.ID, tx.Now(), true
	item.Title, item.Text = shortened(item.Title, commune.MaxName), shortened(item.Text, commune.MaxText)
	tx.Touch(to.ID)
	return tx.PutItem(item)
}

// RaiseToVote puts on the next agenda that is open, once, what others have the assembly vote on, with the motion that answers it (CF-7).
// Nobody withdraws the item. Without an agenda it waits for one; the motion's ID is then 0.
func RaiseToVote(tx *store.Tx, h House, cause string, asked Proposal) (commune.Motion, error) {
	by, err := steward(tx)
	if err != nil || by == 0 {
		return commune.Motion{}, err
	}
	item, err := raised(tx, cause, commune.Item{
		Title: asked.Title, Text: asked.Reasons, Kind: commune.ForDecision, Minutes: proposalMinutes, ProposedBy: by,
	})
	if err != nil || item.ID == 0 {
		return commune.Motion{}, err
	}
	return putMotion(tx, h, commune.Motion{
		Meeting: item.Meeting, Item: item.ID, Form: asked.Form, Text: asked.Text, Payload: asked.Payload, Audience: asked.Audience,
		ProposedBy: by, ProposedAt: tx.Now(),
	})
}

// steward is the member in whose name stands what nobody here proposed: who prepares the agenda or sits in a council, or else who has been
// a member longest.
func steward(tx *store.Tx) (commune.MemberID, error) {
	mandates, err := tx.Mandates()
	if err != nil {
		return 0, err
	}
	for _, c := range []commune.Capability{commune.PrepareAgenda, commune.SitInCouncil} {
		for _, m := range mandates {
			if m.Allows(c, tx.Now()) {
				return m.Holder, nil
			}
		}
	}
	members, err := tx.Members()
	if err != nil {
		return 0, err
	}
	var first commune.MemberID
	for _, m := range members {
		if m.Active() && (first == 0 || m.ID < first) {
			first = m.ID
		}
	}
	return first, nil
}
