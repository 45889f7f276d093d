package procedure_test

import (
	"crypto/ed25519"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"federes.org/commune"
	commons "federes.org/commune/procedure"
	"federes.org/commune/record"
	"federes.org/commune/store"
	"federes.org/confederation"
	"federes.org/confederation/procedure"
	peers "federes.org/confederation/store"
)

// puts has the council decide to put a text to its communes, for a week.
func (w *world) puts(terms confederation.ProposalTerms) (p confederation.Proposal) {
	w.Helper()
	terms.Deadline = w.clock.Now().AddDate(0, 0, 7).Truncate(time.Second)
	item := w.item()
	w.votes(commune.Motion{
		Item: item, Form: confederation.FormPropose, Audience: commune.Public, Text: "Le conseil soumet un texte.", Payload: payload(terms),
	}, commune.For)
	w.tx(func(tx *store.Tx) error {
		all, err := peers.Proposals(tx, 0, 1)
		if len(all) == 1 {
			p = all[0]
		}
		return err
	})
	return p
}

var water = confederation.ProposalTerms{Title: "L'eau", Text: "L'eau est un bien commun."}

// text is the proposal as it stands now.
func (w *world) text(uri string) (p confederation.Proposal) {
	w.Helper()
	w.tx(func(tx *store.Tx) (err error) { p, err = peers.ProposalForUpdate(tx, uri); return err })
	return p
}

// reply is what Crest answers, at a place of its log.
type reply struct {
	seq     commune.Seq
	yes     bool
	votes   int
	against int
	by      ed25519.PrivateKey
	at      time.Time
}

// document signs the reply to a text.
func (r reply) document(t *testing.T, p confederation.Proposal) []byte {
	t.Helper()
	if r.by == nil {
		r.by = key(1)
	}
	data := record.Ratification{
		Header: record.Header{V: 1, Kind: record.KindRatification, Seq: r.seq}, Proposal: p.URI, Hash: p.Hash, Answer: map[bool]string{true: "yes", false: "no"}[r.yes],
		Decision: "https://crest.example/records/3", Tally: commune.Tally{For: r.votes, Against: r.against}, Electorate: r.votes + r.against,
		DecidedAt: record.Time(r.at), Audience: "public",
	}
	document, err := record.Sign(record.Envelope{
		ID: fmt.Sprintf("https://crest.example/records/%d", r.seq), Type: "Note", Body: crest, To: []string{record.Public}, Cc: []string{},
		Published: r.at, Language: "fr", Content: "<p>…</p>",
	}, data, r.by, crest+"#ed25519-key")
	if err != nil {
		t.Fatal(err)
	}
	return document
}

func TestCF7_ACouncilPutsATextToItsMembersByADecision(t *testing.T) {
	eachCouncil(t, func(w *world) {
		w.seated()
		p := w.puts(water)
		told := w.told.named("text-put")
		if len(told) != 1 || fmt.Sprint(told[0].(confederation.TextPut).To) != "["+crest+"]" || !p.Own() || p.Rule != confederation.ByCommunes {
			t.Fatalf("told %v, the text is %+v", told, p)
		}
		read, err := confederation.ReadProposal(told[0].(confederation.TextPut).Proposal.Document)
		if err != nil || read.Hash != commons.TextHash(water.Text) || read.URI != p.URI || !read.Deadline.Equal(p.Deadline) {
			t.Errorf("%v: %+v", err, read)
		}
		soon := water
		soon.Deadline = w.clock.Now().Add(time.Hour)
		w.refused(confederation.ErrProposalDeadline, func(tx *store.Tx) error {
			_, err := procedure.ProposeText(tx, w.house, w.founder, soon)
			return err
		})
	})
}

func TestCF7_TheTallyIsTheSameInWhateverOrderAnswersCome(t *testing.T) {
	eachCouncil(t, func(w *world) {
		w.seated()
		p := w.puts(water)
		now := w.clock.Now()
		replies := [][]byte{
			reply{seq: 10, yes: true, votes: 30, against: 5, at: now}.document(t, p),
			reply{seq: 11, yes: false, votes: 4, against: 31, at: now.Add(time.Hour)}.document(t, p),
			reply{seq: 12, yes: true, votes: 33, against: 2, at: now.Add(2 * time.Hour)}.document(t, p),
			reply{seq: 13, yes: false, votes: 1, against: 50, at: p.Deadline.Add(time.Hour)}.document(t, p),
		}
		seeded := rand.New(rand.NewPCG(3, 4))
		seeded.Shuffle(len(replies), func(i, j int) { replies[i], replies[j] = replies[j], replies[i] })
		for _, document := range append(replies, replies[0]) {
			w.receives(document)
		}
		got := w.text(p.URI).Tally()
		if want := (confederation.Tally{Yes: 1, Persons: commune.Tally{For: 33, Against: 2}, Electorate: 35}); got != want {
			t.Errorf("%+v", got)
		}
		w.receives(reply{seq: 12, yes: false, votes: 2, against: 33, at: now.Add(2 * time.Hour)}.document(t, p))
		if got := w.text(p.URI).Tally(); got != (confederation.Tally{}) {
			t.Errorf("a commune that tells two things is counted: %+v", got)
		}
		if shown := w.shown(p); len(shown) != 1 || shown[0].Apart != confederation.ApartFrozen {
			t.Errorf("shown %+v", shown)
		}
		w.receives(reply{seq: 14, yes: true, votes: 20, against: 1, at: now.Add(3 * time.Hour)}.document(t, p))
		if got := w.text(p.URI).Tally(); got.Answered() != 0 {
			t.Errorf("counted before its assembly answered for what it told twice: %+v", got)
		}
	})
}

// receives takes in a record of Crest's, as a delivery brings it.
func (w *world) receives(document []byte) {
	w.Helper()
	w.tx(func(tx *store.Tx) error {
		return procedure.ReceiveRecord(tx, w.house, crest, procedure.Pulled{Document: document})
	})
}

// shown are the answers by which communes are shown.
func (w *world) shown(p confederation.Proposal) (rows []confederation.AnswerRow) {
	w.Helper()
	w.tx(func(tx *store.Tx) (err error) { rows, err = peers.StandingAnswers(tx, p.URI, "", 100); return err })
	return rows
}

func TestCF7_TheOutcomeIsWrittenADayAfterTheDeadlineAndNamesWhatItCounted(t *testing.T) {
	eachCouncil(t, func(w *world) {
		w.seated()
		p := w.puts(confederation.ProposalTerms{Title: "Une charte", Text: "La deuxième charte.", Charter: true})
		w.receives(reply{seq: 10, yes: true, votes: 30, against: 5, at: w.clock.Now()}.document(t, p))
		counts := func(tx *store.Tx) error { return procedure.CountTexts(tx, w.house) }
		w.clock.Set(p.Deadline.Add(confederation.CountAfter - time.Second))
		w.tx(counts)
		if w.text(p.URI).Done() {
			t.Fatal("counted too early")
		}
		w.clock.Set(p.Deadline.Add(confederation.CountAfter))
		w.tx(counts)
		w.tx(counts)
		got := w.text(p.URI)
		var list confederation.CountedList
		if err := json.Unmarshal(got.Counted, &list); err != nil || len(list.Answers) != 1 || list.Answers[0].Commune != crest {
			t.Fatalf("%v: %s", err, got.Counted)
		}
		w.tx(func(tx *store.Tx) error {
			entry, err := tx.Entry(got.OutcomeSeq)
			if err != nil {
				return err
			}
			parsed, err := record.Parse(entry.Document)
			if err != nil {
				return err
			}
			var d record.Outcome
			if err := json.Unmarshal(parsed.Data, &d); err != nil || !d.Adopted || d.Yes != 1 || d.Persons.For != 30 || d.Hash != commons.TextHash(string(got.Counted)) {
				t.Errorf("%v: %+v", err, d)
			}
			charter, err := tx.Charter()
			if err != nil || charter.Version != 2 || charter.Text != "La deuxième charte." || got.Became != 2 {
				t.Errorf("the charter in force is %+v", charter)
			}
			return err
		})
		w.receives(reply{seq: 11, yes: false, votes: 1, against: 34, at: p.Deadline.Add(-time.Minute)}.document(t, p))
		if after := w.text(p.URI); after.Tally() != got.Tally() {
			t.Errorf("what came after the count is counted: %+v", after.Tally())
		}
	})
}

func TestCF7_AnAnswerCountsWhoeverHandsItOnAndNobodyForgesOne(t *testing.T) {
	eachCouncil(t, func(w *world) {
		w.seated()
		p := w.puts(water)
		forged := reply{seq: 10, yes: true, votes: 30, against: 5, by: key(7), at: w.clock.Now()}.document(t, p)
		w.refused(confederation.ErrNotTheirs, func(tx *store.Tx) error { return procedure.HearAnswer(tx, confederation.Peer{}, forged) })
		w.receives(forged)
		stranger := crestPeer()
		stranger.Key = key(7).Public().(ed25519.PublicKey)
		w.tx(func(tx *store.Tx) error { return procedure.HearAnswer(tx, stranger, forged) })
		if got := w.shown(p); len(got) != 1 || got[0].Apart != confederation.ApartKey || w.text(p.URI).Tally().Answered() != 0 {
			t.Errorf("forged: %+v", got)
		}
		signed := reply{seq: 10, yes: true, votes: 30, against: 5, at: w.clock.Now()}.document(t, p)
		w.tx(func(tx *store.Tx) error { return procedure.HearAnswer(tx, confederation.Peer{}, signed) })
		if got := w.shown(p); len(got) != 1 || got[0].Apart != "" || w.text(p.URI).Tally().Yes != 1 {
			t.Errorf("handed on: %+v", got)
		}
	})
}

// offered is the valley's text as it comes to a commune.
func offered(t *testing.T, deadline time.Time) ([]byte, confederation.Proposal) {
	t.Helper()
	document, err := record.Sign(record.Envelope{
		ID: "https://vallee.example/records/30", Type: "Article", Body: valley, To: []string{record.Public}, Cc: []string{},
		Published: deadline.AddDate(0, 0, -7), Language: "fr", Name: "L'eau", Summary: "…", Content: "<p>…</p>",
	}, record.Proposal{
		Header: record.Header{V: 1, Kind: record.KindProposal, Seq: 30}, Council: valley, Title: "L'eau", Text: water.Text, Hash: commons.TextHash(water.Text),
		Charter: record.CharterRef{Version: 1}, Rule: "both", Deadline: record.Time(deadline), DecidedBy: "https://vallee.example/records/29", Audience: "public",
	}, key(9), valley+"#ed25519-key")
	if err != nil {
		t.Fatal(err)
	}
	p, err := confederation.ReadProposal(document)
	if err != nil {
		t.Fatal(err)
	}
	return document, p
}

func TestCF7_ATextComesOnTheNextAgendaByItselfAndTheVoteAlwaysAnswers(t *testing.T) {
	for choice, want := range map[commune.Choice]string{commune.For: "yes", commune.Against: "no"} {
		eachCommune(t, func(w *world) {
			w.tx(func(tx *store.Tx) error {
				seated := council()
				seated.State = confederation.Accepted
				_, err := peers.PutPeer(tx, seated)
				return err
			})
			document, p := offered(t, w.clock.Now().AddDate(0, 1, 0))
			w.refused(confederation.ErrPeerUnknown, func(tx *store.Tx) error {
				return procedure.ReceiveText(tx, w.house, "https://die.example/conseil", "offer", document)
			})
			for range 2 {
				w.tx(func(tx *store.Tx) error {
					return procedure.ReceiveText(tx, w.house, valley, "https://vallee.example/offer", document)
				})
			}
			var m commune.Motion
			w.tx(func(tx *store.Tx) (err error) { m, err = procedure.AnswerWaiting(tx, p.URI, ""); return err })
			if m.ID == 0 || m.Form != commune.FormRatification {
				t.Fatalf("no motion waits: %+v", m)
			}
			w.decides(m, choice)
			told := w.told.named("text-answered")
			if len(told) != 1 {
				t.Fatalf("told %v", told)
			}
			said := told[0].(confederation.TextAnswered)
			if len(said.Offers) != 1 || said.Offers[0].Activity != "https://vallee.example/offer" || said.Answer.Yes != (want == "yes") {
				t.Errorf("told %+v", said)
			}
			w.tx(func(tx *store.Tx) error {
				d, err := tx.DecisionOf(m.ID)
				if err != nil {
					return err
				}
				o, err := tx.Organisation()
				if err != nil || said.Answer.Decision != commons.RecordURL(o, d.Seq) || said.Answer.Hash != p.Hash {
					t.Errorf("%v: %+v", err, said.Answer)
				}
				return err
			})
		})
	}
}
