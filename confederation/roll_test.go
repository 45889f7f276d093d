package confederation_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"federes.org/commune"
	"federes.org/commune/record"
	"federes.org/confederation"
)

// stated is what the valley's council says at a place of its log of one member.
func stated(t *testing.T, seq commune.Seq, data any) record.Parsed {
	t.Helper()
	document, err := record.Sign(record.Envelope{
		ID: fmt.Sprintf("https://vallee.example/records/%d", seq), Type: "Note", Body: council, To: []string{record.Public}, Cc: []string{},
		Published: at, Language: "fr", Content: "<p>…</p>",
	}, data, key(9), council+"#ed25519-key")
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := record.Parse(document)
	if err != nil {
		t.Fatal(err)
	}
	return parsed
}

// membership is that a council has Crest for a member, under a version of its charter.
func membership(seq commune.Seq, version int) record.Membership {
	return record.Membership{
		Header: record.Header{V: 1, Kind: record.KindMembership, Seq: seq}, Council: council, Member: crest, Of: "commune", Name: "Commune de Crest",
		Charter: record.CharterRef{ID: "https://vallee.example/records/1", Version: version, Hash: "sha256:00"}, Decision: "https://crest.example/records/4",
		Key: record.EncodeMultikey(known().Key), Since: record.Time(at), Audience: "public",
	}
}

func departure(seq commune.Seq) record.Departure {
	return record.Departure{
		Header: record.Header{V: 1, Kind: record.KindDeparture, Seq: seq}, Council: council, Member: crest,
		Membership: "https://vallee.example/records/2", DecidedBy: "https://crest.example/records/9", At: record.Time(at), Audience: "public",
	}
}

func TestCF1_ARollIsTheSameInWhateverOrderItsRecordsCome(t *testing.T) {
	records := []record.Parsed{
		stated(t, 2, membership(2, 1)), stated(t, 5, membership(5, 2)), stated(t, 7, departure(7)), stated(t, 9, membership(9, 3)), stated(t, 4, departure(4)),
	}
	fold := func(order []record.Parsed) (e confederation.Enrolled) {
		for _, r := range order {
			heard, ok := confederation.ReadRoll(r)
			if !ok {
				t.Fatalf("%s is not read", r.Header.Kind)
			}
			e = e.After(heard)
		}
		return e
	}
	for upTo := 1; upTo <= len(records); upTo++ {
		set := records[:upTo]
		want := fold(set)
		random := rand.New(rand.NewPCG(7, uint64(upTo)))
		for range 200 {
			order := append(slices.Clone(set), set[random.IntN(upTo)], set[random.IntN(upTo)])
			random.Shuffle(len(order), func(a, b int) { order[a], order[b] = order[b], order[a] })
			if got := fold(order); got != want {
				t.Fatalf("%+v, want %+v", got, want)
			}
		}
	}
	if e := fold(records); e.Departed || e.CharterVersion != 3 || e.Seq != 9 {
		t.Errorf("the last is %+v", e)
	}
}

func TestCF8_OnlyACouncilSaysWhoItsMembersAre(t *testing.T) {
	for name, change := range map[string]func(*record.Membership){
		"of another council":     func(m *record.Membership) { m.Council = "https://plaine.example/conseil" },
		"of nobody":              func(m *record.Membership) { m.Member = "" },
		"of itself":              func(m *record.Membership) { m.Member = council },
		"of no kind":             func(m *record.Membership) { m.Of = "party" },
		"of who has no key":      func(m *record.Membership) { m.Key = "z6Mk" },
		"that is something else": func(m *record.Membership) { m.Kind = record.KindDecision },
	} {
		m := membership(2, 1)
		change(&m)
		if e, ok := confederation.ReadRoll(stated(t, 2, m)); ok {
			t.Errorf("a membership %s is read as %+v", name, e)
		}
	}
}

// rolls are councils and their members, by short names; a name in capitals is a council.
func rolls(of map[string]string) confederation.Rolls {
	var all []confederation.Enrolled
	for c, members := range of {
		for _, m := range members {
			kind := confederation.OfCommune
			if m >= 'A' && m <= 'Z' {
				kind = confederation.OfCouncil
			}
			all = append(all, confederation.Enrolled{Council: commune.ActorID(c), Member: commune.ActorID(m), Kind: kind, Name: string(m)})
		}
	}
	return confederation.RollsOf(all)
}

func TestCF8_EachStandsOnceBelowACouncilWithEveryWayToIt(t *testing.T) {
	r := rolls(map[string]string{"F": "RS", "R": "abV", "S": "Vc", "V": "dea"})
	var got []string
	for _, b := range r.Below("F") {
		got = append(got, fmt.Sprint(b.Member, b.Paths))
	}
	want := []string{"R[[F]]", "S[[F]]", "V[[F R] [F S]]", "a[[F R] [F R V] [F S V]]", "b[[F R]]", "c[[F S]]", "d[[F R V] [F S V]]", "e[[F R V] [F S V]]"}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	for who, below := range map[commune.ActorID]bool{"F": true, "V": true, "e": true, "x": false} {
		if r.Stands(who, "F") != below {
			t.Errorf("%s stands below F: %v", who, !below)
		}
	}
	if above := r.Above("e"); !slices.Equal(above, []commune.ActorID{"V", "R", "S", "F"}) {
		t.Errorf("above e: %v", above)
	}
}

func TestCF8_ACircleOfCouncilsEnds(t *testing.T) {
	r := rolls(map[string]string{"A": "Ba", "B": "C", "C": "Ab"})
	if below := r.Below("A"); len(below) != 4 {
		t.Errorf("below A: %v", below)
	}
	if above := r.Above("A"); !slices.Equal(above, []commune.ActorID{"C", "B"}) {
		t.Errorf("above A: %v", above)
	}
}
