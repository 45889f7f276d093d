package confederation_test

import (
	"encoding/json"
	"math/rand/v2"
	"testing"
	"time"

	"federes.org/commune"
	"federes.org/commune/record"
	"federes.org/confederation"
)

const (
	seatGiven = "https://crest.example/records/3"
	votedOn   = "https://vallee.example/motions/2"
	ofValley  = commune.ActorID("https://vallee.example/conseil")
)

// opened is when the vote of these tests opened, and closed when it closed.
var opened, closed = instant("2026-11-12T18:00:00Z"), instant("2026-11-12T19:00:00Z")

func instant(text string) time.Time {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		panic(err)
	}
	return t
}

// says is a verified record of the commune at a place of its log.
func says(t *testing.T, kind string, seq commune.Seq, data any) record.Parsed {
	t.Helper()
	raw, err := json.Marshal(data)
	if err != nil {
		t.Fatal(err)
	}
	return record.Parsed{
		ID: "https://crest.example/records/" + string(rune('0'+seq)), AttributedTo: "https://crest.example/ag", Data: raw, Header: record.Header{V: 1, Kind: kind, Seq: seq},
	}
}

// told are the records by which a seat is given, instructed and ended; the end only if asked for.
func told(t *testing.T, ends bool) []record.Parsed {
	t.Helper()
	all := []record.Parsed{
		says(t, record.KindMandate, 3, record.Mandate{
			Issuer: "https://crest.example/ag", Holder: "Awa D.", Council: ofValley, Capabilities: commune.Capabilities{commune.SitInCouncil},
			From: "2026-11-01T00:00:00Z", Until: "2027-11-01T00:00:00Z", Status: seatGiven + "/status",
		}),
		says(t, record.KindConfirmation, 5, record.Confirmation{Mandate: seatGiven, Council: ofValley, Motion: votedOn, Position: "against"}),
		says(t, record.KindConfirmation, 7, record.Confirmation{Mandate: seatGiven, Council: ofValley, Motion: votedOn, Position: "for"}),
	}
	if ends {
		all = append(all, says(t, record.KindResignation, 8, record.Ending{Mandate: seatGiven, EndedAt: "2026-11-12T18:30:00Z"}),
			says(t, record.KindRevocation, 9, record.Ending{Mandate: seatGiven, EndedAt: "2026-11-12T18:45:00Z"}))
	}
	return all
}

// folded is the voice that records make, taken in one after the other.
func folded(records []record.Parsed) confederation.Voice {
	v := confederation.Voice{Choice: commune.For}
	for _, r := range records {
		if said, ok := confederation.Delegates(ofValley, r); ok {
			v.Seat = v.Hears(said)
		}
		if said, ok := confederation.Instructs(ofValley, r); ok {
			v.Confirmed = v.Confirmed.After(said)
		}
	}
	return v
}

func TestCF5_SE7_AVoiceIsTheSameInWhateverOrderAndHoweverOftenItsRecordsCome(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, ends := range []bool{false, true} {
		all := told(t, ends)
		want := folded(all)
		for range 500 {
			some := append(append([]record.Parsed{}, all...), all[r.IntN(len(all))], all[r.IntN(len(all))])
			r.Shuffle(len(some), func(a, b int) { some[a], some[b] = some[b], some[a] })
			if got := folded(some); got.Seat != want.Seat || got.Confirmed != want.Confirmed {
				t.Fatalf("%+v, and in another order %+v", want, got)
			}
		}
		if want.Confirmed.Seq != 7 || want.Ending != "" != ends || ends && want.Ending != "https://crest.example/records/8" {
			t.Errorf("the voice is %+v", want)
		}
	}
}

func TestCF5_AVoiceCountsOnceItIsConfirmedAfterTheOpeningAndAllowed(t *testing.T) {
	motion := commune.Motion{OpenedAt: opened, ClosedAt: closed, Form: confederation.FormPropose}
	lives, ended := folded(told(t, false)), folded(told(t, true))
	unasked := lives
	unasked.Seat = lives.Answered(true, opened.Add(-time.Minute))
	lives.Seat, ended.Seat = lives.Answered(true, opened.Add(time.Minute)), ended.Answered(true, opened.Add(time.Minute))
	otherwise := lives
	otherwise.Choice = commune.Against
	for name, c := range map[string]struct {
		voice confederation.Voice
		want  confederation.VoiceState
	}{
		"confirmed and allowed":         {lives, confederation.VoiceCounts},
		"confirmed before the opening":  {unasked, confederation.VoiceChecked},
		"other than the assembly said":  {otherwise, confederation.VoiceAsked},
		"of a mandate that ended first": {ended, confederation.VoiceLost},
	} {
		if got := c.voice.State(motion, closed.Add(time.Hour)); got != c.want {
			t.Errorf("%s: %s", name, got)
		}
	}
	if told := confederation.Tell([]confederation.Voice{lives, unasked, otherwise, ended}, motion, closed, 10); told.Counts[commune.For] != 1 || told.Waiting != 2 || !told.Until.Equal(closed.AddDate(0, 0, 10)) {
		t.Errorf("counted %+v", told)
	}
}
