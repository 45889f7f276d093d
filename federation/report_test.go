package federation_test

import (
	"strings"
	"testing"
	"time"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/record"
	"federes.org/commune/store"
	"federes.org/commune/store/storetest"
	peers "federes.org/confederation/store"
)

// owes are the reports that the living mandates of an assembly owe.
func (i *instance) owes() (duties []commune.Duty) {
	i.Helper()
	i.tx(func(tx *store.Tx) (err error) { duties, err = procedure.Duties(tx); return err })
	return duties
}

func TestCF6_ADelegateReportsToTheirAssemblyAfterEachSittingOfTheCouncil(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func(store.Config) *store.Store) {
		town, council := newRegion(t, open).joined()
		given := town.delegates(council)
		settle(town, council)
		if n := len(town.owes()); n != 0 {
			t.Fatalf("%d reports are owed before the council sat", n)
		}
		town.clock.Add(time.Hour)
		council.sits(town.enters(council, given))
		sat := council.clock.Now()
		council.accounts(commune.Confederation)
		settle(town, council)
		duties := town.owes()
		if len(duties) != 1 || duties[0].Mandate.ID != given.ID || !duties[0].SatAt.Equal(sat.UTC().Truncate(time.Second)) || !duties[0].DueAt.Equal(duties[0].SatAt.Add(commune.ReportSitting)) {
			t.Fatalf("after a sitting of %v are owed: %+v", sat, duties)
		}

		town.clock.Add(commune.ReportSitting)
		town.tx(func(tx *store.Tx) error { return procedure.Watch(tx, town.house) })
		town.tx(func(tx *store.Tx) error {
			next, err := procedure.NextAgenda(tx)
			if err != nil {
				return err
			}
			items, err := tx.Items(next.ID)
			raised := 0
			for _, item := range items {
				if item.Raised && strings.Contains(item.Text, "de la séance du conseil du lundi 7 septembre") {
					raised++
				}
			}
			if raised != 1 {
				t.Errorf("the report that is late stands %d times on the next agenda", raised)
			}
			return err
		})

		town.tx(func(tx *store.Tx) error {
			_, err := procedure.WriteReport(tx, town.house, town.founder, procedure.Written{Publish: true, Report: commune.Report{
				Mandate: given.ID, Title: "La séance de septembre", Text: "Le conseil a parlé de la cantine.", From: "2026-09-07", Until: "2026-09-07", Audience: commune.Confederation,
			}})
			return err
		})
		settle(town, council)
		if n := len(town.owes()); n != 0 {
			t.Errorf("%d reports are owed after the report", n)
		}
		council.tx(func(tx *store.Tx) error {
			p, err := peers.PeerByActor(tx, town.ag())
			if err != nil {
				return err
			}
			reports, err := peers.VerifiedOf(tx, p.ID, []string{record.KindReport}, -1)
			if len(reports) != 1 || !strings.Contains(string(reports[0].Document), "Le conseil a parlé de la cantine.") {
				t.Errorf("the council knows %d reports", len(reports))
			}
			return err
		})
	})
}
