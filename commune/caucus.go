package commune

import (
	"slices"
	"strings"
	"time"
)

// ComparedPoints are what the members look at when they compare how a popular assembly works with their own (AP-4).
var ComparedPoints = []string{
	"one_voice", "speakers", "agenda", "hybrid", "minutes", "register", "mandates", "councils", "charge", "welcome",
}

// ComparedAnswer says how far a point is as in the general assembly.
type ComparedAnswer string

// The answers.
const (
	ComparedUnknown ComparedAnswer = "unknown"
	ComparedNo      ComparedAnswer = "no"
	ComparedPartly  ComparedAnswer = "partly"
	ComparedYes     ComparedAnswer = "yes"
)

// ComparedAnswers are all, as they are offered.
var ComparedAnswers = []ComparedAnswer{ComparedUnknown, ComparedNo, ComparedPartly, ComparedYes}

// Comparison is what the caucus says of one point (AP-4). It never leaves the members.
type Comparison struct {
	Body      BodyID `gorm:"primaryKey;autoIncrement:false"`
	Point     string `gorm:"primaryKey"`
	Answer    ComparedAnswer
	Note      string
	WrittenBy MemberID
	WrittenAt time.Time
}

// Check refuses what is no answer.
func (c Comparison) Check() error {
	if !slices.Contains(ComparedPoints, c.Point) || !slices.Contains(ComparedAnswers, c.Answer) {
		return ErrNotFound
	}
	return OptionalText(c.Note, MaxText)
}

// Position is what the members want to carry on one item (AP-4), in one of its versions. It never leaves them.
type Position struct {
	Item      ItemID `gorm:"primaryKey;autoIncrement:false"`
	Version   int    `gorm:"primaryKey;autoIncrement:false"`
	Text      string
	WrittenBy MemberID
	WrittenAt time.Time
}

// Rewrite is the position after a member wrote over the version that they had read: of two who write at once the second is refused.
func (p Position) Rewrite(text string, over int, by MemberID, now time.Time) (Position, error) {
	text = strings.TrimSpace(text)
	switch {
	case over != p.Version:
		return p, ErrPositionMoved
	case text == p.Text:
		return p, nil
	}
	if err := OptionalText(text, MaxText); err != nil {
		return p, err
	}
	return Position{Item: p.Item, Version: p.Version + 1, Text: text, WrittenBy: by, WrittenAt: now}, nil
}

// ErrPositionMoved is the answer to who writes over what another wrote meanwhile.
var ErrPositionMoved = Refuse(Conflict, "position_moved")
