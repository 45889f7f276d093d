package page

import (
	"time"

	"github.com/a-h/templ"

	"federes.org/commune"
	"federes.org/commune/procedure"
)

// Seat is a meeting in session as one member sees it, on a phone.
type Seat struct {
	Now     procedure.Sitting
	Me      procedure.Own
	Live    *Live                               // nil for who was excluded
	Choices map[commune.MotionID]commune.Choice // of one's own ballots, as they were when the page was opened; nil in a stream
}

// SeatParts are those that everybody reads alike.
func SeatParts(f Frame, s procedure.Sitting) []Part {
	return []Part{{"seat-call", call(f, s, "seat-call")}, {"seat-now", seatNow(f, s)}, {"seat-result", seatResult(f, s)}}
}

// SeatOwn are those of one's own.
func SeatOwn() []OwnPart {
	of := func(body func(Frame, Seat) templ.Component) func(Frame, procedure.Sitting, procedure.Own) templ.Component {
		return func(f Frame, s procedure.Sitting, me procedure.Own) templ.Component {
			return body(f, Seat{Now: s, Me: me})
		}
	}
	return []OwnPart{
		{"seat-votes", ownVotes, of(seatVotes)}, {"seat-me", ownPlace, of(seatMe)}, {"seat-more", ownMore, of(seatMore)}, {"seat-signs", ownSigns, of(seatSigns)},
	}
}

// showing is the seat with as much of who holds it as a part shows.
func (v Seat) showing(shows func(procedure.Own) procedure.Own) Seat {
	v.Me = shows(v.Me)
	return v
}

func ownVotes(me procedure.Own) procedure.Own { return procedure.Own{Votes: me.Votes} }

func ownPlace(me procedure.Own) procedure.Own {
	return procedure.Own{
		Good: me.Good, Leads: me.Leads, Excluded: me.Excluded, There: me.There, Speaks: me.Speaks, Place: me.Place, Why: me.Why,
	}
}

func ownMore(me procedure.Own) procedure.Own {
	return procedure.Own{Leads: me.Leads, There: me.There}
}

func ownSigns(me procedure.Own) procedure.Own {
	return procedure.Own{There: me.There, Declared: me.Declared, Speaks: me.Speaks, Order: me.Order, Sign: me.Sign}
}

// called is what is announced, once: who speaks, that a vote is open, what came of it.
func called(f Frame, s procedure.Sitting) string {
	var words string
	var at time.Time
	if s.Floor.Speaking.ID != 0 {
		words, at = f.T("floor.speaks", s.Names[s.Floor.Speaking.Member]), s.Floor.Speaking.StartedAt
	}
	if r := s.Result; r.ID != 0 && !r.ClosedAt.Before(at) {
		words, at = resultCall(f, r.Motion), r.ClosedAt
	}
	for _, v := range s.Votes {
		if !v.OpenedAt.Before(at) {
			words, at = f.T("call.vote"), v.OpenedAt
		}
	}
	return words
}

// resultCall is how a result is announced.
func resultCall(f Frame, m commune.Motion) string {
	if m.Settling() {
		return f.T("call.settling")
	}
	return f.T("call."+verdict(m), m.For, m.Against, m.Abstain)
}

func verdict(m commune.Motion) string {
	if m.Adopted {
		return "adopted"
	}
	return "rejected"
}

// vote is an open vote as the member of the seat sees it.
func (v Seat) vote(i int) MotionView {
	view := running(v.Now, i)
	view.Listed, view.Said, view.Back = v.Me.In(i), v.Choices[view.Motion.ID], SeatPath(v.Now.Meeting.ID)
	view.Unread, view.Popular = v.Choices == nil, v.Now.Meeting.Popular()
	return view
}

// waitingView is a text that is not put to the vote yet, with how many amendments come before it.
func waitingView(s procedure.Sitting, m commune.Motion) MotionView {
	view := ViewMotion(m, s.Names)
	for _, a := range s.Motions {
		if a.Amends == m.ID && !a.Ended() {
			view.Waiting++
		}
	}
	return view
}

// resulting is the vote that closed last, with what followed from it.
func resulting(s procedure.Sitting) MotionView {
	view := ViewMotion(s.Result.Motion, s.Names)
	view.Decision, view.Voices = s.Result.Number, s.Result.Voices
	for _, m := range s.Motions {
		if m.Follows == s.Result.ID {
			view.Next = m.ID
		}
		if m.Repeats == s.Result.ID {
			view.Again = m.ID
		}
	}
	return view
}

// running is an open vote as everybody sees it.
func running(s procedure.Sitting, i int) MotionView {
	view := ViewMotion(s.Votes[i].Motion, s.Names)
	view.Vote, view.Voices = s.Votes[i], s.Votes[i].Voices
	return view
}

// treated is the item that the meeting is at; none while its ID is 0.
func treated(s procedure.Sitting) commune.TimedItem {
	if i := s.Current(); i >= 0 {
		return s.Timing.Items[i]
	}
	return commune.TimedItem{}
}

// numbered is the place of the treated item among those of the agenda, from 1, and how many they are; the opening is none of them.
func numbered(s procedure.Sitting) (place, of int) {
	at := treated(s).ID
	for _, i := range s.Timing.Items {
		if i.Opening {
			continue
		}
		if of++; i.ID == at {
			place = of
		}
	}
	return place, of
}

// place says in a sentence where one stands in the list and why (MO-1).
func (v Seat) place(f Frame) string {
	switch {
	case v.Me.Speaks:
		return f.T("seat.mine")
	case v.Me.Place == 0:
		return f.T("seat.not_asked")
	case v.Me.Place == 1:
		return f.T("floor.mine_next")
	}
	return f.T("seat.place", v.Me.Place)
}

// bigAct is what the one button does.
func (v Seat) bigAct() string {
	switch {
	case v.Me.Speaks:
		return "speeches/end"
	case v.Me.Place > 0:
		return "requests/withdrawal"
	}
	return "requests"
}

// why words what decided a place. What a member declared of themselves is not given away: among those who spoke as often, everybody
// but the moderator reads the rule (MO-1, ME-2).
func why(f Frame, w commune.Why, lead bool) string {
	switch {
	case w == "":
		return f.T("why.first")
	case lead, w == commune.WhyAnnounced, w == commune.WhyFewerTurns:
		return f.T("why." + string(w))
	}
	return f.T("why.equal_turns")
}
