package web

import (
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"federes.org/commune"
	"federes.org/commune/locale"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	peers "federes.org/confederation/store"
	"federes.org/web/page"
)

// mandateRoutes are every power in the organisation: who was given it, for what, until when, and how it is taken back (PW-1, SE-3, SE-7).
func (s *Server) mandateRoutes() []Route {
	return []Route{
		{get, "/mandates", Anyone, "", s.show(s.mandates)},
		{post, "/mandates", Members, "", s.act(s.proposeMandate, s.newMandate)},
		{get, "/mandates/new", Members, "", s.show(s.newMandate)},
		{get, "/mandates/capabilities", Anyone, "", s.show(s.capabilities)},
		{get, "/mandates/:id", Anyone, "", s.show(s.mandate)},
		{get, "/mandates/:id/record", Anyone, "", s.download(s.mandateRecord)},
		{get, "/mandates/:id/proof", Anyone, "", s.download(s.mandateProof)},
		{post, "/mandates/:id/acceptance", Members, "", s.act(s.acceptMandate, s.mandate)},
		{post, "/mandates/:id/refusal", Members, "", s.act(s.declineMandate, s.mandate)},
		{post, "/mandates/:id/resignation", Members, "", s.act(s.resign, s.mandate)},
		{post, "/mandates/:id/renewal", Members, "", s.act(s.proposeRenewal, s.mandate)},
		{post, "/mandates/:id/revocation", Members, "", s.act(s.proposeRevocation, s.mandate)},
		{post, "/motions/:id/answer", Members, "", s.act(s.answerTerms, s.motion)},
	}
}

// mandates are public: whoever holds a power here is known (PW-1). One that nobody accepted yet, and one whose decision is not for
// everybody, is shown to members.
func (s *Server) mandates(tx *store.Tx, v *visit) (templ.Component, error) {
	all, err := v.knownMandates(tx)
	if err != nil {
		return nil, err
	}
	bodies, err := tx.Bodies()
	if err != nil {
		return nil, err
	}
	councils, err := councilNames(tx)
	if err != nil {
		return nil, err
	}
	view := page.Mandates{Bodies: slices.DeleteFunc(slices.Clone(bodies), func(b commune.Body) bool { return !b.Kind.Ours() })}
	if id, err := strconv.ParseInt(v.Query("body"), 10, 64); err == nil {
		view.Body = commune.BodyID(id)
	}
	vacant := all.Vacant(v.Now)
	for _, m := range all {
		if view.Body != 0 && m.Body != view.Body {
			continue
		}
		list := &view.Past
		switch state := m.State(v.Now); {
		case slices.ContainsFunc(vacant, func(w commune.Mandate) bool { return w.ID == m.ID }):
			list = &view.Vacant
		case state == commune.MandateLiving:
			list = &view.Living
		case state == commune.MandateAwaits:
			list = &view.Awaiting
		case m.Meeting != 0:
			list = &view.Sittings
		}
		*list = append(*list, page.MandateLine{Mandate: m, BodyName: nameOf(bodies, m.Body), CouncilName: councils[m.Council]})
	}
	return page.MandatesPage(v.Frame, view), nil
}

// knownMandates are those of which this visitor may know, the newest first (ME-3).
func (v *visit) knownMandates(tx *store.Tx) (commune.Mandates, error) {
	if v.person == nil {
		return tx.PublicMandates()
	}
	return tx.Mandates()
}

// councilNames are what the instances known here are called, the councils among them.
func councilNames(tx *store.Tx) (map[commune.ActorID]string, error) {
	all, err := peers.AllPeers(tx)
	names := map[commune.ActorID]string{}
	for _, p := range all {
		names[p.Actor] = p.Name
	}
	return names, err
}

func nameOf(bodies []commune.Body, id commune.BodyID) string {
	if i := slices.IndexFunc(bodies, func(b commune.Body) bool { return b.ID == id }); i >= 0 {
		return bodies[i].Name
	}
	return ""
}

// mandateOf is the mandate of the address, if this visitor may know of it; what one may not see is not found.
func mandateOf(tx *store.Tx, v *visit) (commune.Mandate, error) {
	id, err := v.number("id")
	if err != nil {
		return commune.Mandate{}, err
	}
	m, err := tx.Mandate(commune.MandateID(id))
	if err != nil || v.person != nil || m.Provisional {
		return m, err
	}
	d, err := tx.DecisionByID(m.Decision)
	if err == nil && (m.AcceptedAt.IsZero() || d.Audience != commune.Public) {
		err = errNotFound
	}
	return m, err
}

func (s *Server) mandate(tx *store.Tx, v *visit) (templ.Component, error) {
	m, err := mandateOf(tx, v)
	if err != nil {
		return nil, err
	}
	at := map[string]string{commune.ErrTooLong.Key: "reasons", commune.ErrUnreadable.Key: "reasons"}[v.refused.Key]
	view := page.MandateView{
		Mandate: m, State: m.State(v.Now), Mine: v.person != nil && v.person.ID == m.Holder,
		Reasons: v.field("reasons", at), Problems: v.problems(at),
	}
	if m.Body != 0 {
		body, err := tx.Body(m.Body)
		if err != nil {
			return nil, err
		}
		view.Body = &body
	}
	if view.Given, err = v.decisionRef(tx, m.Decision); err != nil {
		return nil, err
	}
	if view.EndedBy, err = v.decisionRef(tx, m.EndedBy); err != nil {
		return nil, err
	}
	if m.Seq != 0 {
		record, err := recordOf(tx, v, m.Seq)
		if err != nil {
			return nil, err
		}
		view.Record = &record
	}
	if err := mandateCouncil(tx, &view); err != nil {
		return nil, err
	}
	if err := mandateReports(tx, v, &view); err != nil {
		return nil, err
	}
	if err := mandateKin(tx, v, &view); err != nil {
		return nil, err
	}
	view.Theme, err = v.themeAsked(tx, commune.Item{})
	return page.MandatePage(v.Frame, view), err
}

// mandateCouncil is the council where a delegate sits; none for any other mandate (CF-5).
func mandateCouncil(tx *store.Tx, view *page.MandateView) error {
	if view.Council == "" {
		return nil
	}
	p, err := peers.PeerByActor(tx, view.Council)
	view.CouncilName, view.CouncilID = p.Name, int64(p.ID)
	return err
}

// mandateReports are those that were given of a mandate, and when the next is due (SE-6).
func mandateReports(tx *store.Tx, v *visit, view *page.MandateView) error {
	var err error
	if view.Reports, err = tx.ReportsOf(view.ID, v.audiences()); err != nil {
		return err
	}
	duties, err := procedure.Duties(tx)
	for _, d := range duties {
		if d.Mandate.ID == view.ID {
			view.Due, view.SatAt = d.DueAt, d.SatAt
		}
	}
	return err
}

// mandateKin are the mandates before and after one, and the motions about it that wait for their vote.
func mandateKin(tx *store.Tx, v *visit, view *page.MandateView) error {
	known, err := v.knownMandates(tx)
	if err != nil {
		return err
	}
	view.Vacant = slices.ContainsFunc(known.Vacant(v.Now), func(w commune.Mandate) bool { return w.ID == view.ID })
	for _, other := range known {
		if other.ID == view.Renews {
			view.Before = other.ID
		}
		if other.Renews == view.ID && view.After == 0 {
			view.After = other.ID
		}
	}
	if v.person == nil {
		return nil
	}
	revocation, err := procedure.RevocationOf(tx, view.ID)
	if err != nil {
		return err
	}
	if revocation.ID != 0 {
		view.Revocation = &revocation
	}
	renewal, err := procedure.RenewalOf(tx, view.ID)
	if err == nil && renewal.ID != 0 {
		view.Renewal = &renewal
	}
	return err
}

// mandateRecord is the signed act, byte for byte.
func (s *Server) mandateRecord(tx *store.Tx, v *visit) (document, error) {
	m, err := recordedMandate(tx, v)
	if err != nil {
		return document{}, err
	}
	return signed(tx, m.Seq, "mandate-"+v.Param("id")+".json")
}

// mandateProof is what shows offline that the record stands in the register.
func (s *Server) mandateProof(tx *store.Tx, v *visit) (document, error) {
	m, err := recordedMandate(tx, v)
	if err != nil {
		return document{}, err
	}
	return proved(tx, m.Seq, "mandate-"+v.Param("id")+"-proof.json")
}

// recordedMandate is the mandate of the address, if it has a record.
func recordedMandate(tx *store.Tx, v *visit) (commune.Mandate, error) {
	m, err := mandateOf(tx, v)
	if err == nil && m.Seq == 0 {
		err = errNotFound
	}
	return m, err
}

// capabilities is the documented list: what each one opens, by which rule, and who has it now (PW-1).
func (s *Server) capabilities(tx *store.Tx, v *visit) (templ.Component, error) {
	known, err := v.knownMandates(tx)
	if err != nil {
		return nil, err
	}
	var lines []page.CapabilityLine
	for _, c := range commune.AllCapabilities(v.Site.Kind) {
		line := page.CapabilityLine{Capability: c}
		for _, m := range known {
			if m.Allows(c, v.Now) {
				line.Held = append(line.Held, m)
			}
		}
		locale.ByName(v.Printer, line.Held, func(m commune.Mandate) string { return m.HolderName })
		lines = append(lines, line)
	}
	return page.CapabilitiesPage(v.Frame, lines), nil
}
