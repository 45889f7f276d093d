package confederation

import (
	"encoding/json"
	"time"

	"federes.org/commune"
	"federes.org/commune/record"
)

// SeatID is our number for a seat.
type SeatID int64

// Seat is what is known here of one mandate to sit in our council: what gives it and what ends it, whichever was heard first, and when it was
// last confirmed (CF-5, SE-7).
type Seat struct {
	ID          SeatID
	Peer        PeerID
	Mandate     string // its record
	Given       bool   // that record is here, and gives a seat in our council
	Seq         commune.Seq
	Holder      string // public name
	Title       string
	Status      string // where the mandate is confirmed
	Begins      time.Time
	Until       time.Time
	Ending      string // the record of its end; empty while none is known
	EndedAt     time.Time
	ConfirmedAt time.Time        // when the assembly's instance last said that the mandate lives
	DoubtedAt   time.Time        // when it last said that it does not
	Member      commune.MemberID // who sits, once they entered
}

// TableName names the table.
func (Seat) TableName() string { return "seats" }

// Delegates are what the verified records of a member say of one of its mandates: given, or ended. The second value is false for one that says
// nothing of a seat in this council.
func Delegates(council commune.ActorID, r record.Parsed) (Seat, bool) {
	switch r.Header.Kind {
	case record.KindMandate:
		var m record.Mandate
		if json.Unmarshal(r.Data, &m) != nil || m.Council != council || m.Issuer != r.AttributedTo || !m.Capabilities.Has(commune.SitInCouncil) {
			return Seat{}, false
		}
		begins, err := time.Parse(time.RFC3339, m.From)
		until, unread := time.Parse(time.RFC3339, m.Until)
		if err != nil || unread != nil || commune.OriginOf(m.Status) != commune.OriginOf(r.ID) {
			return Seat{}, false
		}
		return Seat{Mandate: r.ID, Given: true, Seq: r.Header.Seq, Holder: m.Holder, Title: m.Title, Status: m.Status, Begins: begins.UTC(), Until: until.UTC()}, true
	case record.KindRevocation, record.KindResignation:
		var e record.Ending
		if json.Unmarshal(r.Data, &e) != nil || commune.OriginOf(e.Mandate) != commune.OriginOf(r.ID) {
			return Seat{}, false
		}
		at, err := time.Parse(time.RFC3339, e.EndedAt)
		return Seat{Mandate: e.Mandate, Ending: r.ID, EndedAt: at.UTC()}, err == nil && e.Mandate != ""
	}
	return Seat{}, false
}

// Hears is the seat with one more record, in whatever order they come and however often. An end counts for ever, even one that comes before
// its mandate; of two ends the earlier holds (SE-7).
func (s Seat) Hears(said Seat) Seat {
	if said.Given && !s.Given {
		s.Given, s.Seq, s.Holder, s.Title, s.Status = true, said.Seq, said.Holder, said.Title, said.Status
		s.Begins, s.Until = said.Begins, said.Until
	}
	earlier := said.EndedAt.Before(s.EndedAt) || said.EndedAt.Equal(s.EndedAt) && said.Ending < s.Ending
	if said.Ending != "" && (s.Ending == "" || earlier) {
		s.Ending, s.EndedAt = said.Ending, said.EndedAt
	}
	s.Mandate = said.Mandate
	return s
}

// HeardAt is what an end says to whoever hears of it at an instant: it holds from then at the latest, whatever the clock of the assembly's
// instance says (SE-7).
func (s Seat) HeardAt(at time.Time) Seat {
	if s.Ending != "" && s.EndedAt.After(at) {
		s.EndedAt = at
	}
	return s
}

// Forgets is the seat without what its records said: it is heard anew.
func (s Seat) Forgets() Seat {
	return Seat{ID: s.ID, Peer: s.Peer, Mandate: s.Mandate, ConfirmedAt: s.ConfirmedAt, DoubtedAt: s.DoubtedAt, Member: s.Member}
}

// Doubted holds while the assembly's instance says that the mandate does not live, whatever records are here.
func (s Seat) Doubted() bool { return s.DoubtedAt.After(s.ConfirmedAt) }

// Answered is the seat after its assembly's instance was asked at an instant whether the mandate lives (SE-7).
func (s Seat) Answered(lives bool, at time.Time) Seat {
	if lives && at.After(s.ConfirmedAt) {
		s.ConfirmedAt = at
	}
	if !lives && at.After(s.DoubtedAt) {
		s.DoubtedAt = at
	}
	return s
}

// Lapses is when the seat is lost unless something is heard before: at the end of the mandate's term, or once it was not confirmed for a day.
// It is zero for a seat that does not live: given by nothing, ended, or of an organisation whose delegates are not seated now (CF-5, CH-1).
func (s Seat) Lapses(tied bool) time.Time {
	if !s.Given || s.Ending != "" || !tied || s.Doubted() || s.ConfirmedAt.IsZero() {
		return time.Time{}
	}
	fresh := s.ConfirmedAt.Add(FreshFor)
	if s.Until.Before(fresh) {
		return s.Until
	}
	return fresh
}

// Holds tells whether somebody sits here now by this mandate.
func (s Seat) Holds(at time.Time, tied bool) bool {
	return !at.Before(s.Begins) && at.Before(s.Lapses(tied))
}

// EndedBy tells whether the mandate was over at an instant, as far as is known (SE-7).
func (s Seat) EndedBy(at time.Time) bool {
	return s.Ending != "" && !s.EndedAt.After(at) || !at.Before(s.Until) || s.Doubted() && !s.DoubtedAt.After(at)
}

// Limits of a seat.
const (
	FreshFor   = 24 * time.Hour  // a seat is lost when nothing confirmed it for so long (CF-5)
	TicketLife = 2 * time.Minute // in which a delegate enters
)

// SeatChanged says that somebody sits in our council from now on, or no more.
type SeatChanged struct {
	Mandate string
	Actor   commune.ActorID // whose delegate it is
	Seated  bool
}

// EventName names the event.
func (SeatChanged) EventName() string { return "seat-changed" }

// SeatDoubtful says that a seat is to be confirmed soon.
type SeatDoubtful struct{ Mandate string }

// EventName names the event.
func (SeatDoubtful) EventName() string { return "seat-doubtful" }

// The refusals of a seat.
var (
	ErrSeatUnknown  = commune.Refuse(commune.NotFound, "seat_unknown")
	ErrSeatEnded    = commune.Refuse(commune.Conflict, "seat_ended") // SE-7
	ErrTicketSpent  = commune.Refuse(commune.Forbidden, "ticket_spent")
	ErrNotDelegate  = commune.Refuse(commune.Forbidden, "not_delegate")
	ErrEntryRefused = commune.Refuse(commune.Conflict, "entry_refused")
)
