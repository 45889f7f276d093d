package procedure_test

import (
	"strings"
	"testing"
	"time"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
)

func TestPW2_AFoundingGivesTheFirstPersonAProvisionalMandateAndTheCommuneItsSchedule(t *testing.T) {
	each(t, func(w *world) {
		w.view(func(tx *store.Tx) error {
			p, err := procedure.Identify(tx, w.founder)
			if err != nil {
				return err
			}
			if !p.Good || len(p.Mandates) != 1 || !p.Mandates[0].Provisional || len(p.Standing.Payments) != 0 {
				t.Errorf("the founder is %+v", p)
			}
			meetings, err := tx.MeetingsFrom(tx.Now())
			if err != nil || len(meetings) != 2 {
				t.Fatalf("the schedule is %v, %v", meetings, err)
			}
			if want := time.Date(2026, 9, 17, 16, 30, 0, 0, time.UTC); meetings[0].StartsAt.Before(want.AddDate(0, 0, -7)) || meetings[0].Place != "Maison du peuple" {
				t.Errorf("the first AG is %+v", meetings[0])
			}
			if size, err := tx.LogSize(); err != nil || size != 1 {
				t.Errorf("the log has %d entries, %v", size, err)
			}
			for _, actor := range []string{"ag", "actor"} {
				if _, err := tx.Keys(actor); err != nil {
					t.Error(err)
				}
			}
			return nil
		})
		if len(w.told.records()) != 0 {
			t.Error("a founding was published")
		}
		w.refused(commune.ErrAlreadyFounded, func(tx *store.Tx) error { _, err := procedure.Found(tx, w.house, founding()); return err })
	})
}

func TestPW2_WhatCannotBeFoundedIsRefused(t *testing.T) {
	unfounded(t, func(w *world) {
		for _, test := range []struct {
			change func(*procedure.Founding)
			want   commune.Refusal
		}{
			{func(f *procedure.Founding) { f.TimeZone = "Europe/Paname" }, commune.ErrTimeZoneUnknown},
			{func(f *procedure.Founding) { f.TimeZone = "" }, commune.ErrTimeZoneUnknown},
			{func(f *procedure.Founding) { f.Name = "  " }, commune.ErrNameMissing},
			{func(f *procedure.Founding) { f.Kind = "party" }, commune.ErrFormUnknown},
			{func(f *procedure.Founding) { f.Language = "xx" }, commune.ErrLanguageUnknown},
			{func(f *procedure.Founding) { f.FounderEmail = "zoe" }, commune.ErrEmailInvalid},
			{func(f *procedure.Founding) { f.FounderName = strings.Repeat("x", 121) }, commune.ErrTooLong},
		} {
			f := founding()
			test.change(&f)
			w.refused(test.want, func(tx *store.Tx) error { _, err := procedure.Found(tx, w.house, f); return err })
		}
	})
}

func TestPW2_OfTwoFoundingsAtOnceOneHappens(t *testing.T) {
	unfounded(t, func(w *world) {
		w.one(w.atOnce(4, func(_ int, tx *store.Tx) error { _, err := procedure.Found(tx, w.house, founding()); return err }), commune.ErrAlreadyFounded)
		w.view(func(tx *store.Tx) error {
			if all, err := tx.Members(); err != nil || len(all) != 1 {
				t.Errorf("the members are %v, %v", all, err)
			}
			return nil
		})
	})
}

func TestCH1_ACouncilIsFoundedWithItsCharterAndWithoutAGs(t *testing.T) {
	unfounded(t, func(w *world) {
		f := founding()
		f.Kind, f.Charter = commune.KindCouncil, "  Un.\n\nDeux. "
		w.refused(commune.ErrTooLong, func(tx *store.Tx) error {
			long := f
			long.Charter = strings.Repeat("x", commune.MaxCharter+1)
			_, err := procedure.Found(tx, w.house, long)
			return err
		})
		w.tx(func(tx *store.Tx) error { _, err := procedure.Found(tx, w.house, f); return err })
		w.view(func(tx *store.Tx) error {
			c, err := tx.Charter()
			if err != nil || c.Version != 1 || c.Text != "Un.\n\nDeux." {
				t.Errorf("the charter is %+v, %v", c, err)
			}
			if all, err := tx.Meetings(); err != nil || len(all) != 0 {
				t.Errorf("it has meetings: %v, %v", all, err)
			}
			return nil
		})
		if r := w.told.records(); len(r) != 1 || r[0].Kind != "Charter" || r[0].Body != "http://127.0.0.1:8080/conseil" {
			t.Errorf("published %+v", r)
		}
	})
}
