package federation

import (
	"encoding/json"
	"math"
	"net/http"
	"strconv"

	"federes.org/commune"
	"federes.org/commune/record"
	"federes.org/commune/register"
	"federes.org/commune/store"
	"federes.org/confederation"
	confederal "federes.org/confederation/procedure"
	box "federes.org/federation/store"
)

// collection is an ActivityStreams collection or a page of one. Items are always an array.
type collection struct {
	Context   any    `json:"@context"`
	ID        string `json:"id"`
	Type      string `json:"type"`
	Total     *int64 `json:"totalItems,omitempty"`
	First     string `json:"first,omitempty"`
	PartOf    string `json:"partOf,omitempty"`
	Next      string `json:"next,omitempty"`
	OrderType string `json:"orderType,omitempty"`     // FEP-1985
	Items     any    `json:"orderedItems,omitempty"`  // absent only where pages hold them
	Salts     []any  `json:"federes:salts,omitempty"` // of the entries of records, one for each item; null for what is none
}

// newCollection is one whose items stand in pages.
func newCollection(id string, total int64, first string) collection {
	return collection{Context: activityStream, ID: id, Type: "OrderedCollection", Total: &total, First: first}
}

// newList is one whose items stand in it.
func newList(id string, total int64, items []any) collection {
	return collection{Context: activityStream, ID: id, Type: "OrderedCollection", Total: &total, Items: items}
}

func newPage(id, query string, items []any) collection {
	return collection{Context: activityStream, ID: id + query, Type: "OrderedCollectionPage", PartOf: id, Items: items}
}

func (s *Service) collections() map[string]actorHandler {
	return map[string]actorHandler{
		"outbox": s.serveOutbox, "followers": s.serveFollowers, "following": s.serveFollowing, "featured": s.serveFeatured,
		"records": s.serveRecords, "seats": s.serveSeats,
	}
}

// number reads a query parameter, or gives what stands for its absence.
func number(r *http.Request, name string, absent int64) int64 {
	n, err := strconv.ParseInt(r.URL.Query().Get(name), 10, 64)
	if err != nil {
		return absent
	}
	return n
}

// serveOutbox gives an actor's public activities, the newest first, by pages that do not move.
func (s *Service) serveOutbox(w http.ResponseWriter, r *http.Request, o commune.Organisation, name string) {
	actor := commune.ActorID(o.BaseURL + "/" + name)
	id := string(actor) + "/outbox"
	s.view(w, r, func(tx *store.Tx) (any, error) {
		total, err := box.CountOutbox(tx, actor)
		if err != nil {
			return nil, err
		}
		if !r.URL.Query().Has("before") {
			return newCollection(id, total, id+"?before="+strconv.FormatInt(math.MaxInt64, 10)), nil
		}
		before := number(r, "before", math.MaxInt64)
		activities, err := box.Outbox(tx, actor, before, PageSize)
		items := make([]any, len(activities))
		for i, a := range activities {
			items[i] = json.RawMessage(a.Document)
		}
		page := newPage(id, "?"+r.URL.RawQuery, items)
		if len(activities) == PageSize {
			page.Next = id + "?before=" + strconv.FormatInt(activities[PageSize-1].ID, 10)
		}
		return page, err
	})
}

// serveFollowers tells how many follow, and never who: their names would show activists to their opponents.
func (s *Service) serveFollowers(w http.ResponseWriter, r *http.Request, o commune.Organisation, name string) {
	actor := commune.ActorID(o.BaseURL + "/" + name)
	s.view(w, r, func(tx *store.Tx) (any, error) {
		total, err := box.CountFollowers(tx, actor)
		return newList(string(actor)+"/followers", total, []any{}), err
	})
}

// serveFollowing tells whom an actor follows: a council its communes (CF-3).
func (s *Service) serveFollowing(w http.ResponseWriter, r *http.Request, o commune.Organisation, name string) {
	actor := commune.ActorID(o.BaseURL + "/" + name)
	s.view(w, r, func(tx *store.Tx) (any, error) {
		all, err := box.Followings(tx, actor)
		items := make([]any, len(all))
		for i, f := range all {
			items[i] = f.Target
		}
		return newList(string(actor)+"/following", int64(len(all)), items), err
	})
}

// serveFeatured is empty: nothing is pinned.
func (s *Service) serveFeatured(w http.ResponseWriter, r *http.Request, o commune.Organisation, name string) {
	s.reply(w, r, newList(o.BaseURL+"/"+name+"/featured", 0, []any{}), nil)
}

// serveRecords is the log from its beginning on, the records that this actor signed inline (federes:records). An entry that the reader may not
// see, or that another of our actors signed, stands there as its number and leaf hash, so that a gap always means a loss.
func (s *Service) serveRecords(w http.ResponseWriter, r *http.Request, o commune.Organisation, name string) {
	if name == "actor" {
		http.NotFound(w, r)
		return
	}
	actor := commune.ActorID(o.BaseURL + "/" + name)
	id := string(actor) + "/records"
	w.Header().Add("Vary", "Signature")
	w.Header().Set("Cache-Control", "no-store")
	confederal, unknown := s.mayReadConfederal(r)
	if unknown.status != 0 {
		http.Error(w, unknown.reason, unknown.status)
		return
	}
	s.view(w, r, func(tx *store.Tx) (any, error) {
		size, err := tx.LogSize()
		if err != nil {
			return nil, err
		}
		if !r.URL.Query().Has("after") {
			c := newCollection(id, int64(size), id+"?after=-1")
			c.OrderType = "ForwardChronological"
			return c, nil
		}
		entries, err := tx.Entries(commune.Seq(number(r, "after", -1)+1), RecordsPage)
		entries = fitting(entries)
		items := make([]any, len(entries))
		salts := make([]any, len(entries))
		for i, e := range entries {
			if items[i] = shown(e, actor, confederal); isShown(items[i]) {
				salts[i] = e.Salt
			}
		}
		page := newPage(id, "?"+r.URL.RawQuery, items)
		page.Context, page.Salts = record.Context(), salts
		page.OrderType = "ForwardChronological"
		if n := len(entries); n > 0 && entries[n-1].Seq+1 < size {
			page.Next = id + "?after=" + strconv.FormatInt(int64(entries[n-1].Seq), 10)
		}
		return page, err
	})
}

// fitting are the first entries that a peer can read as one document; at least one.
func fitting(entries []store.Entry) []store.Entry {
	size := 0
	for i, e := range entries {
		if size += len(e.Document); size > MaxDocument/2 && i > 0 {
			return entries[:i]
		}
	}
	return entries
}

// shown is an entry of an actor's records as a reader may see it.
func shown(e store.Entry, actor commune.ActorID, confederal bool) any {
	if e.IsRecord && (e.Audience == commune.Public || e.Audience == commune.Confederation && confederal) {
		if parsed, err := record.Parse(e.Document); err == nil && parsed.AttributedTo == actor {
			return json.RawMessage(e.Document)
		}
	}
	var entry register.Entry
	copy(entry[:], e.Commitment)
	return map[string]any{"seq": e.Seq, "leafHash": register.LeafHash(entry).String()}
}

// isShown tells whether what stands for an entry is its record.
func isShown(item any) bool {
	_, is := item.(json.RawMessage)
	return is
}

// serveActivity serves a public activity by its id.
func (s *Service) serveActivity(w http.ResponseWriter, r *http.Request) {
	s.view(w, r, func(tx *store.Tx) (any, error) {
		a, err := box.ActivityByURI(tx, s.BaseURL+r.URL.Path)
		if err == nil && a.Audience != commune.Public {
			err = commune.ErrNotFound
		}
		return json.RawMessage(a.Document), err
	})
}

// serveProof gives what shows, offline, that a record stands in the register: its salt, its place, and the signed head of the log, beside the record itself.
func (s *Service) serveProof(w http.ResponseWriter, r *http.Request) {
	entry, ok := s.readable(w, r)
	if !ok {
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	var extract confederation.Extract
	err := s.Store.View(r.Context(), func(tx *store.Tx) (err error) {
		extract, err = confederal.Extract(tx, entry)
		return err
	})
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	raw, err := confederation.Line(extract)
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	write(w, "application/json; charset=utf-8", raw)
}
