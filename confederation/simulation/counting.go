package simulation

import (
	"context"
	"fmt"

	"federes.org/commune"
	"federes.org/confederation"
)

// eachCounted calls for every answer that a council counts, until it finds why one may not be.
func (i *Instance) eachCounted(r reading, why func(p confederation.Proposal, a confederation.AnswerRow) string) string {
	if i.kind != commune.KindCouncil {
		return ""
	}
	for _, p := range r.texts {
		for _, a := range r.answers[p.URI] {
			if !p.Believed || !a.Stands || a.Apart != confederation.ApartNone {
				continue
			}
			if found := why(p, a); found != "" {
				return found
			}
		}
	}
	return ""
}

// late: no answer is counted that was decided after the deadline, or to another text.
func late(i *Instance, r reading) (string, error) {
	return i.eachCounted(r, func(p confederation.Proposal, a confederation.AnswerRow) string {
		if a.DecidedAt.After(p.Deadline) || a.Hash != p.Hash {
			return fmt.Sprintf("%s answered %q too late, or another text", a.Commune, p.Title)
		}
		return ""
	}), nil
}

// strange: no answer is counted, as long as answers are, of who stands below nobody here.
func strange(i *Instance, r reading) (string, error) {
	below := r.below(i.face.Actor)
	return i.eachCounted(r, func(p confederation.Proposal, a confederation.AnswerRow) string {
		if !p.Done() && !below[a.Commune] {
			return fmt.Sprintf("%s is counted on %q and stands below nobody here", a.Commune, p.Title)
		}
		return ""
	}), nil
}

// counted: of each text a council counts, of every commune, one answer at most, which that commune signed; the tally is their sum.
func counted(i *Instance, r reading) (string, error) {
	total, voted := map[string]confederation.Tally{}, map[string]bool{}
	why := i.eachCounted(r, func(p confederation.Proposal, a confederation.AnswerRow) string {
		one := p.URI + " " + string(a.Commune)
		switch {
		case voted[one]:
			return fmt.Sprintf("%s is counted twice on %q", a.Commune, p.Title)
		case i.signed[a.Digest] != a.Commune:
			return fmt.Sprintf("%s never signed what is counted on %q", a.Commune, p.Title)
		}
		voted[one] = true
		total[p.URI] = add(total[p.URI], a)
		return ""
	})
	if why != "" || i.kind != commune.KindCouncil {
		return why, nil
	}
	for _, p := range r.texts {
		if p.Believed && total[p.URI] != p.Tally() {
			return fmt.Sprintf("%q counts %+v, and its answers are %+v", p.Title, p.Tally(), total[p.URI]), nil
		}
	}
	return "", nil
}

func add(t confederation.Tally, a confederation.AnswerRow) confederation.Tally {
	if a.Yes {
		t.Yes++
	} else {
		t.No++
	}
	if a.Yes && a.Reservations != "" {
		t.Reserved++
	}
	t.Electorate += a.Electorate
	t.Persons.For, t.Persons.Against, t.Persons.Abstain = t.Persons.For+a.For, t.Persons.Against+a.Against, t.Persons.Abstain+a.Abstain
	return t
}

// below are the communes that stand below a council, as the rolls say that are known here.
func (r reading) below(council commune.ActorID) map[commune.ActorID]bool {
	communes, seen := map[commune.ActorID]bool{}, map[commune.ActorID]bool{council: true}
	for next := []commune.ActorID{council}; len(next) > 0; next = next[1:] {
		for _, e := range r.rolls {
			switch {
			case e.Council != next[0] || e.Departed || seen[e.Member]:
			case e.Kind == confederation.OfCommune:
				communes[e.Member] = true
			default:
				seen[e.Member] = true
				next = append(next, e.Member)
			}
		}
	}
	return communes
}

// enrolled: whose log is read, of its roll the same is known here as there.
func enrolled(i *Instance, r reading) (string, error) {
	for _, p := range r.peers {
		of := i.at(p.Actor)
		if of == nil || of.kind != commune.KindCouncil || !heard(p) {
			continue
		}
		there, err := of.read(context.Background())
		if err != nil {
			return "", err
		}
		here, says := rollOf(r, p.Actor), rollOf(there, p.Actor)
		if here != says {
			return fmt.Sprintf("of the roll of %s it knows %s, and the roll is %s", p.Name, here, says), nil
		}
	}
	return "", nil
}

func rollOf(r reading, council commune.ActorID) (all string) {
	for _, e := range r.rolls {
		if e.Council == council {
			all += fmt.Sprintf("%s at %d (left %v) ", e.Member, e.Seq, e.Departed)
		}
	}
	return all
}

// answered: of a text that is not counted yet, the council that put it counts the last answer of every commune below it that said one thing only.
func answered(i *Instance, r reading) (string, error) {
	for _, p := range r.texts {
		if !p.Own() || p.Done() {
			continue
		}
		for actor := range r.below(i.face.Actor) {
			of := i.at(actor)
			if of.forked {
				continue // what it said in another history is known elsewhere alone
			}
			there, err := of.read(context.Background())
			if err != nil {
				return "", err
			}
			var last confederation.AnswerRow
			for _, a := range there.answers[p.URI] {
				if !a.DecidedAt.After(p.Deadline) && a.Seq >= last.Seq {
					last = a
				}
			}
			if last.Digest != "" && !counts(r.answers[p.URI], last, r.doubts(actor)) {
				return fmt.Sprintf("%s answered %q at %d, which is not counted", of.Name, p.Title, last.Seq), nil
			}
		}
	}
	return "", nil
}

// counts tells whether an answer is part of the tally, or stands apart because its commune told two stories: it is frozen only while there is
// evidence for that.
func counts(all []confederation.AnswerRow, last confederation.AnswerRow, doubted bool) bool {
	for _, a := range all {
		apart := a.Apart == confederation.ApartConflict || a.Apart == confederation.ApartFrozen && doubted
		if a.Digest == last.Digest && a.Stands && (a.Apart == confederation.ApartNone || apart) {
			return true
		}
		if a.Seq == last.Seq && a.Contested {
			return true
		}
	}
	return false
}
