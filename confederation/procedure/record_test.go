package procedure_test

import (
	"context"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"federes.org/commune"
	commons "federes.org/commune/procedure"
	"federes.org/commune/record"
	"federes.org/commune/store"
	"federes.org/confederation"
	"federes.org/confederation/procedure"
	peers "federes.org/confederation/store"
)

// hears receives one of Crest's documents.
func (w *world) hears(document []byte) {
	w.Helper()
	w.tx(func(tx *store.Tx) error { return procedure.ReceiveRecord(tx, w.house, crest, shown(document)) })
}

// pulls receives a page of Crest's log.
func (w *world) pulls(entries ...procedure.Pulled) {
	w.Helper()
	w.tx(func(tx *store.Tx) error { _, err := procedure.ReceivePulled(tx, w.house, crest, entries); return err })
}

// hidden is an entry that the council may not see.
func hidden(seq commune.Seq) procedure.Pulled {
	return procedure.Pulled{Seq: seq, LeafHash: string(rune('a' + int(seq)))}
}

func shown(document []byte) procedure.Pulled { return procedure.Pulled{Document: document} }

// is compares what is kept of a peer, and how far its log is known.
func (w *world) is(next commune.Seq, kept ...string) {
	w.Helper()
	p := w.peer(crest)
	if got := w.kept(p); !slices.Equal(got, kept) || p.NextSeq != next {
		w.Errorf("kept %v, next %d; want %v, next %d", got, p.NextSeq, kept, next)
	}
}

func TestCF2_ACouncilHearsOnlyTheCommunesThatItSeated(t *testing.T) {
	eachCouncil(t, func(w *world) {
		document := decision(t, 3, "L'eau revient en régie.", key(1))
		receive := func(tx *store.Tx) error { return procedure.ReceiveRecord(tx, w.house, crest, shown(document)) }
		w.refused(confederation.ErrPeerUnknown, receive)
		w.applies(joining(t, 2, 1, ""))
		w.refused(confederation.ErrPeerUnknown, receive)
		w.answers(w.peer(crest).ID, false)
		w.refused(confederation.ErrPeerUnknown, receive)
		w.is(0, "2")
	})
}

func TestCF3_RecordsCountOnceInWhateverOrderTheyCome(t *testing.T) {
	eachCouncil(t, func(w *world) {
		w.seated()
		w.is(0, "2")
		w.pulls(hidden(0), hidden(1))
		w.is(3, "2")
		three, four, five := decision(t, 3, "L'eau", key(1)), decision(t, 4, "Le pain", key(1)), decision(t, 5, "La terre", key(1))
		w.hears(five)
		w.is(3, "2", "5")
		if due := w.told.named("pull-due"); len(due) != 1 {
			t.Errorf("a gap asked for %d pulls", len(due))
		}
		w.hears(three)
		w.is(4, "2", "5", "3")
		w.hears(five)
		w.hears(three)
		w.is(4, "2", "5", "3")
		w.hears(four)
		w.is(6, "2", "5", "3", "4")
		w.hears(decision(t, 6, "Le bois", key(1)))
		w.is(7, "2", "5", "3", "4", "6")
	})
}

func TestTheStateIsAFunctionOfTheSetOfRecords(t *testing.T) {
	eachCouncil(t, func(w *world) {
		w.seated()
		var entries []procedure.Pulled
		for seq := range commune.Seq(20) {
			switch {
			case seq == 2:
			case seq%3 == 0:
				entries = append(entries, hidden(seq))
			default:
				entries = append(entries, shown(decision(t, seq, "L'eau", key(1))))
			}
		}
		random := rand.New(rand.NewPCG(1, 2))
		entries = append(entries, entries[5:12]...)
		random.Shuffle(len(entries), func(a, b int) { entries[a], entries[b] = entries[b], entries[a] })
		for _, e := range entries {
			w.pulls(e)
		}
		p := w.peer(crest)
		if kept := w.kept(p); p.NextSeq != 20 || len(kept) != 13 {
			t.Errorf("next %d, kept %v", p.NextSeq, kept)
		}
	})
}

func TestAnEntryThatWasHiddenIsReplacedByItsRecord(t *testing.T) {
	eachCouncil(t, func(w *world) {
		w.seated()
		w.pulls(hidden(0), hidden(1), hidden(2), hidden(3))
		w.is(4, "2")
		document := decision(t, 3, "L'eau", key(1))
		w.hears(document)
		w.pulls(hidden(3), shown(document))
		w.is(4, "2", "3")
	})
}

func TestCF3_WhatDoesNotVerifyIsKeptApartAndVisible(t *testing.T) {
	eachCouncil(t, func(w *world) {
		p := w.seated()
		w.pulls(hidden(0), hidden(1))
		forged := decision(t, 3, "Tout va bien.", key(2))
		for range 2 {
			w.hears(forged)
			w.pulls(shown(forged), shown([]byte(`{"id":"x"}`)))
		}
		w.is(3, "2", "3proof", "0malformed")
		if due := w.told.named("pull-due"); len(due) != 0 {
			t.Errorf("a forged record asked for %d pulls", len(due))
		}
		w.tx(func(tx *store.Tx) error {
			if _, err := peers.RecordAt(tx, p.ID, 3); err == nil {
				t.Error("a forged record counts")
			}
			return nil
		})
		w.hears(decision(t, 3, "L'eau", key(1)))
		w.is(4, "2", "3proof", "0malformed", "3")
	})
}

func TestTwoRecordsAtOnePlaceAreAConflictThatEveryoneSees(t *testing.T) {
	eachCouncil(t, func(w *world) {
		p := w.seated()
		first, second := decision(t, 3, "L'eau est commune.", key(1)), decision(t, 3, "L'eau est vendue.", key(1))
		w.hears(first)
		w.hears(second)
		w.pulls(hidden(0), hidden(1), shown(second), shown(first))
		w.is(4, "2", "3conflict", "3conflict")
		w.tx(func(tx *store.Tx) error {
			holds, err := peers.VerifiedOf(tx, p.ID, []string{record.KindDecision}, 2)
			if len(holds) != 0 {
				t.Errorf("%d of two that contradict each other count", len(holds))
			}
			return err
		})
	})
}

func TestTheSameRecordFromManySidesAtOnceStandsHereOnce(t *testing.T) {
	eachCouncil(t, func(w *world) {
		w.seated()
		document := decision(t, 3, "L'eau", key(1))
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				if err := w.InTx(context.Background(), func(tx *store.Tx) error { return procedure.ReceiveRecord(tx, w.house, crest, shown(document)) }); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		w.is(0, "2", "3")
	})
}

func TestOnlyTheRecordsOfSeatedCommunesAreListedTogether(t *testing.T) {
	eachCouncil(t, func(w *world) {
		listed := func() (n int) {
			w.tx(func(tx *store.Tx) error {
				all, err := peers.RecordsOfKind(tx, record.KindDecision, 0, 10)
				n = len(all)
				return err
			})
			return n
		}
		w.applies(joining(t, 2, 1, commons.TextHash(charter)))
		if n := listed(); n != 0 {
			t.Errorf("%d records of a commune that only asked", n)
		}
		w.answers(w.peer(crest).ID, false)
		w.seated()
		w.hears(decision(t, 3, "L'eau", key(1)))
		if n := listed(); n != 2 {
			t.Errorf("%d records of a seated commune, want 2", n)
		}
	})
}
