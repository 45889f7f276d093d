package procedure

import (
	"cmp"
	"errors"
	"strings"

	"federes.org/commune"
	"federes.org/commune/store"
)

// participant is who takes part in a meeting: a member in the general assembly (AG-4), anybody who is known in a popular one (AP-2).
func participant(tx *store.Tx, who commune.MemberID, in commune.Meeting) (Person, error) {
	if !in.Popular() {
		return Identify(tx, who)
	}
	m, err := Account(tx, who)
	if err != nil || m.Active() {
		if err == nil {
			return Identify(tx, who)
		}
		return Person{}, err
	}
	return Person{Member: m}, nil
}

// assembly is the body whose meeting it is; the general assembly while it has no ID.
type assembly struct{ commune.Body }

// signs is the name of its actor, empty for the general assembly's.
func (a assembly) signs() string {
	if a.ID == 0 {
		return ""
	}
	return a.ActorName()
}

func assemblyOf(tx *store.Tx, in commune.Meeting) (assembly, error) {
	if !in.Popular() {
		return assembly{}, nil
	}
	b, err := tx.Body(in.Body)
	return assembly{b}, err
}

// following are the meetings of the same assembly that come after one, the earliest first.
func following(tx *store.Tx, in commune.Meeting) ([]commune.Meeting, error) {
	if !in.Popular() {
		return tx.MeetingsFrom(in.StartsAt)
	}
	all, err := tx.MeetingsOf(in.Body)
	var later []commune.Meeting
	for i := len(all) - 1; i >= 0; i-- {
		if m := all[i]; m.StartsAt.After(in.StartsAt) && !m.State(tx.Now()).Over() {
			later = append(later, m)
		}
	}
	return later, err
}

// organiser is a member under a mandate to organise popular assemblies (AP-1, PW-1).
func organiser(tx *store.Tx, who commune.MemberID) (Person, error) {
	p, err := Identify(tx, who)
	if err != nil {
		return p, err
	}
	_, err = p.May(commune.Organise, tx.Now())
	return p, err
}

// PopularBody is a popular assembly and what it says of itself.
type PopularBody struct {
	commune.Body
	Page commune.PopularAssemblyPage
}

// CreatePopular begins to tell of a popular assembly, which no decision of ours makes (AP-1, AP-2).
func CreatePopular(tx *store.Tx, who commune.MemberID, asked PopularBody) (commune.Body, error) {
	if _, err := organiser(tx, who); err != nil {
		return asked.Body, err
	}
	b, err := commune.NewPopularAssembly(asked.Body, tx.Now())
	if err != nil {
		return b, err
	}
	if err := asked.Page.Check(); err != nil {
		return b, err
	}
	if err := slugFree(tx, b.Slug); err != nil {
		return b, err
	}
	if b, err = AddBody(tx, b); err != nil {
		return b, err
	}
	return b, putPopularPage(tx, who, b, asked.Page)
}

// ChangePopular changes what is told of a popular assembly. Its address stays (AP-1).
func ChangePopular(tx *store.Tx, who commune.MemberID, asked PopularBody) (commune.Body, error) {
	if _, err := organiser(tx, who); err != nil {
		return asked.Body, err
	}
	b, err := Popular(tx, asked.ID)
	if err != nil {
		return b, err
	}
	b.Name, b.Purpose = strings.TrimSpace(asked.Name), strings.TrimSpace(asked.Purpose)
	if err := b.CheckWords(); err != nil {
		return b, err
	}
	if err := asked.Page.Check(); err != nil {
		return b, err
	}
	if err := tx.SaveBody(b); err != nil {
		return b, err
	}
	before, err := tx.PopularAssemblyPage(b.ID)
	if err != nil {
		return b, err
	}
	asked.Page.Ended = before.Ended
	return b, putPopularPage(tx, who, b, asked.Page)
}

func putPopularPage(tx *store.Tx, who commune.MemberID, b commune.Body, p commune.PopularAssemblyPage) error {
	p.Proposers = cmp.Or(p.Proposers, commune.EverybodyProposes)
	p.Body, p.ChangedBy, p.ChangedAt = b.ID, who, tx.Now()
	for _, text := range []*string{&p.Coming, &p.Rules, &p.Organisers, &p.Initiatives} {
		*text = strings.TrimSpace(*text)
	}
	return tx.PutPopularAssemblyPage(p)
}

// Popular is a popular assembly, locked; any other body is not found.
func Popular(tx *store.Tx, id commune.BodyID) (commune.Body, error) {
	b, err := tx.BodyForUpdate(id)
	if err == nil && b.Kind != commune.PopularAssembly {
		err = commune.ErrNotFound
	}
	return b, err
}

// keepsDoor lets who leads a meeting note who is there; at a popular assembly also who is mandated to organise (AP-1).
func keepsDoor(tx *store.Tx, who commune.MemberID, m commune.Meeting) error {
	if m.Popular() {
		if _, err := organiser(tx, who); !errors.Is(err, commune.ErrNotMandated) {
			return err
		}
	}
	_, err := Facilitating(tx, who, m)
	return err
}

// KeepsDoor tells whether a member may note who is there.
func KeepsDoor(tx *store.Tx, who commune.MemberID, m commune.Meeting) (bool, error) {
	err := keepsDoor(tx, who, m)
	if errors.Is(err, commune.ErrNotMandated) {
		return false, nil
	}
	return err == nil, err
}

// Attendable are those whom a meeting could take in: the members, and in a popular assembly everybody who is known (AP-2).
func Attendable(tx *store.Tx, m commune.Meeting) ([]Person, error) {
	people, err := Everybody(tx)
	if err != nil || !m.Popular() {
		return people, err
	}
	for _, kind := range []commune.MemberKind{commune.KindSympathiser, commune.KindGuest} {
		others, err := tx.People(kind)
		if err != nil {
			return nil, err
		}
		for _, o := range others {
			if o.Known() && (o.Kind != commune.KindGuest || o.Email != "") {
				people = append(people, Person{Member: o})
			}
		}
	}
	return people, nil
}
