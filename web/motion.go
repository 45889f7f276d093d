package web

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"
	"github.com/gin-gonic/gin"

	"federes.org/commune"
	"federes.org/commune/locale"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/confederation"
	confederal "federes.org/confederation/procedure"
	peers "federes.org/confederation/store"
	"federes.org/web/page"
)

// formOrder is the order in which the forms are offered.
var formOrder = [...]commune.FormName{
	commune.FormResolution, commune.FormMandate, commune.FormElection, commune.FormSelection, commune.FormPriorities,
	commune.FormCorrection, confederation.FormJoin, commune.FormExclusion,
}

func (s *Server) newMotion(tx *store.Tx, v *visit) (templ.Component, error) {
	name := commune.FormName(v.DefaultQuery("form", string(commune.FormResolution)))
	if v.refused.Key != "" {
		name = commune.FormName(v.PostForm("form"))
	}
	item, err := movableItem(tx, v)
	if err != nil {
		return nil, err
	}
	form := page.NewMotion{Item: item, Form: name}
	for _, f := range formOrder {
		if _, known := s.House.Forms[f]; known && (v.Site.Kind != commune.KindCouncil || confederation.AtCouncil(f)) {
			form.Forms = append(form.Forms, f)
		}
	}
	if !slices.Contains(form.Forms, name) {
		return nil, commune.ErrFormUnknown
	}
	return motionForm(tx, v, form)
}

// motionForm is the page of a form that is filled.
func motionForm(tx *store.Tx, v *visit, form page.NewMotion) (templ.Component, error) {
	form, err := filledMotion(tx, v, form)
	return page.NewMotionPage(v.Frame, form), err
}

// filledMotion fills the form with whom and what it lets choose, and with what was typed.
func filledMotion(tx *store.Tx, v *visit, form page.NewMotion) (page.NewMotion, error) {
	people, err := procedure.Everybody(tx)
	if err != nil {
		return form, err
	}
	locale.ByName(v.Printer, people, func(p procedure.Person) string { return p.PublicName })
	for _, p := range people {
		form.People = append(form.People, p.Member)
	}
	if form.Councils, err = councils(tx); err != nil {
		return form, err
	}
	if form.Bodies, err = livingBodies(tx, v); err != nil {
		return form, err
	}
	if form.Published, err = correctable(tx); err != nil {
		return form, err
	}
	if form.Secretariats, err = secretariats(tx); err != nil {
		return form, err
	}
	if v.Site.Kind == commune.KindCouncil {
		if form.Carriable, err = confederal.Carriable(tx); err != nil {
			return form, err
		}
	}
	v.fillMotion(&form, motionField(v.refused))
	return form, nil
}

// movableItem is the item of the address, if this member may put a text to the vote on it: its proposer, and who leads its meeting.
func movableItem(tx *store.Tx, v *visit) (commune.Item, error) {
	id, err := v.number("id")
	if err != nil {
		return commune.Item{}, err
	}
	return movable(tx, v, commune.ItemID(id))
}

func movable(tx *store.Tx, v *visit, id commune.ItemID) (commune.Item, error) {
	item, err := tx.Item(id)
	if err != nil || item.ProposedBy == v.person.ID {
		return item, err
	}
	in, err := tx.Meeting(item.Meeting)
	if err != nil {
		return item, err
	}
	_, err = procedure.Facilitating(tx, v.person.ID, in)
	return item, err
}

// councils are those to which a delegate can be sent: the ones that seated this commune.
func councils(tx *store.Tx) ([]page.Option, error) {
	all, err := peers.Peers(tx, confederation.RoleCouncil)
	var options []page.Option
	for _, p := range all {
		if p.State == confederation.Accepted {
			options = append(options, page.Option{Value: string(p.Actor), Label: p.Name})
		}
	}
	return options, err
}

// fillMotion puts back what was typed.
func (v *visit) fillMotion(form *page.NewMotion, at string) {
	form.Text, form.Audience = v.field("text", at), v.field("audience", at)
	form.Holder, form.Title, form.Mission = v.field("holder", at), v.field("title", at), v.field("mission", at)
	form.Until, form.Council, form.Priorities = v.field("until", at), v.field("council", at), v.field("priorities", at)
	form.Body, form.ReportEvery, form.Renews = v.field("body", at), v.field("report_every", at), v.field("renews", at)
	form.Corrects, form.Charter = v.field("minutes", at), v.field("charter", at)
	form.Charged, form.ReviewOn = v.field("charged", at), v.field("review", at)
	form.Options, form.Member = v.field("options", at), v.field("member", at)
	form.Carries, form.CarriesAt = v.field("carries", at), v.field("carries_at", at)
	form.Problems = v.problems(at)
	standing := v.PostFormArray("candidates")
	for _, p := range form.People {
		id := strconv.FormatInt(int64(p.ID), 10)
		form.Candidates = append(form.Candidates, page.Option{Value: id, Label: p.PublicName, Chosen: slices.Contains(standing, id)})
	}
	form.Audience.Value = cmp.Or(form.Audience.Value, string(commune.Confederation))
	ticked := v.PostFormArray("capabilities")
	for _, c := range commune.AllCapabilities(v.Site.Kind) {
		form.Capabilities = append(form.Capabilities, page.Option{
			Value: string(c), Label: v.T("capability." + string(c)), Help: v.T("capability." + string(c) + "_about"), Chosen: slices.Contains(ticked, string(c)),
		})
	}
}

// motionField is the place of the form that a refusal is about.
func motionField(refused commune.Refusal) string {
	return map[string]string{
		commune.ErrMotionTextMissing.Key: "text", commune.ErrAudienceInvalid.Key: "audience", commune.ErrAudienceTold.Key: "audience", commune.ErrHolderInvalid.Key: "holder",
		commune.ErrTitleMissing.Key: "title", commune.ErrMissionMissing.Key: "mission", commune.ErrTermInvalid.Key: "until",
		commune.ErrDateInvalid.Key: "until", commune.ErrCapabilityUnknown.Key: "capabilities",
		commune.ErrCapabilityBody.Key: "capabilities", commune.ErrBodyOver.Key: "body", commune.ErrIntervalInvalid.Key: "report_every",
		commune.ErrClausesTooMany.Key: "mission", commune.ErrCouncilMissing.Key: "council",
		commune.ErrPrioritiesInvalid.Key: "priorities", commune.ErrOptionsInvalid.Key: "options", commune.ErrCandidatesInvalid.Key: "candidates",
		commune.ErrExcludedInvalid.Key: "member", commune.ErrExclusionNames.Key: "text", commune.ErrAmendsNothing.Key: "text", commune.ErrMinutesNone.Key: "minutes",
		commune.ErrCharterMissing.Key: "charter", commune.ErrCharterSame.Key: "charter", commune.ErrNoSecretariat.Key: "charged", commune.ErrReviewDay.Key: "review",
		confederation.ErrCouncilUnknown.Key: "council", confederation.ErrCarriesNothing.Key: "carries", confederation.ErrCarriesUnknown.Key: "carries_at",
		confederation.ErrPeerUnreachable.Key: "council", confederation.ErrNotCouncil.Key: "council",
		confederation.ErrCouncilItself.Key: "council", confederation.ErrAlreadyJoined.Key: "council",
	}[refused.Key]
}

// proposeMotion puts a text to the vote. A council to join is looked up before any transaction is open: nothing waits on the
// network inside one.
func (s *Server) proposeMotion(r Route) gin.HandlerFunc {
	return func(c *gin.Context) {
		var result done
		var council *confederation.Peer
		err := s.readForm(c)
		if err == nil {
			council, err = s.lookUp(c, r)
		}
		if err == nil {
			result, err = s.run(c, r, func(tx *store.Tx, v *visit) (done, error) { return s.putMotion(tx, v, council) })
		}
		s.finish(c, r, result, err, s.newMotion)
	}
}

// lookUp finds the council that a motion to join names, for who may propose it; nil for the other forms.
func (s *Server) lookUp(c *gin.Context, r Route) (*confederation.Peer, error) {
	if commune.FormName(c.PostForm("form")) != confederation.FormJoin {
		return nil, nil
	}
	err := s.Store.View(c.Request.Context(), func(tx *store.Tx) error {
		v, err := s.visit(tx, c)
		if err == nil {
			err = v.let(r)
		}
		if err == nil {
			_, err = movableItem(tx, v)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	address := strings.TrimSpace(c.PostForm("council"))
	if address == "" {
		return nil, confederation.ErrCouncilUnknown
	}
	found, err := s.Directory.Council(c.Request.Context(), address)
	if err != nil && !errors.As(err, new(commune.Refusal)) && !errors.Is(err, context.Canceled) {
		s.Log.Warn("council not reached", "address", address, "error", err)
		err = confederation.ErrPeerUnreachable
	}
	return &found, err
}

func (s *Server) putMotion(tx *store.Tx, v *visit, council *confederation.Peer) (done, error) {
	id, err := v.number("id")
	if err != nil {
		return done{}, err
	}
	if council != nil {
		met, err := confederal.Meet(tx, v.person.ID, *council)
		if err != nil {
			return done{}, err
		}
		council = &met
	}
	payload, err := v.payload(commune.FormName(v.PostForm("form")), council)
	if err != nil {
		return done{}, err
	}
	review, err := v.reviewDay()
	if err != nil {
		return done{}, err
	}
	m, err := procedure.ProposeMotion(tx, s.House, v.person.ID, commune.Motion{
		Item: commune.ItemID(id), Form: commune.FormName(v.PostForm("form")), Text: v.PostForm("text"), Payload: payload,
		Audience: commune.Audience(v.PostForm("audience")), Charged: v.bodyOfForm("charged"), ReviewOn: review,
	})
	return done{page.MotionPath(m.Meeting, m.ID), v.T("done.motion")}, err
}

// payload is what the form carries out, as its procedure reads it.
func (v *visit) payload(form commune.FormName, council *confederation.Peer) ([]byte, error) {
	switch form {
	case commune.FormResolution:
		carries := cmp.Or(strings.TrimSpace(v.PostForm("carries_at")), v.PostForm("carries"))
		if carries == "" {
			return nil, nil
		}
		return json.Marshal(confederation.CarryingTerms{Carries: carries})
	case commune.FormMandate:
		holder, err := strconv.ParseInt(v.PostForm("holder"), 10, 64)
		if err != nil {
			return nil, commune.ErrHolderInvalid
		}
		terms, err := v.mandateTerms()
		if err != nil {
			return nil, err
		}
		terms.Holder = commune.MemberID(holder)
		return json.Marshal(terms)
	case commune.FormElection:
		return v.electionTerms()
	case commune.FormSelection:
		return []byte(v.PostForm("options")), nil
	case commune.FormExclusion:
		member, err := strconv.ParseInt(v.PostForm("member"), 10, 64)
		if err != nil {
			return nil, commune.ErrExcludedInvalid
		}
		return json.Marshal(commune.ExclusionTerms{Member: commune.MemberID(member)})
	case commune.FormPriorities:
		return []byte(v.PostForm("priorities")), nil
	case commune.FormCorrection:
		return v.correctionTerms()
	case commune.FormCharter:
		return json.Marshal(commune.CharterTerms{Text: v.PostForm("charter")})
	case confederation.FormJoin:
		return json.Marshal(council.Terms())
	}
	return nil, nil
}
