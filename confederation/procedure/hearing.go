package procedure

import (
	"slices"
	"strings"
	"time"

	"federes.org/commune"
	commons "federes.org/commune/procedure"
	"federes.org/commune/record"
	"federes.org/commune/store"
	"federes.org/confederation"
)

// heardFor is how long after its hour a sitting of a council still stands among those to come: it may be in session.
const heardFor = 24 * time.Hour

// Hearing is one sitting of a council, with what our assembly has its delegates say there so far.
type Hearing struct {
	StartsAt time.Time
	Place    string
	Off      bool
	Points   []Point
}

// Point is one item of that sitting, or one of several texts that are voted under it.
type Point struct {
	About   string
	Title   string // of an item
	Text    string
	Said    []Saying
	Waiting commune.Motion // its ID is 0 if none waits
}

// Saying is what one delegate of ours is to say; its position is empty while the assembly said nothing.
type Saying struct {
	Holder   string
	Position commune.Choice
	Text     string
	Decision string // its number
}

// Hearings are the sittings of a council that are not over, the earliest first, as far as it told us what they will treat (CF-5).
func Hearings(tx *store.Tx, council confederation.Peer) (all []Hearing, err error) {
	agendas, err := AgendasOf(tx, council.ID)
	if err != nil {
		return nil, err
	}
	d, err := delegationTo(tx, council.Actor)
	if err != nil {
		return nil, err
	}
	for _, a := range agendas {
		at, err := time.Parse(time.RFC3339, a.StartsAt)
		if err != nil || tx.Now().After(at.Add(heardFor)) {
			continue // nobody comes at an hour that cannot be read
		}
		h := Hearing{StartsAt: at.UTC(), Place: a.Place, Off: a.Off}
		for _, p := range a.Points {
			for _, point := range pointsOf(p) {
				if point, err = d.tells(tx, point); err != nil {
					return nil, err
				}
				h.Points = append(h.Points, point)
			}
		}
		all = append(all, h)
	}
	slices.SortStableFunc(all, func(a, b Hearing) int { return a.StartsAt.Compare(b.StartsAt) })
	return all, nil
}

// pointsOf is what can be instructed of an item: the item with the text that is voted under it, or with each of several.
func pointsOf(p record.Point) []Point {
	item := Point{About: p.Item, Title: p.Title, Text: p.Text}
	if len(p.Votes) == 1 {
		item.Text = strings.TrimSpace(p.Text + "\n\n" + p.Votes[0].Text)
		return []Point{item}
	}
	points := []Point{item}
	for _, w := range p.Votes {
		points = append(points, Point{About: w.Motion, Text: w.Text})
	}
	return points
}

// delegation is who sits for us in a council, with all that our assembly told its delegates so far, the latest first.
type delegation struct {
	site  commune.Organisation
	seats []commune.Mandate
	told  []record.Instruction
}

func delegationTo(tx *store.Tx, council commune.ActorID) (d delegation, err error) {
	if d.site, err = tx.Organisation(); err != nil {
		return d, err
	}
	if d.seats, err = DelegatesTo(tx, council); err != nil {
		return d, err
	}
	d.told, err = instructionsOf(tx)
	return d, err
}

// tells is a point with what each delegate is to say on it.
func (d delegation) tells(tx *store.Tx, p Point) (_ Point, err error) {
	for _, m := range d.seats {
		s := Saying{Holder: m.HolderName}
		uri := commons.RecordURL(d.site, m.Seq)
		i := slices.IndexFunc(d.told, func(said record.Instruction) bool { return said.Item == p.About && said.Mandate == uri })
		if i >= 0 {
			s.Position, s.Text = commune.Choice(d.told[i].Position), d.told[i].Text
			if s.Decision, err = decisionNumber(tx, d.told[i].DecidedBy); err != nil {
				return p, err
			}
		}
		p.Said = append(p.Said, s)
	}
	p.Waiting, err = InstructionWaiting(tx, p.About)
	return p, err
}
