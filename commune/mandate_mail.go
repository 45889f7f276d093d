package commune

import "time"

// MandateMail is the cause of a mail to the holder of a mandate. It is a duty, so that none can be muted.
type MandateMail string

// The mails of a mandate: to accept it, its term, its revocation.
const (
	MailAccept     MandateMail = "accept"
	MailAcceptSoon MandateMail = "accept_soon"
	MailTerm       MandateMail = "term"
	MailTermSoon   MandateMail = "term_soon"
	MailRevoked    MandateMail = "revoked"
)

// How long before the last moment the second mail goes out.
const (
	AcceptSoon = 3 * 24 * time.Hour
	TermSoon   = 7 * 24 * time.Hour
)

// termAhead is how long before its hour a mail about a term is made ready.
const termAhead = 24 * time.Hour

// TermMail is the mail about its term that a living mandate calls for, and when it goes out: the last that is due, or about to be. None is for a
// mandate that began too late for it.
func (m Mandate) TermMail(now time.Time) (kind MandateMail, at time.Time) {
	if m.Renewable() != nil || !m.LivingAt(now) {
		return "", time.Time{}
	}
	for _, mail := range []struct {
		kind   MandateMail
		before time.Duration
	}{{MailTermSoon, TermSoon}, {MailTerm, RenewBefore}} {
		if at := m.Until.Add(-mail.before); m.AcceptedAt.Before(at) && !now.Before(at.Add(-termAhead)) {
			return mail.kind, at
		}
	}
	return "", time.Time{}
}

// Asks tells whether there is cause for the mail at an instant: what was done meanwhile is not asked for.
func (k MandateMail) Asks(m Mandate, now time.Time) bool {
	switch k {
	case MailAccept, MailAcceptSoon:
		return m.State(now) == MandateAwaits
	case MailTerm, MailTermSoon:
		return m.EndsSoon(now)
	case MailRevoked:
		return m.Ending == Revoked
	}
	return false
}
