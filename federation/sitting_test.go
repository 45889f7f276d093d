package federation_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/commune/store/storetest"
	"federes.org/confederation"
	confederal "federes.org/confederation/procedure"
)

// carries are the terms of a resolution that carries out a decision.
func (i *instance) carries(what string) []byte {
	i.Helper()
	terms, err := json.Marshal(confederation.CarryingTerms{Carries: what})
	if err != nil {
		i.Fatal(err)
	}
	return terms
}

// carriesAny are those of one that carries out the newest decision of a member.
func (i *instance) carriesAny() []byte {
	i.Helper()
	var all []confederation.CarryingTerms
	i.tx(func(tx *store.Tx) (err error) { all, err = confederal.Carriable(tx); return err })
	if len(all) == 0 {
		i.Fatal("no member of the council decided anything")
	}
	return i.carries(all[0].Carries)
}

func TestCF5_ACouncilCarriesOutWhatAnAssemblyDecidedAndNamesIt(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func(store.Config) *store.Store) {
		town, council := newRegion(t, open).joined()
		given := town.delegates(council)
		settle(town, council)
		who := town.enters(council, given)
		council.sits(who)
		d := town.decides(commune.Motion{Audience: commune.Public, Form: commune.FormResolution, Text: "La vallée a besoin d'une cantine."})
		settle(town, council)
		propose := func(m commune.Motion) error {
			return council.InTx(context.Background(), func(tx *store.Tx) error {
				items, err := tx.Items(council.meeting)
				if err != nil {
					return err
				}
				m.Item, m.Audience = items[0].ID, commune.Confederation
				_, err = procedure.ProposeMotion(tx, council.house, council.founder, m)
				return err
			})
		}
		for _, refused := range []struct {
			of   commune.Motion
			want commune.Refusal
		}{
			{commune.Motion{Form: commune.FormResolution, Text: "Le conseil décide."}, confederation.ErrCarriesNothing},
			{commune.Motion{Form: commune.FormResolution, Text: "Le conseil décide.", Payload: council.carries(town.base + "/records/999")}, confederation.ErrCarriesUnknown},
			{commune.Motion{Form: commune.FormSelection, Text: "Le conseil choisit.", Payload: []byte("Oui\nNon")}, confederation.ErrNotAtCouncil},
			{commune.Motion{Form: commune.FormCharter, Text: "Le conseil change la charte.", Payload: []byte(`{"text":"Autre"}`)}, confederation.ErrNotAtCouncil},
		} {
			if err := propose(refused.of); !errors.Is(err, refused.want) {
				t.Errorf("%s of %s: %v, want %v", refused.of.Form, refused.of.Payload, err, refused.want)
			}
		}
		if err := propose(commune.Motion{Form: commune.FormResolution, Text: "La cantine ouvre.", Payload: council.carries(fmt.Sprintf("%s/records/%d", town.base, d.Seq))}); err != nil {
			t.Error(err)
		}
	})
}

func TestCF1_WhoLeavesACouncilHasNoDelegateThere(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func(store.Config) *store.Store) {
		town, council := newRegion(t, open).joined()
		given := town.delegates(council)
		settle(town, council)
		payload, err := json.Marshal(confederation.TieTerms{Actor: council.conseil()})
		if err != nil {
			t.Fatal(err)
		}
		town.decides(commune.Motion{Form: confederation.FormLeave, Audience: commune.Public, Text: "La commune quitte le conseil.", Payload: payload})
		town.tx(func(tx *store.Tx) error {
			m, err := tx.Mandate(given.ID)
			if m.LivingAt(tx.Now()) || m.Ending != commune.Left {
				t.Errorf("the mandate of the delegate is %+v", m)
			}
			return err
		})
	})
}

func TestPW2_ACouncilIsNeverWithoutSomebodyWhoCanConveneIt(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func(store.Config) *store.Store) {
		town, council := newRegion(t, open).joined()
		given := town.delegates(council)
		settle(town, council)
		who := town.enters(council, given)
		council.sits(who)
		council.accounts(commune.Confederation)
		council.tx(func(tx *store.Tx) error {
			founder, err := procedure.Identify(tx, council.founder)
			if slices.ContainsFunc(founder.Mandates, func(m commune.Mandate) bool { return m.LivingAt(tx.Now()) }) {
				t.Errorf("after the first sitting who founded the council still holds %+v", founder.Mandates)
			}
			return err
		})
		council.clock.Add(time.Hour)
		council.tx(func(tx *store.Tx) error {
			called, err := procedure.CallMeeting(tx, who, commune.Call{Matter: "La cantine", Reason: "Une assemblée le demande", StartsAt: tx.Now().Add(time.Minute)})
			if err != nil {
				return err
			}
			if err := procedure.Attend(tx, who, called.ID, commune.Online); err != nil {
				return err
			}
			_, err = procedure.OpenMeeting(tx, who, called.ID)
			return err
		})
	})
}
