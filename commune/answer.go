package commune

import "time"

// MandateAnswer is what a person who is proposed for a mandate says before the vote: yes or no, to these terms (SE-3).
type MandateAnswer struct {
	Motion     MotionID `gorm:"primaryKey;autoIncrement:false"`
	Member     MemberID `gorm:"primaryKey;autoIncrement:false"`
	Terms      string   // named beyond doubt: an amendment that changes them asks anew
	Accepts    bool
	AnsweredAt time.Time
}

// Proposed gives the terms that a motion puts to a person: those of a mandate for them, or for which they stand.
func (m Motion) Proposed(terms ElectionTerms, who MemberID) (MandateTerms, error) {
	stands := m.Form == FormMandate && terms.Holder == who
	for _, candidate := range terms.Candidates {
		stands = stands || m.Form == FormElection && candidate == who
	}
	switch {
	case !stands:
		return terms.MandateTerms, ErrNotHolder
	case m.Amends != 0:
		return terms.MandateTerms, ErrAnswerMain
	case m.Ended():
		return terms.MandateTerms, ErrVoteClosed.With(m.ClosedAt)
	}
	return terms.MandateTerms, nil
}

// The refusals of an answer.
var (
	ErrAnswerMain     = Refuse(Conflict, "answer_main")
	ErrHolderDeclined = Refuse(Conflict, "holder_declined") // who
)
