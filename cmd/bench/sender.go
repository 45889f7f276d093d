package main

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"net/http"
	"strings"

	"federes.org/commune"
	"federes.org/commune/record"
	"federes.org/commune/store"
	"federes.org/confederation"
	peers "federes.org/confederation/store"
	"federes.org/federation"
	box "federes.org/federation/store"
)

// sender is a commune that the council has accepted and whose keys it knows.
type sender struct {
	id    commune.ActorID
	key   *rsa.PrivateKey
	proof ed25519.PrivateKey
	sent  commune.Seq
}

// befriend makes so many communes known to the council, and accepted.
func (i *instance) befriend(ctx context.Context, key *rsa.PrivateKey, name string, n int) ([]*sender, error) {
	all := make([]*sender, n)
	for w := range all {
		public, proof, err := ed25519.GenerateKey(rand.Reader)
		if err != nil {
			return nil, err
		}
		s := &sender{id: commune.ActorID(fmt.Sprintf("https://%s-%d.example/ag", name, w)), key: key, proof: proof}
		document, err := s.document()
		if err != nil {
			return nil, err
		}
		err = i.InTx(ctx, func(tx *store.Tx) error {
			err := box.PutRemoteActor(tx, box.RemoteActor{URI: s.id, KeyID: s.keyID(), Document: document, FetchedAt: tx.Now()})
			if err != nil {
				return err
			}
			_, err = peers.PutPeer(tx, confederation.Peer{
				Actor: s.id, Role: confederation.RoleCommune, State: confederation.Accepted, Name: string(s.id), Inbox: string(s.id) + "/inbox",
				Records: string(s.id) + "/records", KeyID: s.proofID(), Key: public, Since: tx.Now(),
			})
			return err
		})
		if err != nil {
			return nil, err
		}
		all[w] = s
	}
	return all, nil
}

func (s *sender) keyID() string { return string(s.id) + "#main-key" }

func (s *sender) proofID() string { return string(s.id) + "#ed25519-key" }

// document is the sender's actor, as the council once fetched it.
func (s *sender) document() ([]byte, error) {
	der, err := x509.MarshalPKIXPublicKey(&s.key.PublicKey)
	if err != nil {
		return nil, err
	}
	return json.Marshal(map[string]any{
		"@context": record.Context(), "id": s.id, "type": "Group", "name": "AG", "preferredUsername": "ag", "inbox": s.id + "/inbox",
		"outbox": s.id + "/outbox", "followers": s.id + "/followers", "federes:records": s.id + "/records",
		"publicKey": map[string]any{
			"id": s.keyID(), "owner": s.id, "publicKeyPem": string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})),
		},
		"assertionMethod": []any{map[string]any{
			"id": s.proofID(), "type": "Multikey", "controller": s.id,
			"publicKeyMultibase": record.EncodeMultikey(s.proof.Public().(ed25519.PublicKey)),
		}},
	})
}

// activity is the id of the last activity that was made.
func (s *sender) activity(kind string) string {
	return fmt.Sprintf("%s/activities/%s/%d", s.id, strings.ToLower(kind), s.sent-1)
}

// letters makes the next activities and signs their requests, whole, as they will go over the wire.
func (s *sender) letters(to *instance, kind string, n int) ([][]byte, error) {
	letters := make([][]byte, n)
	for k := range letters {
		s.sent++
		body, err := s.follow(to)
		if kind == "record" {
			body, err = s.create(to)
		}
		if err != nil {
			return nil, err
		}
		r, err := http.NewRequest(http.MethodPost, "http://"+to.address+"/inbox", bytes.NewReader(body))
		if err != nil {
			return nil, err
		}
		r.Header.Set("Content-Type", "application/activity+json")
		if err := (federation.Signer{KeyID: s.keyID(), Key: s.key}).Sign(r, body, to.now()); err != nil {
			return nil, err
		}
		var b bytes.Buffer
		if err := r.Write(&b); err != nil {
			return nil, err
		}
		letters[k] = b.Bytes()
	}
	return letters, nil
}

func (s *sender) follow(to *instance) ([]byte, error) {
	return json.Marshal(map[string]any{
		"@context": "https://www.w3.org/ns/activitystreams", "id": s.activity("Follow"), "type": "Follow", "actor": s.id,
		"object": "http://" + to.address + "/conseil",
	})
}

// create publishes the sender's next decision.
func (s *sender) create(to *instance) ([]byte, error) {
	document, err := decisionRecord(author{
		base: strings.TrimSuffix(string(s.id), "/ag"), body: s.id, key: s.proof, method: s.proofID(),
	}, commune.Decision{
		Year: 2026, Rank: int(s.sent), Form: commune.FormResolution, Text: someText, For: 41, Against: 3, Abstain: 2, Electorate: 50,
		Audience: commune.Public, DecidedAt: to.now(), Seq: s.sent - 1,
	})
	if err != nil {
		return nil, err
	}
	return json.Marshal(map[string]any{
		"@context": record.Context(), "id": s.activity("Create"), "type": "Create", "actor": s.id, "to": []string{record.Public},
		"cc": []string{}, "published": record.Time(to.now()), "object": json.RawMessage(document),
	})
}
