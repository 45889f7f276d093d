package procedure_test

import (
	"encoding/json"
	"testing"

	"federes.org/commune"
	commons "federes.org/commune/procedure"
	"federes.org/commune/record"
	"federes.org/commune/register"
	"federes.org/commune/store"
	"federes.org/confederation"
	"federes.org/confederation/procedure"
	peers "federes.org/confederation/store"
)

// history is a log of Crest's as it could have been kept: the council hears of it what each test tells.
type history struct {
	*testing.T
	tree    register.Copy
	entries []procedure.Pulled
}

// written is a history of these acts after another that it shares.
func written(t *testing.T, before *history, documents ...[]byte) *history {
	t.Helper()
	h := &history{T: t}
	if before != nil {
		for _, e := range before.entries {
			h.add(e)
		}
	}
	for _, d := range documents {
		salt, err := register.Salt{byte(len(h.entries) + 1)}.MarshalText()
		if err != nil {
			t.Fatal(err)
		}
		h.add(procedure.Pulled{Document: d, Salt: string(salt)})
	}
	return h
}

func (h *history) add(e procedure.Pulled) {
	h.Helper()
	var salt register.Salt
	if err := salt.UnmarshalText([]byte(e.Salt)); err != nil {
		h.Fatal(err)
	}
	h.entries = append(h.entries, e)
	if err := h.tree.Append(register.LeafHash(register.Commit(salt, e.Document))); err != nil {
		h.Fatal(err)
	}
}

// head is the signed head of the first entries.
func (h *history) head(size int64) []byte {
	h.Helper()
	root, err := register.Root(size, &h.tree)
	if err != nil {
		h.Fatal(err)
	}
	signed, err := register.Checkpoint{Origin: "crest.example/log", Tree: register.Tree{Size: size, Root: root}}.Sign(key(1))
	if err != nil {
		h.Fatal(err)
	}
	return signed
}

// ask is the request to cosign a head, from an older size.
func (h *history) ask(from, size int64) register.Submission {
	h.Helper()
	proof, err := register.ProveConsistency(from, size, &h.tree)
	if err != nil {
		h.Fatal(err)
	}
	return register.Submission{Old: from, Proof: proof.Hashes, Checkpoint: h.head(size)}
}

// cosigns asks the council to cosign, and gives its verdict.
func (w *world) cosigns(s register.Submission) (c procedure.Cosigning) {
	w.Helper()
	w.tx(func(tx *store.Tx) (err error) {
		c, err = procedure.Cosign(tx, s)
		return err
	})
	return c
}

// shows has the council read a history from its beginning, with the head that it signed.
func (w *world) shows(h *history) {
	w.Helper()
	w.pulls(h.entries...)
	w.tx(func(tx *store.Tx) error { return procedure.ReceiveHead(tx, crest, h.head(int64(len(h.entries)))) })
}

// alerted are how many alerts on Crest are open here, and whether anything that it says is counted.
func (w *world) alerted() (open int, frozen bool) {
	w.Helper()
	w.tx(func(tx *store.Tx) error {
		all, err := peers.AlertsOn(tx, crest)
		for _, a := range all {
			if !a.Answered() {
				open++
			}
		}
		if err == nil {
			frozen, err = peers.Frozen(tx, crest)
		}
		return err
	})
	return open, frozen
}

// acts are decisions of Crest's from its place on.
func acts(t *testing.T, from, count int, text string) (all [][]byte) {
	t.Helper()
	for n := range count {
		all = append(all, decision(t, commune.Seq(from+n), text, key(1)))
	}
	return all
}

// shared is what both histories of an attack begin with: Crest's decision to join stands at place 2.
func shared(t *testing.T) *history {
	t.Helper()
	h := written(t, nil, acts(t, 0, 2, "L'eau")...)
	return written(t, h, joining(t, 2, 1, commons.TextHash(charter)))
}

func TestCR2_WhatIsToldTwiceIsDetectedShownAndNeverCounted(t *testing.T) {
	for name, attack := range map[string]struct {
		happens func(w *world, h, other *history)
		alerts  int
		frozen  bool
	}{
		"an honest log grows": {func(w *world, h, _ *history) {
			w.shows(h)
			w.says(confederation.Continues, h.ask(0, 3))
			w.says(confederation.Continues, h.ask(3, 6))
			w.says(confederation.Continues, h.ask(6, 6))
		}, 0, false},
		"a request that is late, and one that goes back": {func(w *world, h, _ *history) {
			w.says(confederation.Continues, h.ask(0, 6))
			w.says(confederation.Elsewhere, h.ask(3, 6))
			w.says(confederation.Elsewhere, h.ask(0, 3))
			s := h.ask(3, 3)
			s.Old = 6
			w.says(confederation.Backwards, s)
		}, 0, false},
		"a stranger sends a bad proof for a true head": {func(w *world, h, _ *history) {
			w.says(confederation.Continues, h.ask(0, 3))
			s := h.ask(3, 6)
			s.Proof[0][0] ^= 1
			w.says(confederation.Unproved, s)
			if due := w.told.named("head-doubted"); len(due) != 1 {
				w.Errorf("the log is to be examined %d times", len(due))
			}
		}, 0, false},
		"another head of the same size": {func(w *world, h, other *history) {
			w.says(confederation.Continues, h.ask(0, 6))
			w.says(confederation.Split, other.ask(6, 6))
		}, 1, true},
		"a past rewritten, and the log longer than before": {func(w *world, h, other *history) {
			w.shows(h)
			w.says(confederation.Continues, h.ask(0, 5))
			w.says(confederation.Unproved, other.ask(5, 7))
			w.tx(func(tx *store.Tx) error {
				of, err := procedure.LogOwner(tx, other.head(7))
				if err != nil {
					return err
				}
				return procedure.Compare(tx, of, [2][]byte{h.head(5), other.head(7)}, &other.tree)
			})
		}, 1, true},
		"a past rewritten, and the log shorter than before": {func(w *world, h, other *history) {
			w.shows(h)
			w.says(confederation.Continues, h.ask(0, 6))
			w.says(confederation.Elsewhere, other.ask(0, 5))
		}, 1, true},
		"two councils are told different things, and compare": {func(w *world, h, other *history) {
			w.shows(h)
			w.says(confederation.Continues, h.ask(0, 6))
			w.tx(func(tx *store.Tx) error { return procedure.HearHead(tx, other.head(6)) })
		}, 1, true},
		"two records at one place": {func(w *world, h, other *history) {
			w.hears(h.entries[3].Document)
			w.hears(other.entries[3].Document)
			w.hears(h.entries[3].Document)
		}, 1, true},
		"what is shown is not what is signed": {func(w *world, h, other *history) {
			w.pulls(h.entries...)
			w.tx(func(tx *store.Tx) error { return procedure.ReceiveHead(tx, crest, other.head(6)) })
		}, 0, true},
		"evidence that a stranger made up": {func(w *world, h, _ *history) {
			e := confederation.Doubled(crest, decision(w.T, 3, "Vendre l'eau", key(2)), h.entries[3].Document)
			raw, err := json.Marshal(e)
			if err != nil {
				w.Fatal(err)
			}
			w.tx(func(tx *store.Tx) error { return procedure.HearEvidence(tx, valley, raw, nil) })
		}, 0, false},
		"the same record written with other spaces": {func(w *world, h, _ *history) {
			spaced := append([]byte("{ "), h.entries[3].Document[1:]...)
			w.hears(h.entries[3].Document)
			w.hears(spaced)
		}, 0, false},
	} {
		t.Run(name, func(t *testing.T) {
			eachCouncil(t, func(w *world) {
				w.seated()
				both := shared(w.T)
				attack.happens(w, written(w.T, both, acts(w.T, 3, 3, "L'eau est commune.")...), written(w.T, both, acts(w.T, 3, 4, "L'eau est vendue.")...))
				if open, frozen := w.alerted(); open != attack.alerts || frozen != attack.frozen {
					w.Errorf("%d alerts, frozen %v; want %d, %v", open, frozen, attack.alerts, attack.frozen)
				}
			})
		})
	}
}

// says demands a verdict.
func (w *world) says(want confederation.Verdict, s register.Submission) {
	w.Helper()
	got := w.cosigns(s)
	if got.Verdict != want || (got.Line != "") != (want == confederation.Continues) {
		w.Errorf("verdict %s with the line %q, want %s", got.Verdict, got.Line, want)
	}
}

// accounting is Crest's decision to answer for evidence.
func accounting(t *testing.T, seq commune.Seq, digest string) []byte {
	t.Helper()
	return signed(t, record.Decision{
		Header: record.Header{V: 1, Kind: record.KindDecision, Seq: seq}, Number: "2026-9", Text: "L'assemblée en rend compte.",
		Form: string(confederation.FormAccount), Audience: string(commune.Public), AccountsFor: digest,
	}, key(1))
}

func TestCR2_AnAssemblyThatAnswersIsCountedAgain(t *testing.T) {
	eachCouncil(t, func(w *world) {
		w.seated()
		both := shared(t)
		first := written(t, both, acts(t, 3, 3, "L'eau est commune.")...)
		other := written(t, both, acts(t, 3, 3, "L'eau est vendue.")...)
		w.shows(first)
		w.says(confederation.Continues, first.ask(0, 6))
		w.says(confederation.Split, other.ask(6, 6))
		var digest string
		w.tx(func(tx *store.Tx) error {
			all, err := peers.AlertsOn(tx, crest)
			digest = all[0].Digest
			return err
		})
		w.hears(accounting(t, 6, "another"))
		if open, frozen := w.alerted(); open != 1 || !frozen {
			t.Errorf("an answer to something else leaves %d alerts, frozen %v", open, frozen)
		}
		other = written(t, other, accounting(t, 6, digest))
		w.hears(other.entries[6].Document)
		if open, frozen := w.alerted(); open != 0 || frozen {
			t.Errorf("after the answer %d alerts are open, frozen %v", open, frozen)
		}
		w.shows(other)
		w.says(confederation.Continues, other.ask(0, 7))
		if open, frozen := w.alerted(); open != 0 || frozen {
			t.Errorf("after the log was read anew %d alerts are open, frozen %v", open, frozen)
		}
		p := w.peer(crest)
		w.tx(func(tx *store.Tx) error {
			r, err := peers.RecordAt(tx, p.ID, 4)
			if err == nil && (string(r.Document) != string(other.entries[4].Document) || r.Fault != confederation.NoFault) {
				t.Errorf("at place 4 stands %q: %.200s", r.Fault, r.Document)
			}
			l, err := peers.Log(tx, crest)
			if err == nil && (l.Matched != 7 || l.Unlike != 0) {
				t.Errorf("of the log as it is now shown %d entries match, unlike %d", l.Matched, l.Unlike)
			}
			return err
		})
	})
}
