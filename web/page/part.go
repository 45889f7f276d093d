package page

import "github.com/a-h/templ"

// Part is a piece of a live page that changes as a whole. The page shows it in its place, as one element with this id; a stream sends it
// anew when it changed. What ticks is no part: it stands in a part as the instant from which it is counted.
type Part struct {
	ID   string
	Body templ.Component
}
