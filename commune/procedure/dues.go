package procedure

import (
	"encoding/json"
	"fmt"
	"strings"

	"federes.org/commune"
	"federes.org/commune/jobs"
	"federes.org/commune/store"
)

// DuesJob is the durable work that mails one member a reminder of their dues.
const DuesJob = "dues-letter"

// RecordPayment records a member's dues under the mandate that allows it (ME-1).
func RecordPayment(tx *store.Tx, who commune.MemberID, payment commune.Payment) (commune.Payment, error) {
	mandate, err := mandated(tx, who, commune.RecordDues)
	if err != nil {
		return payment, err
	}
	return enter(tx, mandate, payment)
}

// enter keeps a payment that is made, by hand or from a file, under a mandate that is held.
func enter(tx *store.Tx, mandate commune.Mandate, payment commune.Payment) (commune.Payment, error) {
	payer, err := tx.Member(payment.Member)
	if err != nil {
		return payment, err
	}
	if !payer.Active() {
		return payment, commune.ErrNotFound
	}
	payment.Reason, payment.Reverses = strings.TrimSpace(payment.Reason), 0
	if err := payment.Check(); err != nil {
		return payment, err
	}
	payment.Mandate, payment.RecordedAt = mandate.ID, tx.Now()
	return tx.AddPayment(payment)
}

// TakePaymentBack corrects an entry of dues that was wrong, by one that reverses it: no entry is ever changed, and none is taken back twice.
func TakePaymentBack(tx *store.Tx, who commune.MemberID, id commune.PaymentID) (commune.Payment, error) {
	mandate, err := mandated(tx, who, commune.RecordDues)
	if err != nil {
		return commune.Payment{}, err
	}
	return takeBack(tx, mandate, id)
}

func takeBack(tx *store.Tx, mandate commune.Mandate, id commune.PaymentID) (commune.Payment, error) {
	wrong, err := tx.Payment(id)
	if err != nil {
		return wrong, err
	}
	back, err := wrong.Reverse()
	if err != nil {
		return back, err
	}
	back.Mandate, back.RecordedAt = mandate.ID, tx.Now()
	return tx.AddPayment(back)
}

// DuesReminder is what the work of a reminder knows: what it says is composed when it is mailed, from what is then so.
type DuesReminder struct {
	Member commune.MemberID
	Kind   commune.DuesLetter
	Until  commune.Day
}

// remindDues leaves a letter for every member whose dues end: before, at the end, and once after it (ME-1). Done twice, it leaves nothing twice.
func remindDues(tx *store.Tx) error {
	o, err := tx.Organisation()
	if err != nil {
		return err
	}
	sent, err := tx.DuesLetters()
	if err != nil {
		return err
	}
	muting, err := tx.Muting(commune.TopicDues)
	if err != nil {
		return err
	}
	people, err := Everybody(tx)
	if err != nil {
		return err
	}
	var all []jobs.Job
	for _, p := range people {
		r := DuesReminder{Member: p.ID, Kind: p.Standing.Due(commune.DayOf(tx.Now(), o.Location())), Until: p.Standing.PaidUntil()}
		if r.Kind == "" || p.Email == "" || muting[p.ID] || sent[p.ID][r.Kind] == r.Until {
			continue
		}
		payload, err := json.Marshal(r)
		if err != nil {
			return err
		}
		all = append(all, jobs.Job{Kind: DuesJob, Key: fmt.Sprintf("%d/%s/%s", r.Member, r.Kind, r.Until), Lane: mailLane, Payload: payload})
	}
	return tx.Enqueue(all...)
}

// Reminded is the member whom a reminder is for, while there is cause to mail it.
func (r DuesReminder) Reminded(tx *store.Tx) (Person, error) {
	o, err := tx.Organisation()
	if err != nil {
		return Person{}, err
	}
	p, err := Identify(tx, r.Member)
	if err != nil {
		return p, err
	}
	sent, err := tx.DuesLetters()
	if err != nil {
		return p, err
	}
	muting, err := tx.Muting(commune.TopicDues)
	if err != nil {
		return p, err
	}
	due := p.Standing.Due(commune.DayOf(tx.Now(), o.Location())) == r.Kind && p.Standing.PaidUntil() == r.Until
	if !due || p.Email == "" || muting[p.ID] || sent[p.ID][r.Kind] == r.Until {
		return p, commune.ErrNotFound
	}
	return p, nil
}
