package page

import (
	"fmt"

	"github.com/a-h/templ"

	"federes.org/commune"
	"federes.org/confederation"
)

// CoOrganisers are the communes that were asked to organise a popular assembly, and the form that asks another.
type CoOrganisers struct {
	Body     commune.Body
	List     []confederation.CoOrganiser
	Commune  Field
	Problems []Problem
}

// OfferLine is a popular assembly of others that our commune organises too, or is asked to.
type OfferLine struct {
	confederation.Offer
	Decision string           // the number of our decision; empty before it
	Motion   commune.MotionID // that would decide; 0 for none
}

func offerAct(o OfferLine, act string) templ.SafeURL {
	return templ.SafeURL(fmt.Sprintf("/assemblies/offers/%d/%s", o.ID, act))
}

func takeBackAct(b commune.Body, c confederation.CoOrganiser) templ.SafeURL {
	return popularAct(b, fmt.Sprintf("coorganisers/%d/withdrawal", c.ID))
}

// firstPage is the front page of a commune, where its assembly's actor lies.
func firstPage(actor commune.ActorID) string { return commune.OriginOf(string(actor)) + "/" }
