package commune_test

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"federes.org/commune"
)

// evening is when the meetings of these tests begin.
var evening = time.Date(2026, 11, 26, 17, 30, 0, 0, time.UTC)

// canadian are the rules of the founding text.
var canadian = commune.DefaultSettings().FloorRules(0)

func minute(n int) time.Time { return evening.Add(time.Duration(n) * time.Minute) }

func order(queue []commune.Queued) (members []commune.MemberID, whys []commune.Why) {
	for _, p := range queue {
		members, whys = append(members, p.Member), append(whys, p.Why)
	}
	return members, whys
}

func TestMO1_TheOrderAndItsReasons(t *testing.T) {
	spoke := func(who commune.MemberID, from, minutes int, mode commune.Mode) commune.Speech {
		return commune.Speech{ID: commune.SpeechID(from), Member: who, Mode: mode, StartedAt: minute(from), EndedAt: minute(from + minutes)}
	}
	asked := func(who commune.MemberID, at int) commune.SpeechRequest {
		return commune.SpeechRequest{Member: who, Mode: commune.Room, AskedAt: minute(at)}
	}
	priority, online, announced := asked(2, 5), asked(2, 5), asked(3, 9)
	priority.Priority, online.Mode, announced.AnnouncedAt = true, commune.Online, minute(10)
	for name, c := range map[string]struct {
		requests []commune.SpeechRequest
		speeches []commune.Speech
		want     []commune.MemberID
		why      commune.Why // of the second
	}{
		"who asked first":                     {[]commune.SpeechRequest{asked(2, 5), asked(1, 4)}, nil, []commune.MemberID{1, 2}, commune.WhyAskedFirst},
		"who spoke fewer times":               {[]commune.SpeechRequest{asked(1, 4), asked(2, 5)}, []commune.Speech{spoke(1, 0, 1, commune.Room)}, []commune.MemberID{2, 1}, commune.WhyFewerTurns},
		"among equals who declared it":        {[]commune.SpeechRequest{asked(1, 4), priority}, nil, []commune.MemberID{2, 1}, commune.WhyPriority},
		"fewer turns before what is declared": {[]commune.SpeechRequest{asked(1, 4), priority}, []commune.Speech{spoke(2, 0, 1, commune.Room)}, []commune.MemberID{1, 2}, commune.WhyFewerTurns},
		"then who spoke for less time": {
			[]commune.SpeechRequest{asked(1, 4), asked(2, 5)},
			[]commune.Speech{spoke(1, 0, 3, commune.Room), spoke(2, 3, 1, commune.Room)}, []commune.MemberID{2, 1}, commune.WhyLessTime,
		},
		"then the other way of attending": {[]commune.SpeechRequest{asked(1, 4), online}, []commune.Speech{spoke(9, 0, 1, commune.Room)}, []commune.MemberID{2, 1}, commune.WhyOtherMode},
		"who was told is not overtaken":   {[]commune.SpeechRequest{asked(1, 4), announced}, []commune.Speech{spoke(3, 0, 9, commune.Room)}, []commune.MemberID{3, 1}, commune.WhyAnnounced},
	} {
		got, why := order(commune.SpeakerQueue(c.requests, c.speeches, canadian, minute(20)))
		if !slices.Equal(got, c.want) || why[0] != "" || why[1] != c.why {
			t.Errorf("%s: got %v because %v, want %v because %s", name, got, why, c.want, c.why)
		}
	}
}

func TestMO1_TheOrderDependsOnNothingButWhatIsGiven(t *testing.T) {
	seed := rand.Uint64()
	r := rand.New(rand.NewPCG(seed, 1))
	for range 300 {
		requests, speeches := crowd(r)
		want := commune.SpeakerQueue(requests, speeches, canadian, minute(90))
		r.Shuffle(len(requests), func(i, j int) { requests[i], requests[j] = requests[j], requests[i] })
		r.Shuffle(len(speeches), func(i, j int) { speeches[i], speeches[j] = speeches[j], speeches[i] })
		if got := commune.SpeakerQueue(requests, speeches, canadian, minute(90)); !slices.Equal(got, want) {
			t.Fatalf("seed %d: the order of what is given changes the queue", seed)
		}
		for i := 1; i < len(want); i++ {
			a, b := want[i-1], want[i]
			if a.AnnouncedAt.IsZero() && (a.Turns > b.Turns || a.Turns == b.Turns && b.Priority && !a.Priority) {
				t.Fatalf("seed %d: %+v comes before %+v", seed, a, b)
			}
			if b.Why == "" {
				t.Fatalf("seed %d: nothing explains place %d", seed, i+1)
			}
		}
	}
}

// crowd is some members who wait, and what was said before.
func crowd(r *rand.Rand) (requests []commune.SpeechRequest, speeches []commune.Speech) {
	modes := []commune.Mode{commune.Room, commune.Online}
	for who := range commune.MemberID(1 + r.IntN(12)) {
		requests = append(requests, commune.SpeechRequest{
			Member: who + 1, Mode: modes[r.IntN(2)], Priority: r.IntN(2) == 0, AskedAt: minute(60 + r.IntN(5)),
		})
	}
	for i := range r.IntN(20) {
		speeches = append(speeches, commune.Speech{
			ID: commune.SpeechID(i + 1), Member: commune.MemberID(1 + r.IntN(12)), Mode: modes[r.IntN(2)],
			StartedAt: minute(3 * i), EndedAt: minute(3*i + r.IntN(3)),
		})
	}
	if r.IntN(2) == 0 {
		requests[r.IntN(len(requests))].AnnouncedAt = minute(64)
	}
	return requests, speeches
}

func TestMO1_WhoKeepsAskingGetsTheFloorInTheEnd(t *testing.T) {
	var speeches []commune.Speech
	heard := map[commune.MemberID]int{}
	for round := range 40 {
		requests := []commune.SpeechRequest{}
		for who := range commune.MemberID(8) {
			requests = append(requests, commune.SpeechRequest{Member: who + 1, Mode: commune.Room, Priority: who < 4, AskedAt: minute(round)})
		}
		next := commune.SpeakerQueue(requests, speeches, canadian, minute(round))[0]
		heard[next.Member]++
		speeches = append(speeches, commune.Speech{ID: commune.SpeechID(round + 1), Member: next.Member, Mode: next.Mode, StartedAt: minute(round), EndedAt: minute(round + 1)})
	}
	for who, turns := range heard {
		if turns != 5 {
			t.Errorf("member %d had %d turns of 40 among 8", who, turns)
		}
	}
}

func TestMO3_WhoIsKeptWaitingIsSeen(t *testing.T) {
	by := commune.WaitingBy(commune.SpeakerQueue([]commune.SpeechRequest{
		{Member: 1, Mode: commune.Online, AskedAt: minute(3)}, {Member: 2, Mode: commune.Room, AskedAt: minute(9)},
		{Member: 3, Mode: commune.Online, AskedAt: minute(2)},
	}, nil, canadian, minute(20)))
	if online := by[commune.Online]; online.Count != 2 || !online.Since.Equal(minute(2)) {
		t.Errorf("online: %+v", online)
	}
	if room := by[commune.Room]; room.Count != 1 || !room.Since.Equal(minute(9)) {
		t.Errorf("in the room: %+v", room)
	}
}

func TestMO3_OfEqualsTheTwoModesTakeTurnsWhicheverAskedMore(t *testing.T) {
	var waiting []commune.SpeechRequest
	for who := range commune.MemberID(12) {
		mode := commune.Room
		if who >= 8 {
			mode = commune.Online // and they asked last
		}
		waiting = append(waiting, commune.SpeechRequest{Member: who + 1, Mode: mode, AskedAt: minute(int(who))})
	}
	var speeches []commune.Speech
	var modes []commune.Mode
	for round := range len(waiting) {
		next := commune.SpeakerQueue(waiting, speeches, canadian, minute(20+round))[0]
		modes = append(modes, next.Mode)
		waiting = slices.DeleteFunc(waiting, func(r commune.SpeechRequest) bool { return r.Member == next.Member })
		speeches = append(speeches, commune.Speech{
			ID: commune.SpeechID(round + 1), Member: next.Member, Mode: next.Mode, StartedAt: minute(20 + round), EndedAt: minute(21 + round),
		})
	}
	for i, mode := range modes[:8] {
		if want := [2]commune.Mode{commune.Room, commune.Online}[i%2]; mode != want {
			t.Fatalf("the modes took turns as %v", modes)
		}
	}
}

func TestMO3_AModeInWhichNobodyWaitsIsNotShown(t *testing.T) {
	if by := commune.WaitingBy(nil); len(by) != 0 {
		t.Errorf("nobody waits, and it says %v", by)
	}
	by := commune.WaitingBy(commune.SpeakerQueue([]commune.SpeechRequest{{Member: 1, Mode: commune.Room, AskedAt: minute(3)}}, nil, canadian, minute(4)))
	if _, online := by[commune.Online]; online || by[commune.Room].Count != 1 {
		t.Errorf("one in the room waits, and it says %v", by)
	}
}

func TestMO2_ThreeCallsBackToThePoint(t *testing.T) {
	for call, valid := range map[commune.Recall]bool{
		commune.TooLong: true, commune.OffSubject: true, commune.SaidBefore: true, "": false, "ugly": false,
	} {
		if call.Valid() != valid {
			t.Errorf("%q: %v", call, !valid)
		}
	}
}
