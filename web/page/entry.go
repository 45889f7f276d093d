package page

import (
	"net/url"

	"federes.org/commune"
)

// Entrance is who would take a seat in the council: nobody enters as somebody else unawares.
type Entrance struct {
	Token  string
	Holder string
	Of     string // the organisation whose delegate it is
}

// WayIn is where a delegate enters their council, once.
type WayIn struct {
	Address string
	Council string
	Mandate commune.MandateID
}

// Host is the site to which it leads: whoever leaves ours sees where to.
func (v WayIn) Host() string {
	u, err := url.Parse(v.Address)
	if err != nil {
		return ""
	}
	return u.Host
}
