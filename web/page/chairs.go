package page

import (
	"cmp"
	"math"
	"slices"
	"strconv"

	"federes.org/commune"
)

// Chair is one seat of the circle, with what its person did.
type Chair struct {
	X, Y, R string // of an SVG circle
	Class   string
}

// Seats is how many chairs sit together, and why.
type Seats struct {
	Class string
	Count int
}

// Chairs is the recurring shape: an assembly as a circle of chairs.
type Chairs struct {
	Words  string // the same in words, for who does not see it
	Centre string // a number in the middle, if any
	Chairs []Chair
}

// maxChairs is how many chairs can still be told apart; a larger assembly is drawn in proportion.
const maxChairs = 180

// TallyChairs seats the electors of a vote by what they answered.
func TallyChairs(words string, t commune.Tally, electorate int) Chairs {
	return Chairs{Words: words, Chairs: Circle([]Seats{
		{Class: "for", Count: t.For}, {Class: "abstain", Count: t.Abstain}, {Class: "against", Count: t.Against},
		{Class: "silent", Count: electorate - t.Voters()},
	})}
}

// Circle places groups of seats on concentric circles, each group as one wedge, and draws exactly as many chairs as a group has.
func Circle(groups []Seats) []Chair {
	groups = scaled(groups)
	total := 0
	for _, g := range groups {
		total += g.Count
	}
	places := seats(total)
	slices.SortStableFunc(places, func(a, b seat) int { return cmp.Compare(a.order, b.order) })
	chairs := make([]Chair, 0, total)
	for _, g := range groups {
		for range g.Count {
			s := places[len(chairs)]
			chairs = append(chairs, Chair{X: number(s.x), Y: number(s.y), R: number(s.r), Class: g.Class})
		}
	}
	return chairs
}

// scaled brings a large assembly down to what can be drawn; nobody who answered disappears.
func scaled(groups []Seats) []Seats {
	total := 0
	for _, g := range groups {
		total += max(0, g.Count)
	}
	out := make([]Seats, len(groups))
	for i, g := range groups {
		out[i] = Seats{Class: g.Class, Count: max(0, g.Count)}
		if total > maxChairs && g.Count > 0 {
			out[i].Count = max(1, int(math.Round(float64(g.Count)*maxChairs/float64(total))))
		}
	}
	return out
}

type seat struct {
	x, y, r float64
	order   float64 // around the circle, from 0 to 1
}

// seats spreads so many chairs over rings whose chairs stand equally far apart; the picture is 200 wide and high.
func seats(total int) []seat {
	const outer, centre = 90.0, 100.0
	if total == 0 {
		return nil
	}
	rings := ringsFor(total)
	gap := outer / (float64(rings) + 0.9)
	size := math.Min(9.5, gap*0.4)
	var circumference float64
	for i := range rings {
		circumference += outer - float64(i)*gap
	}
	placed := make([]seat, 0, total)
	for i := range rings {
		radius := outer - float64(i)*gap
		count := int(math.Round(float64(total) * radius / circumference))
		if i == rings-1 {
			count = total - len(placed)
		}
		for k := range count {
			order := (float64(k) + 0.5) / float64(count)
			angle := 2*math.Pi*order - math.Pi/2
			placed = append(placed, seat{x: centre + radius*math.Cos(angle), y: centre + radius*math.Sin(angle), r: size, order: order})
		}
	}
	return placed
}

func ringsFor(total int) int {
	switch {
	case total <= 24:
		return 1
	case total <= 60:
		return 2
	case total <= 110:
		return 3
	default:
		return 4
	}
}

func number(f float64) string { return strconv.FormatFloat(f, 'f', 1, 64) }
