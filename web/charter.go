package web

import (
	"encoding/json"
	"strconv"

	"github.com/a-h/templ"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/prose"
	"federes.org/commune/record"
	"federes.org/commune/store"
	"federes.org/confederation"
	peers "federes.org/confederation/store"
	"federes.org/web/page"
)

// charterPath is where the charter is read, and the next version proposed.
const charterPath = "/charter"

// charterRoutes are the text that all bodies respect: everybody reads every version, every member can propose the next one (CH-1, OJ-2). A
// council's stands from its founding.
func (s *Server) charterRoutes() []Route {
	return []Route{
		{get, charterPath, Anyone, "", s.show(s.charter)},
		{get, "/charter/versions/:version", Anyone, "", s.show(s.charterVersion)},
		{get, "/charter/versions/:version/record", Anyone, "", s.download(s.charterRecord)},
		{get, "/charter/versions/:version/proof", Anyone, "", s.download(s.charterProof)},
		{get, "/charter/edit", Members, commune.KindCommune, s.show(s.editCharter)},
		{post, charterPath, Members, commune.KindCommune, s.act(s.proposeCharter, s.editCharter)},
	}
}

// charter is the version in force, what came before it, and what the commune adopted with its councils (CH-1).
func (s *Server) charter(tx *store.Tx, v *visit) (templ.Component, error) {
	all, err := tx.Charters()
	if err != nil {
		return nil, err
	}
	view := page.Charter{}
	for _, c := range all {
		line, err := charterLine(tx, c)
		if err != nil {
			return nil, err
		}
		view.Versions = append(view.Versions, line)
	}
	if len(all) > 0 {
		view.Words = prose.HTML(prose.UnderTitle(all[0].Text))
	}
	if view.Councils, err = councilCharters(tx, v); err != nil {
		return nil, err
	}
	if v.person != nil {
		view.Waiting, err = procedure.ChartersProposed(tx)
	}
	return page.CharterPage(v.Frame, view), err
}

// charterLine is a version with the decision that adopted it, which is public like the charter.
func charterLine(tx *store.Tx, c commune.Charter) (page.CharterLine, error) {
	line := page.CharterLine{Charter: c}
	if c.Decision == 0 {
		return line, nil
	}
	d, err := tx.DecisionByID(c.Decision)
	line.By = d.Number()
	return line, err
}

// councilCharters are the charters that the commune adopted with its decisions to join councils (CH-1). A decision that this visitor may not
// read is dated and not named.
func councilCharters(tx *store.Tx, v *visit) ([]page.CouncilCharter, error) {
	all, err := peers.Peers(tx, confederation.RoleCouncil)
	if err != nil {
		return nil, err
	}
	var adopted []page.CouncilCharter
	for _, p := range all {
		if p.State != confederation.Asked && p.State != confederation.Accepted {
			continue
		}
		c := page.CouncilCharter{Peer: peerView(p), Words: prose.HTML(prose.Under(p.CharterText, 3)), At: p.Since}
		if parsed, err := record.Parse(p.JoinRecord); err == nil {
			var d record.Decision
			if json.Unmarshal(parsed.Data, &d) == nil && (v.person != nil || d.Audience == string(commune.Public)) {
				c.By = d.Number
			}
			c.At = parsed.Published
		}
		adopted = append(adopted, c)
	}
	return adopted, nil
}

// versionOf is the version of the address.
func versionOf(tx *store.Tx, v *visit) (commune.Charter, error) {
	n, err := v.number("version")
	if err != nil {
		return commune.Charter{}, err
	}
	return tx.CharterVersion(int(n))
}

// charterVersion is one version as it was adopted, with what it changed and the record that proves it.
func (s *Server) charterVersion(tx *store.Tx, v *visit) (templ.Component, error) {
	c, err := versionOf(tx, v)
	if err != nil {
		return nil, err
	}
	latest, err := tx.Charter()
	if err != nil {
		return nil, err
	}
	view := page.CharterVersion{Latest: latest.Version, Words: prose.HTML(prose.UnderTitle(c.Text))}
	if view.CharterLine, err = charterLine(tx, c); err != nil {
		return nil, err
	}
	if view.Before, err = charterUntil(tx, c.Version); err != nil {
		return nil, err
	}
	view.Record, err = recordOf(tx, v, c.Seq)
	return page.CharterVersionPage(v.Frame, view), err
}

// charterRecord is a version as it was signed.
func (s *Server) charterRecord(tx *store.Tx, v *visit) (document, error) {
	c, err := versionOf(tx, v)
	if err != nil {
		return document{}, err
	}
	return signed(tx, c.Seq, "charter-"+strconv.Itoa(c.Version)+".json")
}

// charterProof is all that is needed to check offline that a version stands in the register.
func (s *Server) charterProof(tx *store.Tx, v *visit) (document, error) {
	c, err := versionOf(tx, v)
	if err != nil {
		return document{}, err
	}
	return proved(tx, c.Seq, "charter-"+strconv.Itoa(c.Version)+"-proof.json")
}

// charterUntil is the text that adopting a version would replace, or replaced; empty for the first.
func charterUntil(tx *store.Tx, version int) (string, error) {
	if version <= 1 {
		return "", nil
	}
	c, err := tx.CharterVersion(version - 1)
	return c.Text, err
}

// editCharter proposes the next version: it begins with the text in force.
func (s *Server) editCharter(tx *store.Tx, v *visit) (templ.Component, error) {
	now, err := procedure.CharterInForce(tx)
	if err != nil {
		return nil, err
	}
	at := map[string]string{
		commune.ErrCharterMissing.Key: "charter", commune.ErrCharterSame.Key: "charter",
		commune.ErrTooLong.Key: "charter", commune.ErrUnreadable.Key: "charter", commune.ErrMotionTextMissing.Key: "text",
	}[v.refused.Key]
	form := page.NewCharter{Charter: v.field("charter", at), Text: v.field("text", at), Problems: v.problems(at)}
	if form.Item, err = itemAsked(tx, v); err != nil {
		return nil, err
	}
	if form.Theme, err = v.themeAsked(tx, form.Item); err != nil {
		return nil, err
	}
	if v.refused.Key == "" {
		form.Charter.Value, form.Text.Value = now.Text, s.House.WordsOf(v.Site).T("charter.adopting", now.Version+1)
	}
	return page.NewCharterPage(v.Frame, form), nil
}

// proposeCharter puts the next version to the vote: on the next agenda, or under the item that the form names (CH-1).
func (s *Server) proposeCharter(tx *store.Tx, v *visit) (done, error) {
	payload, err := json.Marshal(commune.CharterTerms{Text: v.PostForm("charter")})
	if err != nil {
		return done{}, err
	}
	item, err := itemAsked(tx, v)
	if err != nil {
		return done{}, err
	}
	m, err := procedure.ProposeCharter(tx, s.House, v.person.ID, procedure.Proposal{
		Motion: commune.Motion{Item: item.ID, Form: commune.FormCharter, Text: v.PostForm("text"), Payload: payload, Audience: commune.Public},
		Title:  s.House.WordsOf(v.Site).T("charter.item_title"), Theme: v.PostForm("theme"),
	})
	if err != nil {
		return done{}, err
	}
	on, err := tx.Meeting(m.Meeting)
	return done{page.MotionPath(m.Meeting, m.ID), v.T("done.charter", v.Date(on.StartsAt))}, err
}
