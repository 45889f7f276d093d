package confederation

import (
	"strings"
	"time"

	"federes.org/commune"
)

// FormCoOrganise is the form of a motion by which a commune organises a popular assembly with another that asked it (AP-1, AP-3).
const FormCoOrganise commune.FormName = "coorganise"

// MaxOffers is how many popular assemblies of one origin can wait for our answer.
const MaxOffers = 10

// CoOrganiser is a commune that was asked to organise a popular assembly of ours with us, and what it answered (AP-1, AP-3).
type CoOrganiser struct {
	ID       int64
	Body     commune.BodyID
	Actor    commune.ActorID // its assembly
	Name     string
	Inbox    string
	State    State  // asked, accepted or refused
	Offer    string // the activity by which it was asked
	Decision string // the record of its decision, once it accepted and named it
	Since    time.Time
}

// TableName names the table.
func (CoOrganiser) TableName() string { return "co_organisers" }

// Asks asks a commune that was looked up. One that said no can be asked again.
func (c CoOrganiser) Asks(b commune.Body, found Peer, now time.Time) (CoOrganiser, error) {
	if c.State == Asked || c.State == Accepted {
		return c, ErrOrganiserAsked.With(c.Name)
	}
	return CoOrganiser{ID: c.ID, Body: b.ID, Actor: found.Actor, Name: found.Name, Inbox: found.Inbox, State: Asked, Since: now}, nil
}

// Answered takes in an answer: of who was asked alone, and once. The decision that it names is believed to be one if it lies at their origin.
func (c CoOrganiser) Answered(a OfferAnswer, now time.Time) (CoOrganiser, error) {
	if c.Actor != a.By || c.State != Asked {
		return c, ErrNotAsked
	}
	c.State, c.Since = Refused, now
	if a.Accepted {
		c.State = Accepted
		if origin := commune.OriginOf(a.Decision); origin != "" && origin == commune.OriginOf(string(a.By)) {
			c.Decision = a.Decision
		}
	}
	return c, nil
}

// OfferAnswer is what came in answer to an offer of ours.
type OfferAnswer struct {
	Offer    string
	By       commune.ActorID
	Accepted bool
	Decision string // that it names; empty for none
}

// OfferID is our number for an offer.
type OfferID int64

// Offer is a popular assembly that others asked our commune to organise with them (AP-1).
type Offer struct {
	ID       OfferID
	Assembly commune.ActorID
	Origin   string // of the assembly
	Name     string
	Inbox    string
	Activity string
	State    State
	Decision commune.DecisionID // of our assembly, by which it accepted
	Since    time.Time
}

// Comes takes in an offer. What our assembly is asked already, or does already, is not asked again.
func (o Offer) Comes(heard Offer, now time.Time) (Offer, error) {
	if o.State == Asked || o.State == Accepted {
		return o, ErrOrganiserAsked.With(o.Name)
	}
	heard.ID, heard.State, heard.Since = o.ID, Asked, now
	heard.Origin = commune.OriginOf(string(heard.Assembly))
	return heard, nil
}

// Host is where it comes from, as people write it.
func (o Offer) Host() string {
	_, host, _ := strings.Cut(o.Origin, "://")
	return host
}

// Terms are those of the motion that answers it.
func (o Offer) Terms() CoOrganiseTerms { return CoOrganiseTerms{Assembly: o.Assembly, Name: o.Name} }

// CoOrganiseTerms is what a motion of the form "co-organise" says: which popular assembly our commune would organise with others.
type CoOrganiseTerms struct {
	Assembly commune.ActorID `json:"assembly"`
	Name     string          `json:"name"`
}

// CoOrganiserAsked says that a commune is asked to organise a popular assembly of ours with us.
type CoOrganiserAsked struct {
	CoOrganiser CoOrganiser
	Assembly    commune.ActorID
}

// EventName names the event.
func (CoOrganiserAsked) EventName() string { return "co-organiser-asked" }

// OfferAnswered says that our assembly decided on an offer.
type OfferAnswered struct {
	Offer    Offer
	Accepted bool
	Decision string // its record, if it accepted
}

// EventName names the event.
func (OfferAnswered) EventName() string { return "offer-answered" }

// The refusals of who organises with whom.
var (
	ErrNotCommune         = commune.Refuse(commune.Invalid, "not_commune")
	ErrCommuneUnknown     = commune.Refuse(commune.Invalid, "commune_unknown")
	ErrCommuneItself      = commune.Refuse(commune.Invalid, "commune_itself")
	ErrCommuneUnreachable = commune.Refuse(commune.Conflict, "commune_unreachable")
	ErrOrganiserAsked     = commune.Refuse(commune.Conflict, "organiser_asked") // who
	ErrNotOffered         = commune.Refuse(commune.Conflict, "not_offered")
	ErrOfferProposed      = commune.Refuse(commune.Conflict, "offer_proposed")
	ErrOffersTooMany      = commune.Refuse(commune.Conflict, "offers_too_many")
)
