package page

import (
	"fmt"
	"strings"
	"time"

	"github.com/a-h/templ"

	"federes.org/commune"
	"federes.org/confederation"
)

// Levels are the organisations above and below ours, and what our assembly can decide on its memberships.
type Levels struct {
	Rows  [][]confederation.Stand // from the highest level
	Nodes map[commune.ActorID]LevelNode
	Ties  []Tie
}

// LevelNode is one organisation with how far we know what it says.
type LevelNode struct {
	confederation.Stand
	Footing confederation.Footing
	Heard   time.Time // zero where we do not read it ourselves
}

// Tie is a membership: of ours above, or of a member below that has not adopted the charter in force.
type Tie struct {
	ID      int64
	Name    string
	Above   bool
	Seats   bool // it is a council that seated us
	Version int  // of the charter that was adopted
	Newest  int  // that is in force; 0 if it is not known
	Until   time.Time
	Acts    []TieAct
}

// TieAct is a motion that can be put, or that waits already.
type TieAct struct {
	Form   commune.FormName
	Motion commune.Motion
}

// What a drawing holds. The list below it holds everybody up to maxListed of each council.
const (
	acrossLevel = 5  // boxes side by side
	maxDrawn    = 15 // of a level
	maxListed   = 200
)

// levelBox is one organisation in the drawing.
type levelBox struct {
	LevelNode
	X, Y, W, H int
	More       int // it stands for so many others
}

// drawing is the levels laid out, for wide screens or for narrow ones.
type drawing struct {
	Class string
	W, H  int
	Boxes []levelBox
	Lines []string // paths from a council to its members
}

// wide lays the levels out in rows.
func (v Levels) wide() drawing {
	const w, h, gap, step = 184, 88, 16, 144
	d := drawing{Class: "wide", W: acrossLevel*(w+gap) - gap}
	at := make(map[commune.ActorID]levelBox)
	y := 2
	for _, level := range v.Rows {
		drawn := level[:min(len(level), maxDrawn)]
		more := len(level) - len(drawn)
		for n, s := range drawn {
			across := min(acrossLevel, len(drawn)-n/acrossLevel*acrossLevel)
			left := (d.W - across*(w+gap) + gap) / 2
			b := levelBox{LevelNode: v.Nodes[s.Actor], X: left + n%acrossLevel*(w+gap), Y: y + n/acrossLevel*(h+gap), W: w, H: h}
			if more > 0 && n == len(drawn)-1 {
				b.More = more + 1
			} else {
				at[s.Actor] = b
			}
			d.Boxes = append(d.Boxes, b)
		}
		y += (len(drawn)-1)/acrossLevel*(h+gap) + step
	}
	d.H = y - step + h + 2
	for _, from := range d.Boxes {
		for _, member := range from.Members {
			if to, drawn := at[member]; drawn && from.More == 0 {
				x1, y1, x2, y2 := from.X+w/2, from.Y+h, to.X+w/2, to.Y
				d.Lines = append(d.Lines, fmt.Sprintf("M%d %dC%d %d %d %d %d %d", x1, y1, x1, (y1+y2)/2, x2, (y1+y2)/2, x2, y2))
			}
		}
	}
	return d
}

// tall lays the levels out as a tree that reads downwards, each organisation once.
func (v Levels) tall() drawing {
	const w, h, gap, indent = 320, 80, 12, 18
	d := drawing{Class: "tall", W: w}
	seen := make(map[commune.ActorID]bool)
	var put func(s confederation.Stand, from *levelBox)
	put = func(s confederation.Stand, from *levelBox) {
		if seen[s.Actor] || len(d.Boxes) >= 2*maxDrawn {
			return
		}
		seen[s.Actor] = true
		b := levelBox{LevelNode: v.Nodes[s.Actor], X: 2 + s.Level*indent, Y: 2 + len(d.Boxes)*(h+gap), H: h}
		b.W = w - b.X - 2
		d.Boxes = append(d.Boxes, b)
		if from != nil {
			d.Lines = append(d.Lines, fmt.Sprintf("M%d %dV%dH%d", from.X+indent/2, from.Y+h, b.Y+h/2, b.X))
		}
		for _, member := range s.Members {
			put(v.Nodes[member].Stand, &b)
		}
	}
	for _, level := range v.Rows {
		for _, s := range level {
			put(s, nil)
		}
	}
	if more := len(v.Nodes) - len(seen); more > 0 {
		d.Boxes[len(d.Boxes)-1].More = more + 1
	}
	d.H = len(d.Boxes)*(h+gap) - gap + 4
	return d
}

// view is the drawing's frame.
func (d drawing) view() string { return fmt.Sprintf("-2 0 %d %d", d.W+4, d.H) }

// names are the lines in which a name fits into a box: two at most.
func (b levelBox) names() []string {
	fits := (b.W - 24) / 9
	lines := []string{""}
	for _, word := range strings.Fields(b.Name) {
		last := &lines[len(lines)-1]
		switch {
		case *last == "":
			*last = word
		case len([]rune(*last+" "+word)) <= fits:
			*last += " " + word
		case len(lines) == 1:
			lines = append(lines, word)
		default:
			*last = cutTo(*last, fits-2) + " …"
			return lines
		}
	}
	for n := range lines {
		lines[n] = cutTo(lines[n], fits)
	}
	return lines
}

// cutTo is the beginning of a text that is too long.
func cutTo(text string, letters int) string {
	if all := []rune(text); len(all) > letters {
		return string(all[:letters-1]) + "…"
	}
	return text
}

// sign is the mark of how far we know what it says: told apart by its shape, not by its colour alone.
func (b levelBox) sign() string {
	x, y := b.X+20, b.Y+b.H-21
	switch b.Footing {
	case confederation.Here, confederation.InStep:
		return fmt.Sprintf("M%d %dl4 5 8-10", x-6, y)
	case confederation.Behind:
		return fmt.Sprintf("M%d %dl6-11 6 11z", x-6, y+5)
	case confederation.InConflict, confederation.Frozen:
		return fmt.Sprintf("M%d %dl11 11m0-11l-11 11", x-6, y-6)
	case confederation.Silent:
		return fmt.Sprintf("M%d %dh12", x-6, y)
	}
	return fmt.Sprintf("M%d %dh.1m5 0h.1m5 0h.1", x-5, y)
}

// tops are those under nobody that is known: the list begins with them.
func (v Levels) tops() []LevelNode {
	under := make(map[commune.ActorID]bool)
	for _, n := range v.Nodes {
		for _, member := range n.Members {
			under[member] = true
		}
	}
	var all []LevelNode
	for _, level := range v.Rows {
		for _, s := range level {
			if !under[s.Actor] {
				all = append(all, v.Nodes[s.Actor])
			}
		}
	}
	return all
}

// members are those of an organisation that are listed, without who stands above it already.
func (v Levels) members(n LevelNode) (all []LevelNode, more int) {
	for _, member := range n.Members {
		if m := v.Nodes[member]; m.Level > n.Level {
			all = append(all, m)
		}
	}
	listed := all[:min(len(all), maxListed)]
	return listed, len(all) - len(listed)
}

// footings are the marks that are explained.
var footings = [...]confederation.Footing{
	confederation.InStep, confederation.Behind, confederation.Silent, confederation.InConflict, confederation.Frozen, confederation.Told,
}

func footingClass(footing confederation.Footing) string {
	switch footing {
	case confederation.InStep:
		return "good"
	case confederation.InConflict, confederation.Frozen:
		return "bad"
	case confederation.Behind, confederation.Silent:
		return "late"
	}
	return "quiet"
}

// tieAct is where a motion on a membership is put.
func tieAct(id int64, form commune.FormName) templ.SafeURL {
	act := map[commune.FormName]string{confederation.FormLeave: "leaving", confederation.FormAdopt: "adoption", confederation.FormEnd: "ending"}[form]
	return templ.SafeURL(fmt.Sprintf("/levels/%d/%s", id, act))
}

func tieIcon(form commune.FormName) string {
	if form == confederation.FormAdopt {
		return "scroll-text"
	}
	return "log-out"
}

func tieClass(form commune.FormName) string {
	if form == confederation.FormAdopt {
		return "first"
	}
	return "plain"
}
