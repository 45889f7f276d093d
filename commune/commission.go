package commune

import (
	"net/url"
	"strings"
	"time"
)

// Membership is that of a member in a commission: joined and left at will (CO-3).
type Membership struct {
	Body     BodyID
	Member   MemberID
	JoinedAt time.Time
}

// Join lets a member into a commission, at any time while it works (CO-3). In a secretariat one is by a mandate alone (SE-2).
func (b Body) Join(who MemberID, today Day, now time.Time) (Membership, error) {
	switch {
	case b.Kind != Commission:
		return Membership{}, ErrNotCommission
	case !b.Living():
		return Membership{}, ErrBodyDissolved.With(b.DissolvedAt)
	case !b.Active(today):
		return Membership{}, ErrCommissionOver.With(b.Until.Time())
	}
	return Membership{Body: b.ID, Member: who, JoinedAt: now}, nil
}

// signalHost is where the links of Signal groups lead.
const signalHost = "signal.group"

// WithSignal gives the commission the link of its Signal group, or takes it away. Anything else than such a link is refused: members
// follow it without a thought (CO-8).
func (b Body) WithSignal(link string) (Body, error) {
	if b.Kind != Commission {
		return b, ErrNotCommission
	}
	if link = strings.TrimSpace(link); link != "" {
		u, err := url.Parse(link)
		if err != nil || u.Scheme != "https" || u.Host != signalHost || u.User != nil || u.Fragment == "" || OptionalText(link, MaxLink) != nil {
			return b, ErrSignalInvalid
		}
	}
	b.Signal = link
	return b, nil
}

// Request is what a commission sends to the secretariat whose mandate covers it (CO-6).
type Request struct {
	ID         RequestID
	Commission BodyID
	To         BodyID
	Title      string
	Text       string
	AskedBy    MemberID
	AskedAt    time.Time
	Decision   BodyDecisionID // that answered it, under a clause of a mandate (SE-4)
	Item       ItemID         // under which it was sent to the assembly, for no clause covers it
	AnsweredBy MemberID
	AnsweredAt time.Time
}

// Waits holds until the secretariat answers.
func (r Request) Waits() bool { return r.AnsweredAt.IsZero() }

// Check refuses a request that says nothing, or that is addressed to no secretariat.
func (r Request) Check(from, to Body) error {
	switch {
	case from.Kind != Commission:
		return ErrNotCommission
	case to.Kind != Secretariat || !to.Living():
		return ErrNoSecretariat
	}
	if err := Text(strings.TrimSpace(r.Title), MaxName, ErrTitleMissing); err != nil {
		return err
	}
	return Text(strings.TrimSpace(r.Text), MaxText, ErrRequestEmpty)
}

// The refusals of commissions.
var (
	ErrNotCommission   = Refuse(Forbidden, "not_commission")
	ErrCommissionOver  = Refuse(Conflict, "commission_over") // its last day
	ErrNotInCommission = Refuse(Forbidden, "not_in_commission")
	ErrSignalInvalid   = Refuse(Invalid, "signal_invalid")
	ErrNoSecretariat   = Refuse(Invalid, "no_secretariat")
	ErrRequestEmpty    = Refuse(Invalid, "request_empty")
	ErrRequestAnswered = Refuse(Conflict, "request_answered") // at
)
