package commune

// Proposers are those who put items and texts on the agenda of a popular assembly. Its own rules say who (AP-2).
type Proposers string

// Everybody who takes part, members or not, which is what an assembly begins with; or the members of the organisation that tells of it alone.
const (
	EverybodyProposes Proposers = "everybody"
	MembersPropose    Proposers = "members"
)

// AllProposers are the choices, the usual one first.
var AllProposers = []Proposers{EverybodyProposes, MembersPropose}

// LetsPropose refuses who proposes nothing by the rules of the assembly; a member always can.
func (p PopularAssemblyPage) LetsPropose(who Member) error {
	if p.Proposers == MembersPropose && !who.Active() {
		return ErrProposersMembers
	}
	return nil
}

// Proposed is what one person put on the agenda of a sitting so far, with what they took off again.
type Proposed struct {
	Items, Texts int
}

// MoreItems refuses the item after the last that one person may propose to a sitting.
func (p Proposed) MoreItems() error {
	if p.Items >= MaxPopularItems {
		return ErrProposedItems.With(MaxPopularItems)
	}
	return nil
}

// MoreTexts refuses the text after the last that one person may propose to a sitting.
func (p Proposed) MoreTexts() error {
	if p.Texts >= MaxPopularTexts {
		return ErrProposedTexts.With(MaxPopularTexts)
	}
	return nil
}

// The refusals of what is proposed to a popular assembly.
var (
	ErrProposersInvalid = Refuse(Invalid, "proposers_invalid")
	ErrProposersMembers = Refuse(Forbidden, "proposers_members") // AP-2
	ErrProposedItems    = Refuse(Conflict, "proposed_items")     // at most
	ErrProposedTexts    = Refuse(Conflict, "proposed_texts")     // at most
	ErrItemVoted        = Refuse(Conflict, "item_voted")
	ErrItemTakenOff     = Refuse(Forbidden, "item_taken_off")
)
