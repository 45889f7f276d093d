package procedure

import (
	"encoding/json"
	"errors"
	"fmt"

	"federes.org/commune"
	"federes.org/commune/jobs"
	"federes.org/commune/store"
)

// DepartureJob is the durable work that tells someone by mail that their erasure was asked for.
const DepartureJob = "departure"

// LeaveOrganisation lets a person out, who typed their name: mandates end, what concerned them alone is erased, and what they decided
// together with others stays, without their name (ME-3).
func LeaveOrganisation(tx *store.Tx, h House, who commune.MemberID, typed string) error {
	m, err := own(tx, who)
	if err != nil {
		return err
	}
	if err := m.Says(typed); err != nil {
		return err
	}
	return erase(tx, h, m)
}

func erase(tx *store.Tx, h House, m commune.Member) error {
	if m.Active() {
		if err := withdraw(tx, h, m.ID); err != nil {
			return err
		}
	}
	if r, err := tx.JoinByEmail(m.Email); err == nil {
		err = tx.RemoveJoin(r.ID)
		if err != nil {
			return err
		}
	} else if !errors.Is(err, commune.ErrNotFound) {
		return err
	}
	if err := tx.Forget(m.ID); err != nil {
		return err
	}
	o, err := tx.Organisation()
	if err != nil {
		return err
	}
	return tx.SaveMember(m.Leave(h.WordsOf(o).T("leaving.nameless"), tx.Now()))
}

// withdraw takes a member out of what they hold and where they are: their mandates, as if they resigned, and the meeting in session.
func withdraw(tx *store.Tx, h House, who commune.MemberID) error {
	people, err := Everybody(tx)
	if err != nil {
		return err
	}
	if len(people) == 1 {
		return commune.ErrLastMember
	}
	all, err := tx.Mandates()
	if err != nil {
		return err
	}
	for _, m := range all {
		if m.Holder != who || m.State(tx.Now()) != commune.MandateLiving {
			continue
		}
		if _, err := Resign(tx, h, who, m.ID); err != nil {
			return err
		}
	}
	if err := EndMandatesOf(tx, who); err != nil {
		return err
	}
	open, err := tx.OpenMeeting()
	if err == nil {
		err = Leave(tx, who, open.ID)
	}
	if errors.Is(err, commune.ErrNotFound) {
		return nil
	}
	return err
}

// AskDeparture has someone erased who asked for it and cannot sign in any more, under a mandate to admit members. It waits some days, in
// which they can stop it.
func AskDeparture(tx *store.Tx, who, leaving commune.MemberID, typed string) (commune.Departure, error) {
	mandate, err := mandated(tx, who, commune.AdmitMembers)
	if err != nil {
		return commune.Departure{}, err
	}
	m, err := Account(tx, leaving)
	if errors.Is(err, commune.ErrNotMember) {
		err = commune.ErrNotFound
	}
	if err != nil {
		return commune.Departure{}, err
	}
	if err := m.Says(typed); err != nil {
		return commune.Departure{}, err
	}
	d := commune.Departure{Member: m.ID, Mandate: mandate.ID, AskedAt: tx.Now(), DueAt: tx.Now().Add(commune.DepartureFor)}
	if err := tx.PutDeparture(d); err != nil {
		return d, err
	}
	payload, err := json.Marshal(d)
	if err != nil {
		return d, err
	}
	return d, tx.Enqueue(jobs.Job{Kind: DepartureJob, Key: fmt.Sprintf("%d/%d", d.Member, d.AskedAt.Unix()), Lane: mailLane, Payload: payload})
}

// StopDeparture keeps a person whose erasure was asked for in their name: they say so themselves, or who admits members takes it back.
func StopDeparture(tx *store.Tx, who, staying commune.MemberID) error {
	if who != staying {
		if _, err := mandated(tx, who, commune.AdmitMembers); err != nil {
			return err
		}
	}
	if _, err := own(tx, staying); err != nil {
		return err
	}
	return tx.RemoveDeparture(staying)
}

// depart erases those whose departure is due. Who cannot go yet, being the only member, stays until there is another.
func depart(tx *store.Tx, h House) error {
	due, err := tx.DueDepartures()
	if err != nil {
		return err
	}
	for _, d := range due {
		m, err := own(tx, d.Member)
		if err == nil {
			err = erase(tx, h, m)
		}
		if err != nil && !errors.Is(err, commune.ErrLastMember) {
			return err
		}
	}
	return nil
}
