package federation

import (
	"errors"
	"html"
	"net/http"
	"strings"

	"federes.org/commune"
	"federes.org/commune/record"
	"federes.org/commune/store"
)

// bodyKinds are the bodies beside the assembly, by the first part of their actors' paths.
var bodyKinds = map[string]commune.BodyKind{"s": commune.Secretariat, "c": commune.Commission, "p": commune.PopularAssembly}

// mountBodies puts the actors of the bodies beside their pages.
func (s *Service) mountBodies(mux *http.ServeMux, pages http.Handler) {
	for first := range bodyKinds {
		path := "/" + first + "/{slug}"
		mux.HandleFunc("GET "+path, negotiate(s.ofBody(pages, s.serveBody), pages.ServeHTTP))
		mux.HandleFunc("POST "+path+"/inbox", s.ofBody(pages, s.serveActorInbox))
		for collection, serve := range s.collections() {
			mux.HandleFunc("GET "+path+"/"+collection, s.ofBody(pages, serve))
		}
	}
}

// ofBody serves a path of a body's actor; what is no body is the pages'.
func (s *Service) ofBody(pages http.Handler, serve actorHandler) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		first, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
		var o commune.Organisation
		name := first + "/" + r.PathValue("slug")
		err := s.Store.View(r.Context(), func(tx *store.Tx) (err error) {
			if o, err = tx.Organisation(); err != nil {
				return err
			}
			_, err = bodyNamed(tx, name)
			return err
		})
		if err != nil {
			pages.ServeHTTP(w, r)
			return
		}
		serve(w, r, o, name)
	}
}

// bodyNamed is the body of an actor's name, such as s/tresorerie.
func bodyNamed(tx *store.Tx, name string) (commune.Body, error) {
	_, slug, _ := strings.Cut(name, "/")
	b, err := tx.BodyBySlug(slug)
	if err == nil && b.ActorName() != name {
		err = commune.ErrNotFound
	}
	return b, err
}

func (s *Service) serveBody(w http.ResponseWriter, r *http.Request, o commune.Organisation, name string) {
	s.view(w, r, func(tx *store.Tx) (any, error) {
		b, err := bodyNamed(tx, name)
		if err != nil {
			return nil, err
		}
		return s.bodyActor(tx, o, b)
	})
}

// bodyType is what a body is on the fediverse: mandated persons are an organization, an open circle is a group.
func bodyType(b commune.Body) string {
	if b.Kind == commune.Secretariat {
		return "Organization"
	}
	return "Group"
}

// bodyActor is a body that anyone on the fediverse can follow. A dissolved one stays, with its key: what it signed can be checked for ever.
func (s *Service) bodyActor(tx *store.Tx, o commune.Organisation, b commune.Body) (any, error) {
	doc, err := s.actorDocument(tx, o, b.ActorName(), bodyType(b), b.Slug)
	if err != nil {
		return nil, err
	}
	doc["name"], doc["published"] = b.Name, record.Time(b.CreatedAt)
	doc["summary"] = "<p>" + strings.ReplaceAll(html.EscapeString(b.Purpose), "\n", "<br>") + "</p>"
	doc["url"], doc["discoverable"], doc["indexable"], doc["postingRestrictedToMods"] = string(o.BodyActor(b)), b.Living(), true, true
	doc["federes:records"] = string(o.BodyActor(b)) + "/records"
	doc["attributedTo"] = string(o.Assembly())
	if !b.Living() {
		doc["endTime"] = record.Time(b.DissolvedAt)
	}
	return doc, nil
}

// found is the body that a webfinger resource means: its handle, or its actor's id.
func (s *Service) found(tx *store.Tx, o commune.Organisation, resource string) (commune.Body, error) {
	if handle, ok := strings.CutSuffix(resource, "@"+strings.ToLower(o.Host())); ok {
		return tx.BodyBySlug(handle)
	}
	name, ok := strings.CutPrefix(resource, strings.ToLower(o.BaseURL)+"/")
	if !ok {
		return commune.Body{}, commune.ErrNotFound
	}
	return bodyNamed(tx, name)
}

// ours tells whether an id is one of our actors.
func (s *Service) ours(tx *store.Tx, o commune.Organisation, id string) (bool, error) {
	if id == string(o.Assembly()) || id == string(o.Instance()) {
		return true, nil
	}
	name, _ := strings.CutPrefix(id, o.BaseURL+"/")
	_, err := bodyNamed(tx, name)
	if errors.Is(err, commune.ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}
