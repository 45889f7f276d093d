package federation

import (
	"net/http"
	"strconv"
	"strings"

	"federes.org/commune"
	"federes.org/commune/record"
	"federes.org/commune/store"
)

// Mount puts the protocol beside the pages: what is asked as an ActivityPub document is answered here, the rest by pages. On the
// paths of actors and records both stand, and the Accept header chooses; every answer there says that it varies by it.
func (s *Service) Mount(pages http.Handler) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/", pages)
	mux.HandleFunc("GET /.well-known/webfinger", s.serveWebfinger)
	mux.HandleFunc("GET /.well-known/nodeinfo", s.serveNodeInfoLinks)
	mux.HandleFunc("GET /nodeinfo/2.1", s.serveNodeInfo)
	mux.HandleFunc("POST /inbox", s.serveInbox)
	mux.HandleFunc("GET /actor", s.ofActor(pages, s.serveActor))
	for _, name := range []string{"ag", "conseil"} {
		mux.HandleFunc("GET /"+name, negotiate(s.ofActor(pages, s.serveActor), s.ofActor(pages, s.toHome)))
	}
	for _, name := range []string{"ag", "conseil", "actor"} {
		mux.HandleFunc("POST /"+name+"/inbox", s.ofActor(pages, s.serveActorInbox))
		mux.HandleFunc("POST /"+name+"/tickets", s.ofActor(pages, s.serveTickets))
		for collection, serve := range s.collections() {
			mux.HandleFunc("GET /"+name+"/"+collection, s.ofActor(pages, serve))
		}
	}
	s.mountBodies(mux, pages)
	s.mountLog(mux)
	mux.HandleFunc("GET /records/{seq}", negotiate(s.serveRecord, s.toPage))
	mux.HandleFunc("GET /records/{seq}/activity", s.serveActivity)
	mux.HandleFunc("GET /records/{seq}/status", s.serveStatus)
	mux.HandleFunc("GET /records/{seq}/proof", s.serveProof)
	mux.HandleFunc("GET /activities/{id}", s.serveActivity)
	mux.HandleFunc("GET /ratifications/{ref}/answers", s.serveAnswers)
	mux.HandleFunc("GET /ratifications/{ref}/counted.json", s.serveCounted)
	mux.HandleFunc("GET /ratifications/{ref}/outcome", s.serveOutcome)
	mux.HandleFunc("GET /meetings/{id}", negotiate(s.serveEvent, pages.ServeHTTP))
	mux.HandleFunc("GET /calendar/events/{id}/{number}", negotiate(s.serveEvent, pages.ServeHTTP))
	return mux
}

type actorHandler func(w http.ResponseWriter, r *http.Request, o commune.Organisation, name string)

// ofActor serves a path of one of our actors, named by the path's first part; other names are the pages'.
func (s *Service) ofActor(pages http.Handler, serve actorHandler) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		name, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
		o, err := s.organisation(r.Context())
		if err != nil || (name != o.AssemblyName() && name != "actor") {
			pages.ServeHTTP(w, r)
			return
		}
		serve(w, r, o, name)
	}
}

// negotiate serves the document to who asks for ActivityPub, else the page.
func negotiate(document, page http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Add("Vary", "Accept")
		if wantsActivity(r.Header.Values("Accept")) {
			document(w, r)
			return
		}
		page(w, r)
	}
}

// toHome leads a person from an actor's address to the organisation's first page, which the actor names as its url.
func (s *Service) toHome(w http.ResponseWriter, r *http.Request, _ commune.Organisation, _ string) {
	http.Redirect(w, r, s.BaseURL+"/", http.StatusSeeOther)
}

// toPage leads a person from a record's address to the page that the record names as its url. What that page shows, and to whom, is its own affair.
func (s *Service) toPage(w http.ResponseWriter, r *http.Request) {
	entry, ok := s.readable(w, r)
	if !ok {
		return
	}
	parsed, err := record.Parse(entry.Document)
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	http.Redirect(w, r, parsed.URL, http.StatusSeeOther)
}

// wantsActivity holds when the type that is liked best is an ActivityPub one: application/activity+json, or application/ld+json
// with the profile of ActivityStreams.
func wantsActivity(accept []string) bool {
	best, wanted := 0.0, false
	for part := range strings.SplitSeq(strings.Join(accept, ","), ",") {
		kind, parameters, _ := strings.Cut(part, ";")
		q := 1.0
		for p := range strings.SplitSeq(parameters, ";") {
			if value, ok := strings.CutPrefix(strings.TrimSpace(p), "q="); ok {
				if parsed, err := strconv.ParseFloat(value, 64); err == nil {
					q = parsed
				}
			}
		}
		kind = strings.ToLower(strings.TrimSpace(kind))
		if kind == "" || q <= best {
			continue
		}
		best = q
		wanted = kind == activityJSON || kind == linkedJSON && strings.Contains(parameters, activityStream)
	}
	return wanted
}

// write answers with a document as it is.
func write(w http.ResponseWriter, contentType string, document []byte) {
	w.Header().Set("Content-Type", contentType)
	w.Header().Set("X-Content-Type-Options", "nosniff")
	// A reader who left is no failure of ours.
	_, _ = w.Write(document)
}

const activityType = activityJSON + "; charset=utf-8"

// reply encodes and answers an ActivityPub document, or the failure to make it.
func (s *Service) reply(w http.ResponseWriter, r *http.Request, document any, err error) {
	raw, encodeErr := encode(document)
	if err == nil {
		err = encodeErr
	}
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	write(w, activityType, raw)
}

// refuse answers the rules' refusal, or that we failed.
func (s *Service) refuse(w http.ResponseWriter, r *http.Request, err error) {
	if _, refused := isRefusal(err); refused {
		http.NotFound(w, r)
		return
	}
	s.Log.ErrorContext(r.Context(), "federation", "path", r.URL.Path, "error", err)
	http.Error(w, "this document could not be made", http.StatusInternalServerError)
}

// view runs a read and answers its document.
func (s *Service) view(w http.ResponseWriter, r *http.Request, read func(tx *store.Tx) (any, error)) {
	var document any
	err := s.Store.View(r.Context(), func(tx *store.Tx) (err error) {
		document, err = read(tx)
		return err
	})
	s.reply(w, r, document, err)
}
