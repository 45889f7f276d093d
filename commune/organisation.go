package commune

import (
	"strings"
	"sync"
	"time"
)

// OrganisationKind tells a commune from a council of communes.
type OrganisationKind string

// One instance hosts one organisation, of one of two kinds (CF-1).
const (
	KindCommune OrganisationKind = "commune"
	KindCouncil OrganisationKind = "council"
)

// Organisation is what an instance hosts. Its base URL is final: every identifier is built on it.
type Organisation struct {
	Kind      OrganisationKind
	Name      string
	Place     string
	TimeZone  string // IANA name
	Language  string // of the records that it publishes
	BaseURL   string // scheme and host, no trailing slash
	FoundedAt time.Time
}

// Faults are all that stands against founding an organisation.
func (o Organisation) Faults() Faults {
	var f Faults
	if o.Kind != KindCommune && o.Kind != KindCouncil {
		f.Add("kind", ErrFormUnknown)
	}
	f.Add("name", Text(o.Name, MaxName, ErrNameMissing))
	f.Add("place", OptionalText(o.Place, MaxName))
	if _, err := time.LoadLocation(o.TimeZone); err != nil || o.TimeZone == "" || o.TimeZone == "Local" {
		f.Add("timezone", ErrTimeZoneUnknown.With(o.TimeZone))
	}
	return f
}

// zones are those that were read, *time.Location by name: a page asks for its own many times, and reading one takes longer than a query.
var zones sync.Map

// Location is the organisation's time zone; what is founded has one.
func (o Organisation) Location() *time.Location {
	if known, ok := zones.Load(o.TimeZone); ok {
		return known.(*time.Location)
	}
	zone, err := time.LoadLocation(o.TimeZone)
	if err != nil {
		return time.UTC
	}
	zones.Store(o.TimeZone, zone)
	return zone
}

// AssemblyName is the handle's first half: ag for a commune (AG-7), conseil for a council.
func (o Organisation) AssemblyName() string {
	if o.Kind == KindCouncil {
		return "conseil"
	}
	return "ag"
}

// Assembly is the actor of the body that decides.
func (o Organisation) Assembly() ActorID { return ActorID(o.BaseURL + "/" + o.AssemblyName()) }

// Instance is the actor of the software itself: it signs fetches and decides nothing.
func (o Organisation) Instance() ActorID { return ActorID(o.BaseURL + "/actor") }

// BodyActor is the actor of a secretariat, a commission or a popular assembly.
func (o Organisation) BodyActor(b Body) ActorID { return ActorID(o.BaseURL + "/" + b.ActorName()) }

// Host is the handle's second half.
func (o Organisation) Host() string {
	_, host, _ := strings.Cut(o.BaseURL, "://")
	return host
}

// LogOrigin names the register's log in its checkpoints.
func (o Organisation) LogOrigin() string { return o.Host() + "/log" }
