package page

import (
	"github.com/a-h/templ"

	"federes.org/commune/procedure"
)

// Part is a piece of a live page that changes as a whole. The page shows it in its place, as one element with this id; a stream sends it
// anew when it changed. What ticks is no part: it stands in a part as the instant from which it is counted.
type Part struct {
	ID   string
	Body templ.Component
}

// OwnPart is a part of one's own: all of whom a sitting says the same, as far as the part shows that, read the same.
type OwnPart struct {
	ID    string
	Shows func(procedure.Own) procedure.Own
	Body  func(Frame, procedure.Sitting, procedure.Own) templ.Component
}
