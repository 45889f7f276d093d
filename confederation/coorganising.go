package confederation

import (
	"strings"
	"time"

	"federes.org/commune"
)

// FormCoOrganise is the form of a motion by which a commune organises a popular assembly with another that asked it (AP-1, AP-3).
const FormCoOrganise commune.FormName = "coorganise"

// FormPart is the form of a motion by which a commune that organises one with others does so no more.
const FormPart commune.FormName = "coorganise_end"

// The bounds of what others can ask: how many popular assemblies can wait for our answer, of one origin and of all together.
const (
	MaxOffersOfOrigin = 10
	MaxOffers         = 100
)

// Where it can end: who asked takes its offer back, or who accepted leaves.
const (
	TakenBack State = "taken_back"
	Left      State = "left"
)

// Together tells whether two organise with each other, or were asked to.
func (s State) Together() bool { return s == Asked || s == Accepted }

// CoOrganiser is a commune that was asked to organise a popular assembly of ours with us, and what it answered (AP-1, AP-3).
type CoOrganiser struct {
	ID       int64
	Body     commune.BodyID
	Actor    commune.ActorID // its assembly
	Name     string
	Inbox    string
	State    State  // asked, accepted, refused, taken back or left
	Offer    string // the activity by which it was asked
	Answer   string // the activity by which it accepted
	Decision string // the record of its last decision on it, once it named one
	Since    time.Time
}

// TableName names the table.
func (CoOrganiser) TableName() string { return "co_organisers" }

// Asks asks a commune that was looked up. One that said no, or that left, can be asked again.
func (c CoOrganiser) Asks(b commune.Body, found Peer, now time.Time) (CoOrganiser, error) {
	if c.State.Together() {
		return c, ErrOrganiserAsked.With(c.Name)
	}
	return CoOrganiser{ID: c.ID, Body: b.ID, Actor: found.Actor, Name: found.Name, Inbox: found.Inbox, State: Asked, Since: now}, nil
}

// TakeBack asks a commune no more: one that did not answer, and one with which we organise no more.
func (c CoOrganiser) TakeBack(now time.Time) (CoOrganiser, error) {
	if !c.State.Together() {
		return c, ErrOrganiserGone.With(c.Name)
	}
	c.State, c.Since = TakenBack, now
	return c, nil
}

// Answered takes in an answer: of who was asked alone, and once. The decision that it names is believed to be one if it lies at their origin.
func (c CoOrganiser) Answered(a OfferAnswer, now time.Time) (CoOrganiser, error) {
	if c.Actor != a.By || c.State != Asked {
		return c, ErrNotAsked
	}
	c.State, c.Since = Refused, now
	if a.Accepted {
		c.State, c.Answer, c.Decision = Accepted, a.Answer, a.decided()
	}
	return c, nil
}

// Leaves takes in that it organises with us no more: from itself alone. That can come before the answer which it takes back.
func (c CoOrganiser) Leaves(a OfferAnswer, now time.Time) (CoOrganiser, error) {
	if c.Actor != a.By || !c.State.Together() {
		return c, ErrNotAsked
	}
	c.State, c.Since, c.Answer, c.Decision = Left, now, a.Answer, a.decided()
	return c, nil
}

// OfferAnswer is what came in answer to an offer of ours, or takes such an answer back.
type OfferAnswer struct {
	Offer    string // ours; empty where only the answer is named
	Answer   string // the activity that answers
	By       commune.ActorID
	Accepted bool
	Decision string // that it names; empty for none
}

// decided is the decision that an answer names, if it lies where it can be theirs.
func (a OfferAnswer) decided() string {
	if origin := commune.OriginOf(a.Decision); origin != "" && origin == commune.OriginOf(string(a.By)) {
		return a.Decision
	}
	return ""
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
	Answer   string             // our activity by which it accepted
	Decision commune.DecisionID // of our assembly, by which it accepted or left
	Since    time.Time
}

// Comes takes in an offer. What our assembly is asked already, or does already, is not asked again; nor what was taken back before it came.
func (o Offer) Comes(heard Offer, now time.Time) (Offer, error) {
	switch {
	case o.State == Accepted || o.State == Asked && o.Activity == heard.Activity:
		return o, ErrOrganiserAsked.With(o.Name)
	case o.State == TakenBack && o.Activity == heard.Activity:
		return o, ErrNotOffered
	}
	heard.ID, heard.State, heard.Since = o.ID, Asked, now
	heard.Origin = commune.OriginOf(string(heard.Assembly))
	return heard, nil
}

// Goes takes in that an offer is taken back, by the activity that made it: whether we answered or not, and also where it has not come yet.
func (o Offer) Goes(heard Offer, now time.Time) (Offer, error) {
	switch {
	case o.State == "":
		o = heard
		o.Origin = commune.OriginOf(string(heard.Assembly))
	case o.Activity != heard.Activity || !o.State.Together():
		return o, ErrNotOffered
	}
	o.State, o.Since = TakenBack, now
	return o, nil
}

// Host is where it comes from, as people write it.
func (o Offer) Host() string {
	_, host, _ := strings.Cut(o.Origin, "://")
	return host
}

// Form is that of the motion by which our assembly decides on it as it stands: to accept it, or to organise no more what it accepted.
func (o Offer) Form() commune.FormName {
	if o.State == Accepted {
		return FormPart
	}
	return FormCoOrganise
}

// Terms are those of the motion that decides on it.
func (o Offer) Terms() CoOrganiseTerms { return CoOrganiseTerms{Assembly: o.Assembly, Name: o.Name} }

// CoOrganiseTerms is what a motion of the form "co-organise" says: which popular assembly our commune would organise with others.
type CoOrganiseTerms struct {
	Assembly commune.ActorID `json:"assembly"`
	Name     string          `json:"name"`
}

// CoOrganiserAsked says that a commune is asked to organise a popular assembly of ours with us, or that it is asked no more.
type CoOrganiserAsked struct {
	CoOrganiser CoOrganiser
	Assembly    commune.ActorID
}

// Back tells whether the offer is taken back.
func (e CoOrganiserAsked) Back() bool { return e.CoOrganiser.State == TakenBack }

// EventName names the event.
func (CoOrganiserAsked) EventName() string { return "co-organiser-asked" }

// OfferAnswered says that our assembly decided on an offer: to accept it, to refuse it, or to leave.
type OfferAnswered struct {
	Offer    Offer
	Decision string // its record, if it accepted or left
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
	ErrOrganiserGone      = commune.Refuse(commune.Conflict, "organiser_gone")  // who
	ErrNotOrganised       = commune.Refuse(commune.Conflict, "not_organised")
	ErrNotOffered         = commune.Refuse(commune.Conflict, "not_offered")
	ErrOfferProposed      = commune.Refuse(commune.Conflict, "offer_proposed")
	ErrOffersTooMany      = commune.Refuse(commune.Conflict, "offers_too_many")
)
