package commune

// FormLateItem brings an item that came too late onto the agenda of the meeting that votes it (OJ-1).
const FormLateItem FormName = "late_item"

// LateTerms is which item comes onto which agenda.
type LateTerms struct {
	Meeting MeetingID `json:"meeting"`
	Item    ItemID    `json:"item"`
	Title   string    `json:"title"`
	Minutes int       `json:"minutes"`
}

// TakesLateItems tells whether a meeting can still bring an item onto its own agenda: by a vote at its opening, before that agenda is
// confirmed (OJ-1, a setting); never an exceptional AG, whose matter stands alone (AG-3).
func (m Meeting) TakesLateItems(state MeetingState, s Settings) error {
	switch {
	case m.Kind == Exceptional, m.Popular():
		return ErrAgendaFixed
	case !s.LateItems:
		return ErrLateItems
	case state != Open:
		return ErrMeetingNotOpen
	case !m.AgendaConfirmedAt.IsZero():
		return ErrAgendaConfirmed.With(m.AgendaConfirmedAt)
	}
	return nil
}

// The refusals of late items.
var (
	ErrLateItems       = Refuse(Conflict, "late_items")
	ErrAgendaConfirmed = Refuse(Conflict, "agenda_confirmed") // at
	ErrLateItemAsked   = Refuse(Conflict, "late_item_asked")
	ErrNotLate         = Refuse(Conflict, "not_late")
)
