package commune_test

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"federes.org/commune"
)

// allRules are every combination of what the assembly can decide about the floor.
func allRules() (all []commune.FloorRules) {
	for _, scope := range []commune.FloorScope{commune.WholeMeeting, commune.EachItem} {
		for _, ties := range []commune.FloorTies{commune.TiesPriority, commune.TiesTime, commune.TiesAsked} {
			all = append(all, commune.FloorRules{Scope: scope, Ties: ties, Item: 2})
		}
	}
	return all
}

// hall is some members who wait, some with a point of order, and what was said before on two items.
func hall(r *rand.Rand) (requests []commune.SpeechRequest, speeches []commune.Speech) {
	requests, speeches = crowd(r)
	for i := range requests {
		requests[i].Kind = commune.Turn
		if r.IntN(4) == 0 {
			order := requests[i]
			order.Kind, order.AnnouncedAt = commune.PointOfOrder, time.Time{}
			requests = append(requests, order)
		}
	}
	for i := range speeches {
		speeches[i].Item = commune.ItemID(1 + r.IntN(2))
		speeches[i].Kind = commune.Turn
		if r.IntN(5) == 0 {
			speeches[i].Kind = commune.PointOfOrder
		}
	}
	return requests, speeches
}

func TestMO1_UnderEveryRuleTheOrderIsTotalAndDependsOnNothingElse(t *testing.T) {
	r := random(t)
	for range 200 {
		requests, speeches := hall(r)
		for _, rules := range allRules() {
			want := commune.SpeakerQueue(requests, speeches, rules, minute(90))
			if len(want) != len(requests) {
				t.Fatalf("%d places for %d requests", len(want), len(requests))
			}
			r.Shuffle(len(requests), func(i, j int) { requests[i], requests[j] = requests[j], requests[i] })
			r.Shuffle(len(speeches), func(i, j int) { speeches[i], speeches[j] = speeches[j], speeches[i] })
			if got := commune.SpeakerQueue(requests, speeches, rules, minute(90)); !slices.Equal(got, want) {
				t.Fatalf("%+v: the order of what is given changes the queue", rules)
			}
		}
	}
}

// holds tells whether the reason given for a place is true of it and of the one before.
func holds(a, b commune.Queued, rules commune.FloorRules) bool {
	switch b.Why {
	case commune.WhyPointOfOrder:
		return a.Kind == commune.PointOfOrder && b.Kind != commune.PointOfOrder
	case commune.WhyAnnounced:
		return !a.AnnouncedAt.IsZero() && (b.AnnouncedAt.IsZero() || a.AnnouncedAt.Before(b.AnnouncedAt))
	case commune.WhyFewerTurns:
		return a.Turns < b.Turns
	case commune.WhyPriority:
		return rules.Ties == commune.TiesPriority && a.Turns == b.Turns && a.Priority && !b.Priority
	case commune.WhyLessTime:
		return rules.Ties != commune.TiesAsked && a.Turns == b.Turns && a.Spoke < b.Spoke
	case commune.WhyOtherMode:
		return rules.Ties != commune.TiesAsked && a.Turns == b.Turns && a.Mode != b.Mode
	case commune.WhyAskedFirst:
		return !a.AskedAt.After(b.AskedAt)
	}
	return false
}

func TestMO1_EveryPlaceHasATrueReasonAgainstTheOneBefore(t *testing.T) {
	r := random(t)
	for range 300 {
		requests, speeches := hall(r)
		for _, rules := range allRules() {
			queue := commune.SpeakerQueue(requests, speeches, rules, minute(90))
			for i, p := range queue {
				if i == 0 && p.Why != "" || i > 0 && !holds(queue[i-1], p, rules) {
					t.Fatalf("%+v: place %d is said to be %q: %+v", rules, i+1, p.Why, queue)
				}
			}
		}
	}
}

func TestMO1_TurnsAreCountedAsTheAssemblyDecided(t *testing.T) {
	speeches := []commune.Speech{
		{ID: 1, Member: 1, Item: 1, Kind: commune.Turn, Mode: commune.Room, StartedAt: minute(0), EndedAt: minute(2)},
		{ID: 2, Member: 2, Item: 2, Kind: commune.Turn, Mode: commune.Room, StartedAt: minute(2), EndedAt: minute(3)},
		{ID: 3, Member: 3, Item: 2, Kind: commune.PointOfOrder, Mode: commune.Room, StartedAt: minute(3), EndedAt: minute(4)},
	}
	var requests []commune.SpeechRequest
	for who := range commune.MemberID(3) {
		requests = append(requests, commune.SpeechRequest{Member: who + 1, Kind: commune.Turn, Mode: commune.Room, AskedAt: minute(10 + int(who))})
	}
	for scope, want := range map[commune.FloorScope][]commune.MemberID{
		commune.WholeMeeting: {3, 2, 1}, // a point of order is no turn; then who spoke for less time
		commune.EachItem:     {1, 3, 2},
	} {
		got, _ := order(commune.SpeakerQueue(requests, speeches, commune.FloorRules{Scope: scope, Ties: commune.TiesTime, Item: 2}, minute(20)))
		if !slices.Equal(got, want) {
			t.Errorf("over %s: %v, want %v", scope, got, want)
		}
	}
}

func TestMO1_TiesAreDecidedAsTheAssemblyDecided(t *testing.T) {
	speeches := []commune.Speech{
		{ID: 1, Member: 1, Mode: commune.Room, StartedAt: minute(0), EndedAt: minute(9)},
		{ID: 2, Member: 2, Mode: commune.Room, StartedAt: minute(9), EndedAt: minute(10)},
		{ID: 3, Member: 3, Mode: commune.Room, StartedAt: minute(10), EndedAt: minute(15)},
	}
	requests := []commune.SpeechRequest{
		{Member: 1, Kind: commune.Turn, Mode: commune.Room, AskedAt: minute(16)},
		{Member: 2, Kind: commune.Turn, Mode: commune.Room, AskedAt: minute(17)},
		{Member: 3, Kind: commune.Turn, Mode: commune.Room, AskedAt: minute(18), Priority: true},
	}
	for ties, want := range map[commune.FloorTies][]commune.MemberID{
		commune.TiesPriority: {3, 2, 1}, commune.TiesTime: {2, 3, 1}, commune.TiesAsked: {1, 2, 3},
	} {
		got, _ := order(commune.SpeakerQueue(requests, speeches, commune.FloorRules{Scope: commune.WholeMeeting, Ties: ties}, minute(20)))
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", ties, got, want)
		}
	}
}

// debate plays a whole meeting: people ask at random, the first of the queue speaks, the next is announced.
type debate struct {
	requests []commune.SpeechRequest
	speeches []commune.Speech
	passed   map[commune.MemberID]map[commune.MemberID]int // who spoke how often while who waited
}

func (d *debate) ask(r *rand.Rand, at int) {
	for who := range commune.MemberID(8) {
		waits := slices.ContainsFunc(d.requests, func(q commune.SpeechRequest) bool { return q.Member == who+1 })
		if !waits && r.IntN(3) == 0 {
			d.requests = append(d.requests, commune.SpeechRequest{
				Member: who + 1, Kind: commune.Turn, Mode: []commune.Mode{commune.Room, commune.Online}[r.IntN(2)], Priority: who%2 == 0,
				AskedAt: evening.Add(time.Duration(at)*time.Minute + time.Duration(r.IntN(50))*time.Second),
			})
			d.passed[who+1] = map[commune.MemberID]int{}
		}
	}
}

// speak gives the floor to the first, and tells who comes next.
func (d *debate) speak(rules commune.FloorRules, at int) commune.Queued {
	next := commune.SpeakerQueue(d.requests, d.speeches, rules, minute(at))[0]
	d.requests = slices.DeleteFunc(d.requests, func(q commune.SpeechRequest) bool { return q.Member == next.Member })
	for _, q := range d.requests {
		d.passed[q.Member][next.Member]++
	}
	d.speeches = append(d.speeches, commune.Speech{
		ID: commune.SpeechID(len(d.speeches) + 1), Member: next.Member, Item: 2, Kind: commune.Turn, Mode: next.Mode, StartedAt: minute(at), EndedAt: minute(at + 1),
	})
	queue := commune.SpeakerQueue(d.requests, d.speeches, rules, minute(at+1))
	if len(queue) > 0 && queue[0].AnnouncedAt.IsZero() {
		i := slices.IndexFunc(d.requests, func(q commune.SpeechRequest) bool { return q.Member == queue[0].Member })
		d.requests[i].AnnouncedAt = minute(at + 1)
	}
	return next
}

func TestMO1_NobodyWithMoreTurnsGoesBeforeOneWithFewerUnlessTheyWereAnnounced(t *testing.T) {
	r := random(t)
	for _, rules := range allRules() {
		for range 20 {
			d := debate{passed: map[commune.MemberID]map[commune.MemberID]int{}}
			for at := range 60 {
				d.ask(r, at)
				if len(d.requests) == 0 {
					continue
				}
				waiting := commune.SpeakerQueue(d.requests, d.speeches, rules, minute(at))
				fewest := slices.MinFunc(waiting, func(a, b commune.Queued) int { return cmp.Compare(a.Turns, b.Turns) }).Turns
				if next := d.speak(rules, at); next.AnnouncedAt.IsZero() && next.Turns > fewest {
					t.Fatalf("%+v spoke before one who had %d turns", next, fewest)
				}
			}
		}
	}
}

// Who waits sees each other person go before them at most as often as that person was behind, once at equal turns, and once announced.
func TestMO1_NobodyWaitsForLongerThanTheOthersAreBehind(t *testing.T) {
	r := random(t)
	for range 100 {
		d := debate{passed: map[commune.MemberID]map[commune.MemberID]int{}}
		for at := range 80 {
			d.ask(r, at)
			if len(d.requests) == 0 {
				continue
			}
			turns := map[commune.MemberID]int{}
			for _, s := range d.speeches {
				turns[s.Member]++
			}
			next := d.speak(canadian, at)
			for other, times := range d.passed[next.Member] {
				behind := max(0, turns[next.Member]-(turns[other]-times))
				if times > behind+2 {
					t.Fatalf("while %d waited, with %d turns, %d spoke %d times, being %d behind", next.Member, turns[next.Member], other, times, behind)
				}
			}
		}
	}
}

func TestMO1_WhoWasToldIsOvertakenByNobodyButAPointOfOrder(t *testing.T) {
	requests := []commune.SpeechRequest{
		{Member: 1, Kind: commune.Turn, Mode: commune.Room, AskedAt: minute(1), AnnouncedAt: minute(2)},
		{Member: 2, Kind: commune.Turn, Mode: commune.Online, AskedAt: minute(3), Priority: true},
		{Member: 2, Kind: commune.PointOfOrder, Mode: commune.Online, AskedAt: minute(4)},
	}
	queue := commune.SpeakerQueue(requests, []commune.Speech{{ID: 1, Member: 1, Mode: commune.Room, StartedAt: minute(0), EndedAt: minute(1)}}, canadian, minute(5))
	who, why := order(queue)
	if !slices.Equal(who, []commune.MemberID{2, 1, 2}) || queue[0].Kind != commune.PointOfOrder || why[1] != commune.WhyPointOfOrder || why[2] != commune.WhyAnnounced {
		t.Errorf("the order is %v because %v", who, why)
	}
}

func TestMO1_TheFloorIsAskedForInOneOfTwoWaysByWhoIsThere(t *testing.T) {
	m, p := session(), commune.Presence{Meeting: 1, Member: 3, Mode: commune.Online, Priority: true}
	r, err := m.AskFloor(p, commune.PointOfOrder, false, minute(5))
	accepted(t, err)
	if r.Member != 3 || r.Mode != commune.Online || !r.Priority || r.Kind != commune.PointOfOrder || !r.AskedAt.Equal(minute(5)) {
		t.Errorf("the request is %+v", r)
	}
	ask := func(m commune.Meeting, p commune.Presence, kind commune.SpeechKind, busy bool) error {
		_, err := m.AskFloor(p, kind, busy, minute(5))
		return err
	}
	refused(t, ask(m, p, "shout", false), commune.ErrFloorKind)
	refused(t, ask(m, p, commune.Turn, true), commune.ErrFloorAsked)
	refused(t, ask(m, commune.Presence{}, commune.Turn, false), commune.ErrNotPresent)
	p.LeftAt = minute(4)
	refused(t, ask(m, p, commune.Turn, false), commune.ErrNotPresent)
	m.ClosedAt = minute(3)
	refused(t, ask(m, p, commune.Turn, false), commune.ErrMeetingNotOpen)
}

func TestME2_TheFloorIsAddedUpSoThatNobodyIsRecognised(t *testing.T) {
	var speeches []commune.Speech
	spoke := func(who commune.MemberID, mode commune.Mode, priority bool, minutes int) {
		speeches = append(speeches, commune.Speech{
			ID: commune.SpeechID(len(speeches) + 1), Member: who, Kind: commune.Turn, Mode: mode, Priority: priority, StartedAt: minute(0), EndedAt: minute(minutes),
		})
	}
	for who := range commune.MemberID(3) {
		spoke(who+1, commune.Room, false, 2)
	}
	spoke(4, commune.Online, true, 3)
	spoke(5, commune.Online, true, 3)
	spoke(5, commune.Online, true, 1)
	speeches = append(speeches, commune.Speech{ID: 99, Member: 9, Kind: commune.PointOfOrder, Mode: commune.Room, Priority: true, StartedAt: minute(0), EndedAt: minute(50)})
	want := []commune.Share{{Side: commune.SideRoom, Persons: 3, Turns: 3, Seconds: 360}, {Side: commune.SideOnline, Persons: 2, Turns: 3, Seconds: 420}}
	if got := commune.Shares(speeches, minute(60)); !slices.Equal(got, want) {
		t.Errorf("two who declared it are shown, or counted wrongly: %+v", got)
	}
	spoke(6, commune.Room, true, 1)
	want[0] = commune.Share{Side: commune.SideRoom, Persons: 4, Turns: 4, Seconds: 420}
	want = append(want, commune.Share{Side: commune.SideDeclared, Persons: 3, Turns: 4, Seconds: 480}, commune.Share{Side: commune.SideOthers, Persons: 3, Turns: 3, Seconds: 360})
	if got := commune.Shares(speeches, minute(60)); !slices.Equal(got, want) {
		t.Errorf("three on both sides: %+v", got)
	}
}
