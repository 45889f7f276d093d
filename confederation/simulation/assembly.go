package simulation

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"federes.org/commune"
	commons "federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/confederation"
	"federes.org/confederation/procedure"
	peers "federes.org/confederation/store"
)

// decides has the assembly vote on a motion, in a sitting that stays open for the next one. One that the rules refuse is not put. A council closes
// the vote some steps later.
func (i *Instance) decides(ctx context.Context, m commune.Motion, choice commune.Choice) (refused bool, err error) {
	if err := i.assemble(ctx); err != nil {
		return false, err
	}
	err = i.act(ctx, func(tx *store.Tx) error {
		if err := i.gathers(tx); err != nil {
			return err
		}
		items, err := tx.Items(i.meeting)
		if err != nil {
			return err
		}
		m.Item = items[0].ID
		if m, err = commons.ProposeMotion(tx, i.house, i.founder, m); err != nil {
			return err
		}
		_, err = commons.OpenVote(tx, i.house, i.founder, m.ID)
		return err
	})
	if refused, err := wasRefused(err); refused || err != nil {
		return refused, err
	}
	return false, i.act(ctx, func(tx *store.Tx) error {
		if err := i.ballots(tx, m.ID, choice); err != nil {
			return err
		}
		if i.kind == commune.KindCouncil {
			i.voting = append(i.voting, m.ID)
			return nil
		}
		_, err := commons.CloseVote(tx, i.house, i.founder, m.ID)
		return err
	})
}

// assemble calls an exceptional assembly and opens it, unless one is in session.
func (i *Instance) assemble(ctx context.Context) error {
	if i.meeting != 0 {
		return nil
	}
	return i.act(ctx, func(tx *store.Tx) error {
		m, err := commons.CallMeeting(tx, i.founder, commune.Call{
			Matter: "Ce qui vient", Reason: "Il y a à décider", Place: "Maison du peuple", StartsAt: tx.Now().Add(time.Minute),
		})
		if err != nil {
			return err
		}
		if err := commons.Attend(tx, i.founder, m.ID, commune.Room); err != nil {
			return err
		}
		_, err = commons.OpenMeeting(tx, i.founder, m.ID)
		i.meeting = m.ID
		return err
	})
}

// resolves decides on something that concerns members only, the confederation, or everybody.
func (i *Instance) resolves(ctx context.Context) error {
	audience := []commune.Audience{commune.Public, commune.Confederation, commune.MembersOnly}[i.chance.IntN(3)]
	_, err := i.decides(ctx, commune.Motion{
		Form: commune.FormResolution, Audience: audience, Text: fmt.Sprintf("L'eau revient en régie, dit-on au pas %d.", i.step),
	}, commune.For)
	return err
}

// joins looks a council up and decides to join it, which most assemblies do.
func (i *Instance) joins(ctx context.Context, council *Instance) error {
	refused, err := wasRefused(i.act(ctx, func(tx *store.Tx) error { _, err := procedure.Meet(tx, i.founder, council.face); return err }))
	if refused || err != nil {
		return err
	}
	terms, err := json.Marshal(confederation.JoinTerms{Council: council.face.Actor})
	if err != nil {
		return err
	}
	choice := commune.For
	if i.happens(20) {
		choice = commune.Against
	}
	_, err = i.decides(ctx, commune.Motion{
		Form: confederation.FormJoin, Audience: commune.Public, Text: "La commune rejoint le conseil.", Payload: terms,
	}, choice)
	return err
}

// answers has a council answer one that asked to join: most are accepted.
func (i *Instance) answers(ctx context.Context) error {
	var asked []confederation.Peer
	err := i.store.View(ctx, func(tx *store.Tx) error {
		all, err := peers.Peers(tx, confederation.RoleCommune)
		for _, p := range all {
			if p.State == confederation.Asked {
				asked = append(asked, p)
			}
		}
		return err
	})
	if err != nil || len(asked) == 0 {
		return err
	}
	who := asked[i.chance.IntN(len(asked))]
	accepts := !i.happens(15)
	return i.act(ctx, func(tx *store.Tx) error {
		return procedure.AnswerJoin(tx, i.house, i.founder, procedure.JoinAnswer{Peer: who.ID, Accept: accepts})
	})
}

// mandates sends a delegate to a council; where this commune does not belong to it, the rules refuse.
func (i *Instance) mandates(ctx context.Context, council *Instance) error {
	terms, err := json.Marshal(commune.MandateTerms{
		Holder: i.founder, Title: "Déléguée", Clauses: commune.Clauses{"Porter nos décisions."}, Council: council.face.Actor,
		Capabilities: commune.Capabilities{commune.SitInCouncil}, Until: commune.DayOf(i.clock(), time.UTC).Add(20 + i.chance.IntN(200)),
	})
	if err != nil {
		return err
	}
	_, err = i.decides(ctx, commune.Motion{
		Form: commune.FormMandate, Audience: commune.Public, Text: "Zoé nous représente.", Payload: terms,
	}, commune.For)
	return err
}

// revokes ends one of the delegates' mandates.
func (i *Instance) revokes(ctx context.Context) error {
	var living []commune.Mandate
	err := i.store.View(ctx, func(tx *store.Tx) error {
		all, err := tx.Mandates()
		for _, m := range all {
			if m.Council != "" && m.Revocable(tx.Now()) == nil {
				living = append(living, m)
			}
		}
		return err
	})
	if err != nil || len(living) == 0 {
		return err
	}
	terms, err := json.Marshal(commune.RevocationTerms{Mandate: living[i.chance.IntN(len(living))].ID})
	if err != nil {
		return err
	}
	_, err = i.decides(ctx, commune.Motion{
		Form: commune.FormRevocation, Audience: commune.Public, Text: "L'assemblée révoque ce mandat.", Payload: terms,
	}, commune.For)
	return err
}
