package web

import (
	"encoding/json"
	"errors"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/record"
	"federes.org/commune/store"
	"federes.org/confederation"
	peers "federes.org/confederation/store"
	"federes.org/web/page"
)

// pageLength is how many decisions one page of the register holds; what it costs does not depend on how long the register is.
const pageLength = 20

// The two parts of the register and their cursors: our own decisions, then, on a council, those of its communes.
const (
	ownPart  = "d"
	peerPart = "r"
)

func (s *Server) register(tx *store.Tx, v *visit) (templ.Component, error) {
	before := v.Query("before")
	entries, older, err := decisions(tx, v, before, pageLength)
	return page.RegisterPage(v.Frame, page.Register{Entries: entries, First: before == "", Older: older}), err
}

// decisions reads one page of the register for this visitor, the latest first, and the cursor of the next page.
func decisions(tx *store.Tx, v *visit, cursor string, limit int) (entries []page.Entry, next string, err error) {
	part, below, err := parseCursor(cursor)
	if err != nil {
		return nil, "", err
	}
	if part == ownPart {
		entries, next, err = ownDecisions(tx, v, commune.DecisionID(below), limit)
		if err != nil || next != "" || !v.Council() || len(entries) == limit {
			return entries, next, err
		}
		below = 0
	}
	if !v.Council() {
		return entries, "", nil
	}
	theirs, next, err := peerDecisions(tx, v, below, limit-len(entries))
	return append(entries, theirs...), next, err
}

// parseCursor reads where a page begins; empty is the beginning.
func parseCursor(cursor string) (part string, below int64, err error) {
	if cursor == "" {
		return ownPart, 0, nil
	}
	for _, part := range []string{ownPart, peerPart} {
		if digits, ok := strings.CutPrefix(cursor, part); ok {
			below, err := strconv.ParseInt(digits, 10, 64)
			if err == nil && below > 0 {
				return part, below, nil
			}
		}
	}
	return "", 0, errNotFound
}

func ownDecisions(tx *store.Tx, v *visit, below commune.DecisionID, limit int) (entries []page.Entry, next string, err error) {
	list, err := tx.Decisions(v.audiences(), below, limit+1)
	if err != nil {
		return nil, "", err
	}
	if len(list) > limit {
		list = list[:limit]
		next = ownPart + strconv.FormatInt(int64(list[limit-1].ID), 10)
	}
	verify, err := ownVerifier(tx, v)
	if err != nil {
		return nil, "", err
	}
	for _, d := range list {
		verified, err := verify(d.Seq)
		if err != nil {
			return nil, "", err
		}
		entries = append(entries, page.Entry{
			Number: d.Number(), Text: d.Text, Tally: d.Tally(), Base: d.Electorate, Audience: d.Audience, DecidedAt: d.DecidedAt,
			Origin: v.Site.BaseURL, Own: true, Delegations: v.Council(), Href: page.DecisionPath(d.Number()), Record: procedure.RecordURL(v.Site, d.Seq), Verified: verified,
		})
	}
	return entries, next, nil
}

// ownVerifier computes the mark of our assembly's records from their stored bytes.
func ownVerifier(tx *store.Tx, v *visit) (func(commune.Seq) (bool, error), error) {
	return verifierOf(tx, v, v.Site.AssemblyName())
}

// verifierOf computes the mark of the records of one of our actors: a record that another signed does not bear it.
func verifierOf(tx *store.Tx, v *visit, actor string) (func(commune.Seq) (bool, error), error) {
	public, err := tx.ProofKey(actor)
	if err != nil {
		return nil, err
	}
	return func(seq commune.Seq) (bool, error) {
		entry, err := tx.Entry(seq)
		if errors.Is(err, commune.ErrNotFound) {
			return false, nil
		}
		if err != nil {
			return false, err
		}
		method, err := v.proofs.verify(entry.Document, public)
		return err == nil && method == procedure.KeyID(commune.ActorID(v.Site.BaseURL+"/"+actor)), nil
	}, nil
}

// peerDecisions are those that came to a council from its communes, and from the councils below and above it. The mark of each is computed anew from its stored bytes.
func peerDecisions(tx *store.Tx, v *visit, below int64, limit int) (entries []page.Entry, next string, err error) {
	if limit <= 0 {
		return nil, peerPart + strconv.FormatInt(below, 10), nil
	}
	followed, err := peers.Followed(tx)
	if err != nil {
		return nil, "", err
	}
	by := make(map[confederation.PeerID]confederation.Peer, len(followed))
	for _, p := range followed {
		by[p.ID] = p
	}
	list, err := peers.RecordsOfKind(tx, record.KindDecision, below, limit+1)
	if err != nil {
		return nil, "", err
	}
	if len(list) > limit {
		list = list[:limit]
		next = peerPart + strconv.FormatInt(list[limit-1].ID, 10)
	}
	for _, r := range list {
		if r.For(v.person != nil) {
			entry, _ := peerEntry(by[r.Peer], r)
			entries = append(entries, entry)
		}
	}
	return entries, next, nil
}

// peerEntry reads a decision out of the bytes that a commune sent. What does not verify is shown as such, and leads nowhere.
func peerEntry(p confederation.Peer, r confederation.Record) (page.Entry, confederation.Fault) {
	parsed, fault := p.Examine(r.Document)
	if fault == confederation.NoFault {
		fault = r.Fault
	}
	var d record.Decision
	if err := json.Unmarshal(parsed.Data, &d); err != nil && fault == confederation.NoFault {
		fault = confederation.FaultMalformed
	}
	entry := page.Entry{
		Number: d.Number, Text: d.Text, Tally: d.Tally, Base: d.Electorate, Audience: commune.Audience(d.Audience), DecidedAt: parsed.Published,
		Origin: commune.OriginOf(string(p.Actor)), Name: p.Name, Record: r.URI, Verified: fault == confederation.NoFault,
		Delegations: p.Council,
	}
	if entry.Verified {
		entry.Href = parsed.ID
		if commune.OriginOf(parsed.URL) == entry.Origin {
			entry.Href = parsed.URL
		}
	}
	return entry, fault
}
