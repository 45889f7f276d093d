package commune

import "time"

// MandateState is where a mandate is in its life.
type MandateState string

// A mandate waits for its holder, lives, or is over: nobody accepted it in time, or it ended.
const (
	MandateAwaits MandateState = "awaits"
	MandateLiving MandateState = "living"
	MandateLapsed MandateState = "lapsed"
	MandateEnded  MandateState = "ended"
)

// State gives where the mandate is at an instant.
func (m Mandate) State(at time.Time) MandateState {
	switch {
	case m.endedAt(at):
		return MandateEnded
	case !m.AcceptedAt.IsZero():
		return MandateLiving
	case at.Before(m.AcceptBy()):
		return MandateAwaits
	}
	return MandateLapsed
}

// endedAt holds once the mandate was ended, or its term is over.
func (m Mandate) endedAt(t time.Time) bool {
	return !m.EndedAt.IsZero() && !t.Before(m.EndedAt) || !m.Until.IsZero() && !t.Before(m.Until)
}

// AcceptBy is until when its holder can accept it (SE-3).
func (m Mandate) AcceptBy() time.Time {
	if by := m.GrantedAt.Add(AcceptWithin); by.Before(m.Until) {
		return by
	}
	return m.Until
}

// Accept begins the mandate: from now on it allows what it lists (SE-3, PW-1).
func (m Mandate) Accept(who MemberID, now time.Time) (Mandate, error) {
	if err := m.answerable(who, now); err != nil {
		return m, err
	}
	m.AcceptedAt = now
	return m, nil
}

// Decline leaves the place vacant; the mandate never began (SE-3).
func (m Mandate) Decline(who MemberID, now time.Time) (Mandate, error) {
	if err := m.answerable(who, now); err != nil {
		return m, err
	}
	return m.end(Declined, now), nil
}

func (m Mandate) answerable(who MemberID, now time.Time) error {
	switch state := m.State(now); {
	case m.Holder != who:
		return ErrNotHolder
	case state == MandateEnded:
		return ErrMandateEnded.With(m.over())
	case state == MandateLapsed:
		return ErrAcceptanceLate.With(m.AcceptBy())
	case state == MandateLiving:
		return ErrMandateAccepted.With(m.AcceptedAt)
	}
	return nil
}

// Resign ends a living mandate at once: its holder needs nobody's leave.
func (m Mandate) Resign(who MemberID, now time.Time) (Mandate, error) {
	switch state := m.State(now); {
	case m.Holder != who:
		return m, ErrNotHolder
	case state == MandateEnded || state == MandateLapsed:
		return m, ErrMandateEnded.With(m.over())
	case state == MandateAwaits:
		return m, ErrMandateAwaits
	}
	return m.end(Resigned, now), nil
}

// Revocable refuses a mandate that allows nothing more: there is nothing to revoke (SE-7).
func (m Mandate) Revocable(now time.Time) error {
	if state := m.State(now); state == MandateEnded || state == MandateLapsed {
		return ErrMandateEnded.With(m.over())
	}
	return nil
}

// Revoke ends the mandate at the instant of the decision (SE-7).
func (m Mandate) Revoke(d Decision) Mandate {
	m.EndedBy = d.ID
	return m.end(Revoked, d.DecidedAt)
}

// Conclude ends what still waits or lives, in another way than by its holder or a revocation; what was over stays as it is.
func (m Mandate) Conclude(how Ending, now time.Time) Mandate {
	if m.endedAt(now) || !m.EndedAt.IsZero() {
		return m
	}
	return m.end(how, now)
}

func (m Mandate) end(how Ending, now time.Time) Mandate {
	m.EndedAt, m.Ending = now, how
	return m
}

// over is when a mandate that is over ended: before its term, at its term, or when nobody had accepted it in time.
func (m Mandate) over() time.Time {
	if m.AcceptedAt.IsZero() && m.EndedAt.IsZero() {
		return m.AcceptBy()
	}
	return m.End()
}

// VacantAt holds for a mandate that was declined, not accepted in time, or ended by its holder or the assembly, as long as its term would
// have run: its mission waits for somebody. One that was for a meeting alone, or that was given again, leaves no place empty.
func (m Mandate) VacantAt(t time.Time) bool {
	if m.Provisional || m.Meeting != 0 || !t.Before(m.Until) {
		return false
	}
	switch m.Ending {
	case Revoked, Resigned, Declined, Left:
		return true
	}
	return m.State(t) == MandateLapsed
}

// Vacant are those of them that leave a place empty and that nobody was given since: neither did one renew them, nor is there a later one
// of the same title in the same body.
func (ms Mandates) Vacant(at time.Time) Mandates {
	var vacant Mandates
	for _, m := range ms {
		if m.VacantAt(at) && !ms.givenAgain(m) {
			vacant = append(vacant, m)
		}
	}
	return vacant
}

func (ms Mandates) givenAgain(m Mandate) bool {
	for _, later := range ms {
		same := later.Renews == m.ID || later.Body == m.Body && later.Title == m.Title
		if same && later.ID > m.ID {
			return true
		}
	}
	return false
}

// The refusals of a mandate's life.
var (
	ErrNotHolder       = Refuse(Forbidden, "not_holder")
	ErrMandateAwaits   = Refuse(Conflict, "mandate_awaits")
	ErrMandateAccepted = Refuse(Conflict, "mandate_accepted") // at
	ErrMandateEnded    = Refuse(Conflict, "mandate_ended")    // at
	ErrAcceptanceLate  = Refuse(Conflict, "acceptance_late")  // by
)
