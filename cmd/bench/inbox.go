package main

import (
	"context"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"errors"
	"fmt"
	"net/http"

	"federes.org/commune"
	"federes.org/commune/store"
	peers "federes.org/confederation/store"
	box "federes.org/federation/store"
)

// inbox measures how many signed activities a council takes in: a peer's records (each with a proof of its own, verified and kept), and
// Follows (each answered by an Accept that is left to deliver). Every activity is another one; the peers' keys are known. The ceiling is
// RSA alone.
func inbox(ctx context.Context, o options, report func(figure) error) (err error) {
	council, err := open(ctx, o, commune.KindCouncil, "")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, council.close()) }()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return err
	}
	for _, workers := range []int{1, 8} {
		for _, kind := range []string{"record", "follow"} {
			senders, err := council.befriend(ctx, key, fmt.Sprintf("%s-%d", kind, workers), workers)
			if err != nil {
				return err
			}
			m, err := council.received(ctx, o, senders, kind)
			if err != nil {
				return err
			}
			name := map[string]string{"record": "inbox_accept_%d", "follow": "inbox_follow_%d"}[kind]
			against := fmt.Sprintf("RSA-2048 verifications on %d goroutine(s)", workers)
			if err := report(rate(fmt.Sprintf(name, workers), "1/s", m, against)); err != nil {
				return err
			}
		}
	}
	return nil
}

// received has each sender post its activities over its own connection, and checks that everything came to stand where it should.
func (i *instance) received(ctx context.Context, o options, senders []*sender, kind string) (pair, error) {
	lines, hangUp, err := wires(i.address, len(senders))
	if err != nil {
		return pair{}, err
	}
	defer hangUp()
	verify, err := verification(senders[0].key)
	if err != nil {
		return pair{}, err
	}
	m, err := alternately(ctx, o.rounds, func() (float64, error) {
		letters := make([][][]byte, len(senders))
		for w, s := range senders {
			if letters[w], err = s.letters(i, kind, o.activities); err != nil {
				return 0, err
			}
		}
		return perSecond(len(senders), o.activities, func(w, n int) error {
			return lines[w].exchange(letters[w][n], http.StatusAccepted)
		})
	}, func() (float64, error) {
		return perSecond(len(senders), o.verified, func(int, int) error { return verify() })
	})
	if err != nil {
		return m, err
	}
	return m, i.View(ctx, func(tx *store.Tx) error {
		for _, s := range senders {
			if err := s.arrived(tx, kind); err != nil {
				return err
			}
		}
		return nil
	})
}

// verification is the ceiling: what cannot be left out of taking a signed activity in.
func verification(key *rsa.PrivateKey) (func() error, error) {
	hash := sha256.Sum256([]byte("a request"))
	signature, err := rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, hash[:])
	return func() error { return rsa.VerifyPKCS1v15(&key.PublicKey, crypto.SHA256, hash[:], signature) }, err
}

// arrived holds when every record that was sent is kept in its place, or when the last Follow is: a 202 alone may also stand for a refusal.
func (s *sender) arrived(tx *store.Tx, kind string) error {
	if kind == "follow" {
		_, err := box.FollowerByFollow(tx, s.id, s.activity("Follow"))
		return err
	}
	p, err := peers.PeerByActor(tx, s.id)
	if err == nil && p.NextSeq != s.sent {
		err = fmt.Errorf("%s sent %d records, %d were kept", s.id, s.sent, p.NextSeq)
	}
	return err
}
