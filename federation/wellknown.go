package federation

import (
	"net/http"
	"net/url"
	"strings"

	"federes.org/commune"
	"federes.org/commune/store"
	box "federes.org/federation/store"
)

// instanceName is the instance's user name: its host, as an Application's is.
func instanceName(o commune.Organisation) string {
	u, err := url.Parse(o.BaseURL)
	if err != nil {
		return "actor"
	}
	return u.Hostname()
}

// serveWebfinger finds our actors by handle or id (RFC 7033); members are found by nobody (IDN-04).
func (s *Service) serveWebfinger(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Access-Control-Allow-Origin", "*")
	resource := r.URL.Query().Get("resource")
	if resource == "" || len(resource) > MaxID {
		http.Error(w, "which resource?", http.StatusBadRequest)
		return
	}
	o, err := s.organisation(r.Context())
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	assembly := o.AssemblyName() + "@" + o.Host()
	instance := instanceName(o) + "@" + o.Host()
	asked := strings.ToLower(strings.TrimPrefix(resource, "acct:"))
	switch asked {
	case strings.ToLower(assembly), strings.ToLower(string(o.Assembly())):
		s.replyJRD(w, r, jrd(assembly, string(o.Assembly()), "Group", o.BaseURL+"/"))
	case strings.ToLower(instance), strings.ToLower(string(o.Instance())), strings.ToLower(o.BaseURL), strings.ToLower(o.BaseURL + "/"):
		s.replyJRD(w, r, jrd(instance, string(o.Instance()), "Application", o.BaseURL+"/"))
	default:
		s.findBody(w, r, o, asked)
	}
}

// findBody finds the actor of a secretariat, a commission or a popular assembly.
func (s *Service) findBody(w http.ResponseWriter, r *http.Request, o commune.Organisation, asked string) {
	var b commune.Body
	err := s.Store.View(r.Context(), func(tx *store.Tx) (err error) {
		b, err = s.found(tx, o, asked)
		return err
	})
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	actor := string(o.BodyActor(b))
	s.replyJRD(w, r, jrd(b.Slug+"@"+o.Host(), actor, bodyType(b), actor))
}

func jrd(handle, actor, kind, page string) map[string]any {
	return map[string]any{
		"subject": "acct:" + handle,
		"aliases": []any{actor},
		"links": []any{
			map[string]any{
				"rel": "self", "type": activityJSON, "href": actor,
				"properties": map[string]any{activityStream + "#type": kind},
			},
			map[string]any{"rel": "http://webfinger.net/rel/profile-page", "type": "text/html", "href": page},
		},
	}
}

func (s *Service) replyJRD(w http.ResponseWriter, r *http.Request, document any) {
	raw, err := encode(document)
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	write(w, jrdJSON+"; charset=utf-8", raw)
}

// serveNodeInfoLinks says where NodeInfo and the instance's actor stand (FEP-f1d5, FEP-2677).
func (s *Service) serveNodeInfoLinks(w http.ResponseWriter, r *http.Request) {
	s.replyJRD(w, r, map[string]any{"links": []any{
		map[string]any{"rel": "http://nodeinfo.diaspora.software/ns/schema/2.1", "href": s.BaseURL + "/nodeinfo/2.1"},
		map[string]any{"rel": activityStream + "#Application", "href": s.BaseURL + "/actor"},
	}})
}

// serveNodeInfo tells what software runs here. How many members there are is nobody's business.
func (s *Service) serveNodeInfo(w http.ResponseWriter, r *http.Request) {
	var posts int64
	err := s.Store.View(r.Context(), func(tx *store.Tx) error {
		o, err := tx.Organisation()
		if err == nil {
			posts, err = box.CountOutbox(tx, o.Assembly())
		}
		return err
	})
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	raw, err := encode(map[string]any{
		"version":   "2.1",
		"software":  map[string]any{"name": "federes", "version": s.Version, "homepage": "https://federes.org"},
		"protocols": []any{"activitypub"}, "services": map[string]any{"inbound": []any{}, "outbound": []any{}},
		"openRegistrations": false,
		"usage":             map[string]any{"users": map[string]any{}, "localPosts": posts},
		"metadata":          map[string]any{},
	})
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	write(w, `application/json; profile="http://nodeinfo.diaspora.software/ns/schema/2.1#"; charset=utf-8`, raw)
}
