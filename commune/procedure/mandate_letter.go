package procedure

import (
	"encoding/json"
	"fmt"
	"time"

	"federes.org/commune"
	"federes.org/commune/jobs"
	"federes.org/commune/store"
)

// MandateLetterJob is the durable work that mails the holder of a mandate what it asks of them.
const MandateLetterJob = "mandate-letter"

// MandateLetter is a mail to the holder of a mandate. What it says is composed when it is mailed, from what is then so.
type MandateLetter struct {
	Mandate commune.MandateID   `json:"mandate"`
	Kind    commune.MandateMail `json:"kind"`
}

// askAcceptance writes to who was mandated without having accepted: now, and once more before it is too late (SE-3).
func askAcceptance(tx *store.Tx, m commune.Mandate) error {
	if err := leaveMandateLetter(tx, m, commune.MailAccept, tx.Now()); err != nil {
		return err
	}
	return leaveMandateLetter(tx, m, commune.MailAcceptSoon, m.AcceptBy().Add(-commune.AcceptSoon))
}

// remindTerm writes to the holder before the end of the term, twice.
func remindTerm(tx *store.Tx, m commune.Mandate) error {
	if m.Renewable() != nil {
		return nil
	}
	for kind, before := range map[commune.MandateMail]time.Duration{commune.MailTerm: commune.RenewBefore, commune.MailTermSoon: commune.TermSoon} {
		if at := m.Until.Add(-before); at.After(tx.Now()) {
			if err := leaveMandateLetter(tx, m, kind, at); err != nil {
				return err
			}
		}
	}
	return nil
}

// tellRevoked writes to whose mandate was revoked: they may not have been there (SE-7).
func tellRevoked(tx *store.Tx, m commune.Mandate) error {
	return leaveMandateLetter(tx, m, commune.MailRevoked, tx.Now())
}

func leaveMandateLetter(tx *store.Tx, m commune.Mandate, kind commune.MandateMail, at time.Time) error {
	payload, err := json.Marshal(MandateLetter{Mandate: m.ID, Kind: kind})
	if err != nil {
		return err
	}
	return tx.Enqueue(jobs.Job{Kind: MandateLetterJob, Key: fmt.Sprintf("%d %s", m.ID, kind), Lane: mailLane, Payload: payload, RunAt: at})
}
