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

// watchTerms writes twice to the holders of mandates whose term comes near, however long ago these were given (SE-3).
func watchTerms(tx *store.Tx) error {
	mandates, err := tx.Mandates()
	if err != nil {
		return err
	}
	for _, m := range mandates {
		kind, at := m.TermMail(tx.Now())
		if kind == "" {
			continue
		}
		first, err := tx.Once(fmt.Sprintf("mandate/%d/%s", m.ID, kind))
		if err == nil && first {
			err = leaveMandateLetter(tx, m, kind, at)
		}
		if err != nil {
			return err
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
