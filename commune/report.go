package commune

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// Report is what a holder tells of a mandate for a period (SE-6), or what a secretariat or a commission tells of a meeting or of its work
// (SE-5, CO-5). While it is a draft those who can publish it write it; published, it is never edited.
type Report struct {
	ID          ReportID
	Body        BodyID    // 0 for that of a mandate that is exercised in none
	Mandate     MandateID // 0 for that of a meeting or of the work of the body
	Title       string
	Text        string // in Markdown
	From, Until Day    // the period; of a meeting, its day twice
	Audience    Audience
	Version     int // how often the draft was written
	WrittenBy   MemberID
	WrittenAt   time.Time
	PublishedAt time.Time
	Hash        string // of the text
	Seq         Seq    // the entry of the register's log that the publication wrote
}

// Published holds from the publication on.
func (r Report) Published() bool { return !r.PublishedAt.IsZero() }

// Rewrite gives the draft with what was written over the version that its writer had read: of two who write at once the second is
// refused, and loses nothing.
func (r Report) Rewrite(w Report, by MemberID, now time.Time) (Report, error) {
	switch {
	case r.Published():
		return r, ErrReportPublished
	case w.Version != r.Version:
		return r, ErrReportStale
	}
	r.Mandate, r.Title, r.Text = w.Mandate, strings.TrimSpace(w.Title), strings.TrimSpace(strings.ReplaceAll(w.Text, "\r\n", "\n"))
	r.From, r.Until, r.Audience = w.From, w.Until, w.Audience
	r.Version, r.WrittenBy, r.WrittenAt = r.Version+1, by, now
	if r.From == "" {
		r.From = r.Until
	}
	if err := OptionalText(r.Title, MaxName); err != nil {
		return r, err
	}
	if !r.Audience.Valid() {
		return r, ErrAudienceInvalid
	}
	return r, OptionalText(r.Text, MaxReport)
}

// Publish makes the report known, once (SE-5, CO-5).
func (r Report) Publish(today Day, now time.Time) (Report, error) {
	switch {
	case r.Published():
		return r, ErrReportPublished
	case r.Title == "":
		return r, ErrTitleMissing
	case r.Text == "":
		return r, ErrReportEmpty
	case r.Until == "" || r.From > r.Until || r.Until > today:
		return r, ErrReportPeriod
	}
	r.PublishedAt = now
	return r, nil
}

// remindReport is how many days before a report is due its holder is reminded.
const remindReport = 3

// Duty is the next report that a living mandate owes (SE-6, CF-6).
type Duty struct {
	Mandate Mandate
	DueAt   time.Time
	SatAt   time.Time // when the sitting of a council ended on which it is; zero for a regular one
}

// CouncilSitting is one that a council's minutes tell of (CF-6).
type CouncilSitting struct {
	Record   string `gorm:"primaryKey"` // of those minutes
	Council  ActorID
	ClosedAt time.Time
}

// Duty is what the mandate owes after its last report: so many days after it, or after it began, if its terms ask for reports (SE-6); and of
// a delegate after each sitting of their council (CF-6). One report tells of all that was until then.
func (m Mandate) Duty(last time.Time, sat []CouncilSitting, now time.Time) (next Duty, owes bool) {
	if !m.LivingAt(now) {
		return next, false
	}
	from := m.AcceptedAt
	if last.After(from) {
		from = last
	}
	if m.ReportEvery > 0 {
		next, owes = Duty{Mandate: m, DueAt: from.AddDate(0, 0, m.ReportEvery)}, true
	}
	for _, s := range sat {
		due := s.ClosedAt.Add(ReportSitting)
		if m.Council != "" && s.Council == m.Council && s.ClosedAt.After(from) && (!owes || due.Before(next.DueAt)) {
			next, owes = Duty{Mandate: m, DueAt: due, SatAt: s.ClosedAt}, true
		}
	}
	return next, owes
}

// Late holds once the report is overdue: everybody is told (SE-6).
func (d Duty) Late(now time.Time) bool { return !now.Before(d.DueAt) }

// Near holds from some days before the report is due: its holder is told.
func (d Duty) Near(now time.Time) bool { return !now.Before(d.DueAt.AddDate(0, 0, -remindReport)) }

// Duties are what living mandates owe, the earliest first; last says when each was reported on.
func (ms Mandates) Duties(last map[MandateID]time.Time, sat []CouncilSitting, now time.Time) []Duty {
	var all []Duty
	for _, m := range ms {
		if d, owes := m.Duty(last[m.ID], sat, now); owes {
			all = append(all, d)
		}
	}
	slices.SortFunc(all, func(a, b Duty) int { return cmp.Or(a.DueAt.Compare(b.DueAt), cmp.Compare(a.Mandate.ID, b.Mandate.ID)) })
	return all
}

// The refusals of reports.
var (
	ErrReportPublished = Refuse(Conflict, "report_published")
	ErrReportStale     = Refuse(Conflict, "report_stale")
	ErrReportEmpty     = Refuse(Invalid, "report_empty")
	ErrReportPeriod    = Refuse(Invalid, "report_period")
	ErrNotReporter     = Refuse(Forbidden, "not_reporter") // SE-5, CO-5
)
