package federation

import (
	"net/http"
	"strconv"
	"strings"

	"federes.org/commune"
	commons "federes.org/commune/procedure"
	"federes.org/commune/record"
	"federes.org/commune/store"
	confederal "federes.org/confederation/procedure"
)

// actorContext defines, inline, every term of our actors that ActivityStreams does not.
func actorContext() []any {
	return []any{
		activityStream,
		"https://w3id.org/security/v1",
		"https://www.w3.org/ns/cid/v1",
		map[string]any{
			"toot":                      "http://joinmastodon.org/ns#",
			"schema":                    "http://schema.org#",
			"lemmy":                     "https://join-lemmy.org/ns#",
			"manuallyApprovesFollowers": "as:manuallyApprovesFollowers",
			"discoverable":              "toot:discoverable",
			"indexable":                 "toot:indexable",
			"featured":                  map[string]any{"@id": "toot:featured", "@type": "@id"},
			"PropertyValue":             "schema:PropertyValue",
			"value":                     "schema:value",
			"postingRestrictedToMods":   "lemmy:postingRestrictedToMods",
			"implements":                map[string]any{"@id": "https://w3id.org/fep/844e/implements", "@type": "@id", "@container": "@list"},
			"webfinger":                 map[string]any{"@id": "https://purl.archive.org/socialweb/webfinger#webfinger"},
			"federes":                   record.Namespace,
			"federes:records":           map[string]any{"@id": "federes:records", "@type": "@id"},
			"federes:charter":           map[string]any{"@id": "federes:charter", "@type": "@id"},
		},
	}
}

func (s *Service) serveActor(w http.ResponseWriter, r *http.Request, o commune.Organisation, name string) {
	s.view(w, r, func(tx *store.Tx) (any, error) {
		if name == "actor" {
			return s.instanceActor(tx, o)
		}
		return s.assemblyActor(tx, o)
	})
}

// actorDocument is what all our actors have in common.
func (s *Service) actorDocument(tx *store.Tx, o commune.Organisation, name, kind, username string) (map[string]any, error) {
	keys, err := tx.Keys(name)
	if err != nil {
		return nil, err
	}
	pem, err := keys.PublicPEM()
	if err != nil {
		return nil, err
	}
	id := o.BaseURL + "/" + name
	return map[string]any{
		"@context": actorContext(), "id": id, "type": kind, "preferredUsername": username, "webfinger": username + "@" + o.Host(),
		"inbox": id + "/inbox", "outbox": id + "/outbox", "followers": id + "/followers", "following": id + "/following",
		"featured": id + "/featured", "endpoints": map[string]any{"sharedInbox": o.BaseURL + "/inbox"},
		"manuallyApprovesFollowers": false, "published": record.Time(o.FoundedAt),
		"publicKey": map[string]any{"id": id + "#main-key", "owner": id, "publicKeyPem": pem},
		"assertionMethod": []any{map[string]any{
			"id": commons.KeyID(commune.ActorID(id)), "type": "Multikey", "controller": id,
			"publicKeyMultibase": record.EncodeMultikey(keys.Public()),
		}},
		"generator": map[string]any{"type": "Application", "id": string(o.Instance()), "implements": []any{
			map[string]any{"href": "https://www.w3.org/TR/vc-di-eddsa/#eddsa-jcs-2022", "name": "eddsa-jcs-2022"},
		}},
		"attachment": []any{}, "tag": []any{},
	}, nil
}

// assemblyActor is the body that decides: a Group that anyone on the fediverse can follow (CF-4).
func (s *Service) assemblyActor(tx *store.Tx, o commune.Organisation) (any, error) {
	doc, err := s.actorDocument(tx, o, o.AssemblyName(), "Group", o.AssemblyName())
	if err != nil {
		return nil, err
	}
	doc["name"], doc["summary"] = o.Name, ""
	doc["url"], doc["discoverable"], doc["indexable"], doc["postingRestrictedToMods"] = o.BaseURL+"/", true, true, true
	doc["federes:records"] = string(o.Assembly()) + "/records"
	doc["attachment"] = []any{map[string]any{
		"type": "PropertyValue", "name": "Web", "value": `<a href="` + o.BaseURL + `/" rel="me">` + o.Host() + `</a>`,
	}}
	if o.Kind == commune.KindCouncil {
		charter, err := tx.Charter()
		if err != nil {
			return nil, err
		}
		doc["federes:charter"] = commons.RecordURL(o, charter.Seq)
	}
	return doc, nil
}

// instanceActor is the software: it signs fetches, decides nothing, and can be read without a signature (FEP-2677).
func (s *Service) instanceActor(tx *store.Tx, o commune.Organisation) (any, error) {
	doc, err := s.actorDocument(tx, o, "actor", "Application", instanceName(o))
	if err != nil {
		return nil, err
	}
	doc["name"], doc["url"] = o.Host(), o.BaseURL+"/"
	return doc, nil
}

// serveRecord serves a record's bytes as they were signed, to those that it is addressed to.
func (s *Service) serveRecord(w http.ResponseWriter, r *http.Request) {
	entry, ok := s.readable(w, r)
	if !ok {
		return
	}
	write(w, activityType, entry.Document)
}

// readable is the record of the path, if the reader may see it; to others it does not exist.
func (s *Service) readable(w http.ResponseWriter, r *http.Request) (store.Entry, bool) {
	seq, err := strconv.ParseInt(r.PathValue("seq"), 10, 64)
	if err != nil || seq < 0 || strconv.FormatInt(seq, 10) != r.PathValue("seq") {
		http.NotFound(w, r)
		return store.Entry{}, false
	}
	var entry store.Entry
	err = s.Store.View(r.Context(), func(tx *store.Tx) (err error) {
		entry, err = tx.Entry(commune.Seq(seq))
		return err
	})
	if err != nil {
		s.refuse(w, r, err)
		return entry, false
	}
	if entry.Audience != commune.Public {
		w.Header().Set("Cache-Control", "private, no-store") // that it is not there is as private as what it says
		w.Header().Add("Vary", "Signature")
	}
	visible := entry.IsRecord && entry.Audience == commune.Public
	if entry.IsRecord && entry.Audience == commune.Confederation {
		visible, _ = s.mayReadConfederal(r) // who is not recognised is nobody here
	}
	if !visible {
		http.NotFound(w, r)
	}
	return entry, visible
}

// serveStatus tells whether a mandate lives, in a statement that the assembly's own key proves; 410 once it ended (SE-7).
func (s *Service) serveStatus(w http.ResponseWriter, r *http.Request) {
	entry, ok := s.readable(w, r)
	if !ok {
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	err := s.Store.View(r.Context(), func(tx *store.Tx) error {
		m, err := tx.MandateBySeq(entry.Seq)
		if err != nil {
			return err
		}
		if !m.LivingAt(tx.Now()) {
			w.WriteHeader(http.StatusGone)
			return nil
		}
		said, err := confederal.Living(tx, s.BaseURL+strings.TrimSuffix(r.URL.Path, "/status"))
		if err == nil {
			write(w, "application/json; charset=utf-8", said)
		}
		return err
	})
	if err != nil {
		s.refuse(w, r, err)
	}
}
