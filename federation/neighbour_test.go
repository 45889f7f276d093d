package federation_test

import (
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
)

// neighbour is how strictly another kind of server reads: each complaint is a document that it would drop.
type neighbour func(document fields) (complaints []string)

// mastodon reads actors and posts as Mastodon 4.5 does.
func mastodon(d fields) (no []string) {
	kind, isText := d["type"].(string)
	if !isText {
		no = append(no, "type is not one plain string")
	}
	if slices.Contains([]string{"Application", "Group", "Organization", "Person", "Service"}, kind) {
		return append(no, mastodonActor(d)...)
	}
	if kind == "Note" {
		for _, member := range []string{"to", "cc"} {
			if _, isList := d[member].([]any); !isList {
				no = append(no, member+" is not a list")
			}
		}
		if d["content"] == nil || d["summary"] != nil || d["attributedTo"] == nil || !sameHost(d["id"], d["attributedTo"]) {
			no = append(no, "the post would not be shown in full, or not be believed")
		}
	}
	if note, embedded := d["object"].(fields); kind == "Create" && (!embedded || note["attributedTo"] != d["actor"] || note["id"] == d["id"]) {
		no = append(no, "what is created is not the actor's own")
	}
	if at, present := d["published"].(string); present {
		if _, err := time.Parse(time.RFC3339, at); err != nil {
			no = append(no, "published "+at)
		}
	}
	return no
}

func mastodonActor(d fields) (no []string) {
	if d["inbox"] == "" || d["inbox"] == nil || d["preferredUsername"] == "" || d["preferredUsername"] == nil {
		no = append(no, "no inbox or no name")
	}
	for _, member := range []string{"attachment", "tag"} {
		if _, isList := d[member].([]any); !isList {
			no = append(no, member+" is not a list")
		}
	}
	for _, property := range d["attachment"].([]any) {
		if p := property.(fields); p["type"] != "PropertyValue" || p["name"] == nil || p["value"] == nil {
			no = append(no, fmt.Sprintf("attachment %v", p))
		}
	}
	shared := d["endpoints"].(fields)["sharedInbox"]
	for _, address := range []any{d["inbox"], d["outbox"], d["followers"], d["following"], d["featured"], shared} {
		if !sameHost(d["id"], address) || strings.Contains(address.(string), "?") {
			no = append(no, fmt.Sprintf("%v is not of the actor's host", address))
		}
	}
	return no
}

// gotosocial wants the first key to be RSA and the actor's own.
func gotosocial(d fields) (no []string) {
	if d["inbox"] == nil {
		return nil
	}
	key, isObject := d["publicKey"].(fields)
	if !isObject {
		return []string{"publicKey is not one object"}
	}
	if key["owner"] != d["id"] || key["id"] != d["id"].(string)+"#main-key" {
		no = append(no, "the key is not the actor's")
	}
	block, _ := pem.Decode([]byte(key["publicKeyPem"].(string)))
	if block == nil || block.Type != "PUBLIC KEY" {
		return append(no, "no PEM")
	}
	parsed, err := x509.ParsePKIXPublicKey(block.Bytes)
	if public, isRSA := parsed.(*rsa.PublicKey); err != nil || !isRSA || public.N.BitLen() != 2048 {
		no = append(no, "not an RSA key of 2048 bits")
	}
	return no
}

// lemmy reads into closed types: what they name must be there, and be of one kind.
func lemmy(d fields) (no []string) {
	required := map[string][]string{
		"Group":                 {"id", "preferredUsername", "inbox", "outbox", "followers", "publicKey", "endpoints", "name"},
		"Application":           {"id", "inbox", "outbox", "publicKey"},
		"Note":                  {"id", "attributedTo", "to", "cc", "content"},
		"Create":                {"id", "actor", "to", "cc", "object"},
		"Follow":                {"id", "actor", "object"},
		"OrderedCollection":     {"id", "totalItems"},
		"OrderedCollectionPage": {"id", "orderedItems"},
	}
	for _, member := range required[fmt.Sprint(d["type"])] {
		if d[member] == nil {
			no = append(no, "no "+member)
		}
	}
	if items, present := d["orderedItems"]; present {
		if _, isList := items.([]any); !isList {
			no = append(no, "orderedItems is not a list")
		}
	}
	return no
}

func sameHost(a, b any) bool {
	first, err := url.Parse(fmt.Sprint(a))
	if err != nil {
		return false
	}
	second, err := url.Parse(fmt.Sprint(b))
	return err == nil && first.Host != "" && first.Host == second.Host
}

func TestTheStrictestNeighboursReadOurDocuments(t *testing.T) {
	for name, raw := range newGallery(t).documents() {
		document := object(t, raw)
		if document["@context"] == nil {
			continue // webfinger and NodeInfo
		}
		for who, reads := range map[string]neighbour{"Mastodon": mastodon, "GoToSocial": gotosocial, "Lemmy": lemmy} {
			for _, complaint := range reads(document) {
				t.Errorf("%s of %s: %s", who, name, complaint)
			}
			if inner, embedded := document["object"].(fields); embedded && inner["type"] == "Note" {
				for _, complaint := range reads(inner) {
					t.Errorf("%s of %s, inside: %s", who, name, complaint)
				}
			}
		}
	}
}

func TestAHandleLeadsToTheActorAndBack(t *testing.T) { // IDN-01, IDN-04, IDN-05
	g := newGallery(t)
	for resource, actor := range map[string]string{
		"acct:ag@saillans.example":               saillans + "/ag",
		"acct:AG@Saillans.example":               saillans + "/ag",
		saillans + "/ag":                         saillans + "/ag",
		"acct:saillans.example@saillans.example": saillans + "/actor",
		saillans + "/":                           saillans + "/actor",
	} {
		found := object(t, g.town.shows("/.well-known/webfinger?resource="+url.QueryEscape(resource)))
		self := found["links"].([]any)[0].(fields)
		document := object(t, g.town.shows(strings.TrimPrefix(self["href"].(string), saillans)))
		if self["rel"] != "self" || self["href"] != actor || document["id"] != actor || found["subject"] != "acct:"+document["webfinger"].(string) {
			t.Errorf("%s leads to %v, which is %v", resource, self["href"], document["webfinger"])
		}
	}
	for _, nobody := range []string{"acct:zoe@saillans.example", "acct:ag@die.example", "acct:conseil@saillans.example", "ag", "acct:ag@saillans.example/x"} {
		if status := g.town.looks("/.well-known/webfinger?resource=" + url.QueryEscape(nobody)).Code; status != 404 {
			t.Errorf("%s is answered %d", nobody, status)
		}
	}
	for _, bad := range []string{"", strings.Repeat("a", 10_000)} {
		if status := g.town.looks("/.well-known/webfinger?resource=" + bad).Code; status != 400 {
			t.Errorf("%.20q is answered %d", bad, status)
		}
	}
}
