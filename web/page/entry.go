package page

// Entrance is who would take a seat in the council: nobody enters as somebody else unawares.
type Entrance struct {
	Token  string
	Holder string
	Of     string // the organisation whose delegate it is
}
