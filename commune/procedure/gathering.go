package procedure

import (
	"federes.org/commune"
	"federes.org/commune/jobs"
	"federes.org/commune/store"
)

// CalendarJob is the durable work that tells people and the fediverse of what the calendar says: it comes back by itself, and is woken by
// whatever changes it.
const CalendarJob = "calendar"

func tellNow(tx *store.Tx) error { return tx.EnqueueOrWake(jobs.Job{Kind: CalendarJob}) }

// PlannerOf is what a member may write in the calendar of a body (CO-7); in that of a popular assembly, who organises does (AP-1).
func PlannerOf(tx *store.Tx, p Person, body commune.BodyID) (commune.Planner, error) {
	_, convenes := p.May(commune.Convene, tx.Now())
	planner := commune.Planner{Member: p.ID, Good: p.Good, Convenes: convenes == nil}
	if body == 0 {
		return planner, nil
	}
	of, err := peopleOf(tx, body)
	if err != nil {
		return planner, err
	}
	b, err := tx.Body(body)
	_, organises := p.May(commune.Organise, tx.Now())
	planner.OfBody = of[p.ID] || b.Kind == commune.PopularAssembly && organises == nil
	return planner, err
}

// peopleOf are those who are of a body: the members of a commission (CO-3), and the holders of living mandates in it (SE-2).
func peopleOf(tx *store.Tx, body commune.BodyID) (map[commune.MemberID]bool, error) {
	of := map[commune.MemberID]bool{}
	if body == 0 {
		return of, nil
	}
	joined, err := tx.Memberships(body)
	if err != nil {
		return nil, err
	}
	for _, m := range joined {
		of[m.Member] = true
	}
	mandates, err := tx.Mandates()
	for _, m := range mandates {
		if m.Body == body && m.LivingAt(tx.Now()) {
			of[m.Holder] = true
		}
	}
	return of, err
}

// PutGathering puts something into the calendar, for who may write there for its body (CO-7).
func PutGathering(tx *store.Tx, who commune.MemberID, g commune.Gathering) (commune.Gathering, error) {
	p, err := Identify(tx, who)
	if err != nil {
		return g, err
	}
	planner, err := PlannerOf(tx, p, g.Body)
	if err != nil {
		return g, err
	}
	if err := planner.Puts(g.Body); err != nil {
		return g, err
	}
	o, err := tx.Organisation()
	if err != nil {
		return g, err
	}
	if err := living(tx, o, g.Body); err != nil {
		return g, err
	}
	if g, err = commune.NewGathering(g, who, o.Location(), tx.Now()); err != nil {
		return g, err
	}
	if g, err = tx.PutGathering(g); err != nil {
		return g, err
	}
	return g, tellNow(tx)
}

// ChangeGathering writes a gathering anew, all its days. Whose it is stays.
func ChangeGathering(tx *store.Tx, who commune.MemberID, to commune.Gathering) (commune.Gathering, error) {
	g, o, err := planning(tx, who, to.ID)
	if err != nil {
		return g, err
	}
	if g, _, err = g.Changed(to, o.Location(), tx.Now()); err != nil {
		return g, err
	}
	if g, err = tx.PutGathering(g); err != nil {
		return g, err
	}
	return g, tellNow(tx)
}

// CancelGathering says that what is left of a gathering will not take place, and why.
func CancelGathering(tx *store.Tx, who commune.MemberID, id commune.GatheringID, reason string) (commune.Gathering, error) {
	g, o, err := planning(tx, who, id)
	if err != nil {
		return g, err
	}
	if g, err = g.Cancel(reason, o.Location(), tx.Now()); err != nil {
		return g, err
	}
	if g, err = tx.PutGathering(g); err != nil {
		return g, err
	}
	return g, tellNow(tx)
}

// CancelDay says that one day of a series will not take place, and why; what takes place once is cancelled whole.
func CancelDay(tx *store.Tx, who commune.MemberID, id commune.GatheringID, number int, reason string) (commune.Gathering, error) {
	return exceptDay(tx, who, id, number, func(g commune.Gathering, o commune.Organisation, day commune.Occurrence) (commune.Exception, error) {
		return g.CancelOne(day, reason, o.Location(), tx.Now())
	})
}

// MoveDay gives one day of a series another hour or place.
func MoveDay(tx *store.Tx, who commune.MemberID, id commune.GatheringID, number int, to commune.Otherwise) (commune.Gathering, error) {
	return exceptDay(tx, who, id, number, func(g commune.Gathering, o commune.Organisation, day commune.Occurrence) (commune.Exception, error) {
		return g.Move(day, to, o.Location(), tx.Now())
	})
}

type exception func(g commune.Gathering, o commune.Organisation, day commune.Occurrence) (commune.Exception, error)

func exceptDay(tx *store.Tx, who commune.MemberID, id commune.GatheringID, number int, otherwise exception) (commune.Gathering, error) {
	g, o, err := planning(tx, who, id)
	if err != nil {
		return g, err
	}
	if g.Rhythm == commune.Once {
		return g, commune.ErrNotFound
	}
	except, err := tx.Exceptions([]commune.Gathering{g})
	if err != nil {
		return g, err
	}
	day, err := g.Occurrence(number, except[id], o.Location())
	if err != nil {
		return g, err
	}
	e, err := otherwise(g, o, day)
	if err != nil {
		return g, err
	}
	if err := tx.PutException(e); err != nil {
		return g, err
	}
	return g, tellNow(tx)
}

// planning locks a gathering for who may change it.
func planning(tx *store.Tx, who commune.MemberID, id commune.GatheringID) (commune.Gathering, commune.Organisation, error) {
	g, err := tx.GatheringForUpdate(id)
	if err != nil {
		return g, commune.Organisation{}, err
	}
	p, err := Identify(tx, who)
	if err != nil {
		return g, commune.Organisation{}, err
	}
	planner, err := PlannerOf(tx, p, g.Body)
	if err != nil {
		return g, commune.Organisation{}, err
	}
	if err := planner.Changes(g); err != nil {
		return g, commune.Organisation{}, err
	}
	o, err := tx.Organisation()
	return g, o, err
}

// Come notes whether a member comes to one day of a gathering that is for them (OU-A).
func Come(tx *store.Tx, who commune.MemberID, id commune.GatheringID, number int, comes bool) error {
	p, err := Identify(tx, who)
	if err != nil {
		return err
	}
	r := ReaderOf(tx, &p)
	g, except, loc, err := gatheringWith(tx, id)
	if err != nil {
		return err
	}
	day, err := g.Occurrence(number, except, loc)
	if err != nil {
		return err
	}
	if !comes {
		return tx.RemoveComer(commune.Comer{Gathering: id, Number: number, Member: who})
	}
	c, err := r.ComesTo(g.On(day, r), who, tx.Now())
	if err != nil {
		return err
	}
	return tx.PutComer(c)
}

// living refuses a body that was dissolved, or whose time is over.
func living(tx *store.Tx, o commune.Organisation, id commune.BodyID) error {
	if id == 0 {
		return nil
	}
	b, err := tx.Body(id)
	if err == nil && !b.Active(commune.DayOf(tx.Now(), o.Location())) {
		err = commune.ErrBodyDissolved.With(b.DissolvedAt)
	}
	return err
}
