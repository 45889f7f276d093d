package procedure

import (
	"errors"
	"strings"

	"federes.org/commune"
	"federes.org/commune/store"
)

// Verdict is what stands against one item of a pad: nothing, a refusal, or that the agenda has it already.
type Verdict struct {
	Refusal commune.Refusal // without a key: none
	Known   bool
}

// Imported tells what became of a pad: where its items came to stand, and which were added.
type Imported struct {
	On    commune.Meeting
	Late  bool
	Added []commune.Item
}

// Verdicts says of each item of a pad whether an agenda takes it. One that it has already, word for word, is not added twice; of two of the
// same title that differ one must be told apart (OU-P).
func Verdicts(tx *store.Tx, on commune.MeetingID, items []commune.Writing) ([]Verdict, error) {
	s, err := tx.Settings()
	if err != nil {
		return nil, err
	}
	there, err := tx.Items(on)
	if err != nil {
		return nil, err
	}
	titles := make(map[string]commune.Writing, len(there)+len(items))
	for _, i := range there {
		titles[strings.ToLower(i.Title)] = i.Writing()
	}
	verdicts := make([]Verdict, len(items))
	for i, w := range items {
		item := commune.Item{}.Written(w)
		if err := item.Check(s); err != nil {
			if !errors.As(err, &verdicts[i].Refusal) {
				return nil, err
			}
			continue
		}
		title := strings.ToLower(item.Title)
		known, taken := titles[title]
		switch {
		case taken && known == item.Writing():
			verdicts[i].Known = true
		case taken:
			verdicts[i].Refusal = commune.ErrTitleTaken
		default:
			titles[title] = item.Writing()
		}
	}
	return verdicts, nil
}

// ImportItems adds the items of a pad to an agenda, or to the next one if it is too late for that (OJ-1): all of them, or none. The same pad
// imported again, by whomever and however often, adds nothing (OU-P).
func ImportItems(tx *store.Tx, who commune.MemberID, on commune.MeetingID, items []commune.Writing) (Imported, error) {
	var done Imported
	var err error
	if done.On, err = tx.MeetingForUpdate(on); err != nil {
		return done, err
	}
	if _, err := Identify(tx, who); err != nil {
		return done, err
	}
	switch {
	case len(items) == 0:
		return done, commune.ErrNothingTicked
	case len(items) > commune.MaxImport:
		return done, commune.ErrPadLong.With(commune.MaxImport, len(items))
	}
	if done.On, done.Late, err = landing(tx, done.On); err != nil {
		return done, err
	}
	verdicts, err := Verdicts(tx, done.On.ID, items)
	if err != nil {
		return done, err
	}
	if err := refusedOf(verdicts); err != nil {
		return done, err
	}
	for i, verdict := range verdicts {
		if verdict.Known {
			continue
		}
		item, err := tx.PutItem(commune.Item{Meeting: done.On.ID, ProposedBy: who, ProposedAt: tx.Now()}.Written(items[i]))
		if err != nil {
			return done, err
		}
		done.Added = append(done.Added, item)
	}
	tx.Touch(done.On.ID)
	return done, nil
}

// refusedOf refuses a pad of which an item is refused.
func refusedOf(verdicts []Verdict) error {
	refused := 0
	for _, verdict := range verdicts {
		if verdict.Refusal.Key != "" {
			refused++
		}
	}
	if refused > 0 {
		return commune.ErrImportRefused.With(refused)
	}
	return nil
}
