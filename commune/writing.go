package commune

import (
	"strings"
	"time"
)

// EditingFor is how long someone who opened an item to write it is shown to the others, unless they tell again (OU-P).
const EditingFor = 30 * time.Second

// Writing is what people write of an item.
type Writing struct {
	Title   string
	Text    string
	Theme   string
	Kind    ItemKind
	Minutes int
}

// Writing is what the item says now.
func (i Item) Writing() Writing {
	return Writing{Title: i.Title, Text: i.Text, Theme: i.Theme, Kind: i.Kind, Minutes: i.Minutes}
}

// Written is the item saying this.
func (i Item) Written(w Writing) Item {
	i.Title, i.Text = strings.TrimSpace(w.Title), strings.TrimSpace(strings.ReplaceAll(w.Text, "\r\n", "\n"))
	i.Theme, i.Kind, i.Minutes = w.Theme, w.Kind, w.Minutes
	return i
}

// Withdrawn holds while its proposer has taken the item off the agenda.
func (i Item) Withdrawn() bool { return !i.WithdrawnAt.IsZero() }

// ItemVersion is one text of an item: by whom, when. Version 0 is what was proposed; none is ever lost (OU-P).
type ItemVersion struct {
	Item    ItemID
	Version int
	Writing
	WrittenBy MemberID
	WrittenAt time.Time
}

// Rewrite gives the item with what someone wrote, who had read the version that base names. A text that was saved meanwhile is never
// overwritten unknowingly (OU-P).
func (i Item) Rewrite(latest ItemVersion, base int, w Writing, s Settings) (Item, error) {
	switch {
	case i.Withdrawn():
		return i, ErrItemWithdrawn
	case base != latest.Version:
		return i, ErrItemChanged
	}
	i = i.Written(w)
	return i, i.Check(s)
}

// Draft is what a member writes and has not saved: of an item, or (without one) of what they will propose to a meeting (OU-P).
type Draft struct {
	Member  MemberID
	Meeting MeetingID // of a new item; 0 with an item
	Item    ItemID
	Version int // that they had read
	Writing
	SavedAt time.Time
}

// Check refuses what no database could keep; a draft may be anything else.
func (d Draft) Check() error {
	if err := OptionalText(d.Title, MaxName); err != nil {
		return err
	}
	if err := OptionalText(d.Theme, MaxName); err != nil {
		return err
	}
	if err := OptionalText(string(d.Kind), MaxName); err != nil {
		return err
	}
	return OptionalText(d.Text, MaxText)
}

// Empty holds for a draft that says nothing.
func (d Draft) Empty() bool { return d.Title == "" && d.Text == "" }

// Editing says that a member has an item before them to write it. It locks nothing (OU-P).
type Editing struct {
	Item   ItemID
	Member MemberID
	Until  time.Time
}

// MotionVersion is one wording of a motion. Version 0 is what was proposed.
type MotionVersion struct {
	Motion    MotionID
	Version   int
	Text      string
	WrittenBy MemberID
	WrittenAt time.Time
}

// OwnWords holds while the words of a motion are still its proposer's: the vote is not open, and they come from no vote before it. The words
// of an exclusion are read when it is proposed (ME-3), and stay; so do those that say what a vote at the opening carries out (DR-2, OJ-1).
func (m Motion) OwnWords() bool {
	return m.Waits() && m.Original == "" && m.Follows == 0 && m.Form != FormExclusion && m.Form != FormSitting && m.Form != FormLateItem
}

// Reword gives the motion with another text, written by its proposer, who had read the version that base names. Once its vote has opened,
// the words are those that are voted.
func (m Motion) Reword(who MemberID, latest MotionVersion, base int, text string) (Motion, error) {
	switch {
	case m.ProposedBy != who:
		return m, ErrNotProposer
	case m.Opened():
		return m, ErrWordsVoted
	case !m.OwnWords():
		return m, ErrWordsDecided
	case base != latest.Version:
		return m, ErrMotionChanged
	}
	m.Text = strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n"))
	return m, m.Check()
}

// The refusals of writing together.
var (
	ErrTextFinal     = Refuse(Conflict, "text_final")     // OJ-1: closed at, next assembly
	ErrItemChanged   = Refuse(Conflict, "item_changed")   // OU-P
	ErrItemWithdrawn = Refuse(Conflict, "item_withdrawn") // OJ-1
	ErrNotProposer   = Refuse(Forbidden, "not_proposer")
	ErrItemRaised    = Refuse(Conflict, "item_raised") // SE-6, SE-1
	ErrMotionChanged = Refuse(Conflict, "motion_changed")
	ErrWordsAmended  = Refuse(Conflict, "words_amended")
	ErrWordsVoted    = Refuse(Conflict, "words_voted")
	ErrWordsDecided  = Refuse(Conflict, "words_decided")
)
