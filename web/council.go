package web

import (
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"
	"golang.org/x/net/html"

	"federes.org/commune"
	"federes.org/commune/record"
	"federes.org/commune/store"
	"federes.org/confederation"
	confederal "federes.org/confederation/procedure"
	peers "federes.org/confederation/store"
	"federes.org/web/page"
)

// communes is a council's view of its communes (CF-3).
func (s *Server) communes(tx *store.Tx, v *visit) (templ.Component, error) {
	all, err := peers.Peers(tx, confederation.RoleCommune)
	if err != nil {
		return nil, err
	}
	view := page.Communes{May: v.May(commune.SeatCommunes)}
	for _, p := range all {
		shown := peerView(p)
		if shown.Apart, err = peers.CountApart(tx, p.ID); err != nil {
			return nil, err
		}
		switch p.State {
		case confederation.Accepted:
			view.Members = append(view.Members, shown)
		case confederation.Asked: // who asks and who was refused is for the council's own to see: anybody can ask, under any name
			if v.person == nil {
				continue
			}
			view.Waiting = append(view.Waiting, shown)
		case confederation.Refused:
			if v.person == nil {
				continue
			}
			view.Refused = append(view.Refused, shown)
		}
	}
	return page.CommunesPage(v.Frame, view), nil
}

func peerView(p confederation.Peer) page.PeerView {
	return page.PeerView{
		ID: int64(p.ID), Name: p.Name, Host: commune.OriginOf(string(p.Actor)), Actor: string(p.Actor), State: string(p.State),
		Fingerprint: p.Fingerprint(), Charter: p.CharterVersion, Since: p.Since, Heard: p.HeardAt, Entries: int64(p.NextSeq),
	}
}

// commune shows what came from one commune, each record with the mark that its bytes earn now. What does not verify stands apart.
func (s *Server) commune(tx *store.Tx, v *visit) (templ.Component, error) {
	id, err := v.number("id")
	if err != nil {
		return nil, err
	}
	p, err := peers.Peer(tx, confederation.PeerID(id))
	if err != nil {
		return nil, err
	}
	if p.Role != confederation.RoleCommune || v.person == nil && p.State != confederation.Accepted {
		return nil, errNotFound
	}
	view := page.CommuneView{Peer: peerView(p), May: v.May(commune.SeatCommunes)}
	if view.Alerts, err = alerts(tx, v, func(actor commune.ActorID) bool { return actor == p.Actor }); err != nil {
		return nil, err
	}
	if err := cameFrom(tx, v, p, &view); err != nil {
		return nil, err
	}
	if v.person != nil {
		if view.Seats, err = confederal.DelegatesOf(tx, p); err != nil {
			return nil, err
		}
	}
	view.Bodies, err = peerBodies(tx, v, p)
	return page.CommunePage(v.Frame, view), err
}

// cameFrom are the records of a commune before the one that the address names, as the reader may see them.
func cameFrom(tx *store.Tx, v *visit, p confederation.Peer, view *page.CommuneView) error {
	below, err := before(v)
	if err != nil {
		return err
	}
	list, err := peers.Records(tx, p.ID, below, pageLength+1)
	if len(list) > pageLength {
		list = list[:pageLength]
		view.Older = strconv.FormatInt(list[pageLength-1].ID, 10)
	}
	for _, r := range list {
		if !r.For(v.person != nil) {
			continue
		}
		if shown := peerRecord(v, p, r); shown.Fault != "" {
			view.Apart = append(view.Apart, shown)
		} else {
			view.Records = append(view.Records, shown)
		}
	}
	return err
}

// bodyRecords is how many records of a body are shown.
const bodyRecords = 20

// peerBodies are the bodies of a commune that we heard, with what they sent and the reader may see (CF-2).
func peerBodies(tx *store.Tx, v *visit, p confederation.Peer) (all []page.PeerBody, err error) {
	bodies, err := peers.BodiesOf(tx, p.ID)
	if err != nil {
		return nil, err
	}
	for _, b := range bodies {
		list, err := peers.BodyRecords(tx, b.ID, bodyRecords)
		if err != nil {
			return nil, err
		}
		body := page.PeerBody{Name: b.Name, Actor: string(b.Actor)}
		for _, r := range list {
			if !r.For(v.person != nil) {
				continue
			}
			parsed, fault := b.Examine(r.Document)
			body.Records = append(body.Records, page.PeerRecord{
				Kind: kindOf(r.Kind), At: parsed.Published, Summary: said(parsed), Verified: fault == confederation.NoFault, Fault: string(fault),
			})
		}
		if len(body.Records) > 0 {
			all = append(all, body)
		}
	}
	return all, nil
}

// before reads the cursor of a list that is ordered by number; 0 is its beginning.
func before(v *visit) (int64, error) {
	text, given := v.GetQuery("before")
	if !given {
		return 0, nil
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 1 {
		return 0, errNotFound
	}
	return n, nil
}

// peerRecord reads one record out of the bytes that came.
func peerRecord(v *visit, p confederation.Peer, r confederation.Record) page.PeerRecord {
	shown := page.PeerRecord{Kind: kindOf(r.Kind), At: r.ReceivedAt}
	if r.Kind == record.KindDecision {
		entry, fault := peerEntry(p, r)
		shown.Entry, shown.Fault = &entry, string(fault)
		return shown
	}
	parsed, fault := p.Examine(r.Document)
	if fault == confederation.NoFault {
		fault = r.Fault
	}
	shown.Fault = string(fault)
	if fault == confederation.NoFault {
		shown.Verified, shown.At, shown.Summary = true, parsed.Published, said(parsed)
	}
	return shown
}

// said is what a record other than a decision says: the words that its signature covers, as any reader of the fediverse sees them.
func said(parsed record.Parsed) string {
	words := parsed.Summary // of an Article
	if words == "" {
		words = plainWords(parsed.Content)
	}
	return page.Summary(words, 280)
}

// plainWords are those of a fragment of HTML, without what marks them up.
func plainWords(fragment string) string {
	var words []string
	for z := html.NewTokenizer(strings.NewReader(fragment)); ; {
		switch z.Next() {
		case html.ErrorToken:
			return strings.Join(words, " ")
		case html.TextToken:
			words = append(words, strings.Fields(z.Token().Data)...)
		}
	}
}

// kindOf is the word for a record's kind; a later version can write others than ours.
func kindOf(kind string) string {
	if kind == "?" || slices.Contains(record.Kinds, kind) {
		return kind
	}
	return "other"
}

func (s *Server) acceptCommune(tx *store.Tx, v *visit) (done, error) {
	return s.answerCommune(tx, v, true, "done.seated")
}

func (s *Server) refuseCommune(tx *store.Tx, v *visit) (done, error) {
	return s.answerCommune(tx, v, false, "done.not_seated")
}

// answerCommune seats a commune that asked to join, or refuses it (CF-3, CH-1).
func (s *Server) answerCommune(tx *store.Tx, v *visit, accept bool, notice string) (done, error) {
	id, err := v.number("id")
	if err != nil {
		return done{}, err
	}
	return done{"/communes", v.T(notice)}, confederal.AnswerJoin(tx, s.House, v.person.ID, confederal.JoinAnswer{Peer: confederation.PeerID(id), Accept: accept})
}
