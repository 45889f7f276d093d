package procedure

import (
	"slices"

	"federes.org/commune"
	"federes.org/commune/store"
)

// Carried is what an import did.
type Carried struct {
	Admitted, Recorded, TakenBack, Numbered int
	Left                                    int // lines that stayed out
}

// Seen is what someone saw before they said that a file is to be imported.
type Seen struct {
	Plan   string
	Anyway bool // lines that wait are meant to stay out
}

// CarryImport does what the plan of a file said: all of it, or nothing. Done again it would change nothing: the entries are known by their
// references. It does what hand entries do, under the mandates that they need (ME-1), and forgets the file (ME-2).
func CarryImport(tx *store.Tx, who commune.MemberID, id commune.ImportID, saw Seen) (Carried, error) {
	i, err := tx.ImportForUpdate(id, who)
	s, err := opened(tx, who, i, err)
	if err != nil {
		return Carried{}, err
	}
	plan, err := planSheet(tx, who, s)
	switch {
	case err != nil:
		return Carried{}, err
	case plan.Seen != saw.Plan:
		return Carried{}, commune.ErrImportMoved
	case plan.Acting() == 0:
		return Carried{}, commune.ErrImportNothing
	case plan.Waiting() > 0 && !saw.Anyway:
		return Carried{}, commune.ErrImportUnseen.With(plan.Waiting())
	}
	c, err := newCarrier(tx, who, plan)
	if err != nil {
		return c.done, err
	}
	slices.SortStableFunc(plan.Lines, func(a, b ImportLine) int { return a.State.Rank() - b.State.Rank() }) // who is new comes before what is theirs
	for _, l := range plan.Lines {
		if err := c.carry(l); err != nil {
			return c.done, err
		}
	}
	c.done.Left = plan.Waiting()
	return c.done, tx.RemoveImport(id)
}

// carrier carries lines out.
type carrier struct {
	tx      *store.Tx
	mandate commune.Mandate // to record dues, held until the end; none if no line needs it
	source  commune.Source
	done    Carried
}

// newCarrier asks for the mandates that the lines need.
func newCarrier(tx *store.Tx, who commune.MemberID, plan ImportPlan) (carrier, error) {
	c := carrier{tx: tx, source: plan.Format.Source()}
	admits, records := false, false
	for _, l := range plan.Lines {
		admits = admits || l.State == commune.LineNew
		records = records || l.Payment != nil || l.Back != 0
	}
	if admits {
		if _, err := mandated(tx, who, commune.AdmitMembers); err != nil {
			return c, err
		}
	}
	var err error
	if records {
		c.mandate, err = mandated(tx, who, commune.RecordDues)
	}
	return c, err
}

func (c *carrier) carry(l ImportLine) error {
	if !l.State.Acts() {
		return nil
	}
	if l.Back != 0 {
		c.done.TakenBack++
		_, err := takeBack(c.tx, c.mandate, l.Back)
		return err
	}
	if l.State == commune.LineNew {
		m, err := c.tx.AddMember(l.of.Member)
		if err != nil {
			return err
		}
		l.of.Member = m
		c.done.Admitted++
	}
	if l.Numbers {
		c.done.Numbered++
		if err := c.tx.AddMemberNumber(commune.MemberNumber{Source: c.source, Number: l.Number, Member: l.of.ID}); err != nil {
			return err
		}
	}
	if l.Payment == nil {
		return nil
	}
	c.done.Recorded++
	l.Payment.Member = l.of.ID
	_, err := enter(c.tx, c.mandate, *l.Payment)
	return err
}
