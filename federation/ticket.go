package federation

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"federes.org/commune"
	"federes.org/commune/store"
	"federes.org/confederation"
	confederal "federes.org/confederation/procedure"
)

// entryGiven is the address at which the delegate enters, once and within minutes.
type entryGiven struct {
	Entry string `json:"entry"`
}

// ticketsAt is where a council is asked for tickets.
func ticketsAt(council commune.ActorID) string { return string(council) + "/tickets" }

// serveTickets gives the delegate of a mandate a way in, at the request of the assembly that gave it and of nobody else (CF-5).
func (s *Service) serveTickets(w http.ResponseWriter, r *http.Request, o commune.Organisation, name string) {
	if o.Kind != commune.KindCouncil || name != o.AssemblyName() {
		http.NotFound(w, r)
		return
	}
	asked, rejected := s.entryAsked(w, r)
	if rejected.status != 0 {
		http.Error(w, rejected.reason, rejected.status)
		return
	}
	var token string
	foreign := false
	err := s.Store.InTx(r.Context(), func(tx *store.Tx) (err error) {
		if foreign, err = confederal.ReceiveKeys(tx, asked.sender.ID, asked.sender.shown()); err != nil || foreign {
			return err
		}
		token, err = confederal.AskEntry(tx, s.House, asked.sender.ID, asked.raw)
		return err
	})
	w.Header().Set("Cache-Control", "no-store")
	if err == nil && foreign {
		err = confederation.ErrKeyForeign // said after what was found out is kept
	}
	if refusal, refused := isRefusal(err); refused {
		http.Error(w, refusal.Key, http.StatusConflict)
		return
	}
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	given, err := encode(entryGiven{Entry: s.BaseURL + "/entry/" + token})
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	write(w, "application/json; charset=utf-8", given)
}

// entryAsked reads who asks for a ticket, and for which mandate.
func (s *Service) entryAsked(w http.ResponseWriter, r *http.Request) (letter, rejection) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, MaxActivity))
	if err != nil {
		return letter{}, rejection{http.StatusRequestEntityTooLarge, "a request has 256 KiB at most"}
	}
	fields, err := Decode(body)
	if err == nil && text(fields, "type") != confederation.TypeEntry {
		err = ErrType
	}
	if err != nil {
		return letter{}, rejection{http.StatusBadRequest, err.Error()}
	}
	sender, rejected := s.authenticate(r, body, fields)
	return letter{raw: body, fields: fields, sender: sender}, rejected
}

// Entry asks a council to let the delegate of a mandate in, and gives the address at which they enter (CF-5). No transaction waits on it.
func (s *Service) Entry(ctx context.Context, who commune.MemberID, id commune.MandateID) (string, error) {
	var council confederation.Peer
	var o commune.Organisation
	var body []byte
	if err := s.Store.View(ctx, func(tx *store.Tx) (err error) {
		if o, err = tx.Organisation(); err == nil {
			council, body, err = confederal.EntryFor(tx, who, id)
		}
		return err
	}); err != nil {
		return "", err
	}
	client, err := s.speaker(ctx)
	if err != nil {
		return "", err
	}
	as, err := s.signer(ctx, o.AssemblyName())
	if err != nil {
		return "", err
	}
	raw, err := client.Ask(ctx, ticketsAt(council.Actor), body, as)
	var status StatusError
	switch {
	case errors.As(err, &status) && status.Status == http.StatusConflict:
		return "", confederation.ErrEntryRefused.With(council.Name)
	case err != nil:
		s.Log.InfoContext(ctx, "council not reached", "council", council.Actor, "error", err)
		return "", confederation.ErrPeerUnreachable
	}
	var given entryGiven
	if err := json.Unmarshal(raw, &given); err != nil || !SameOrigin(given.Entry, string(council.Actor)) {
		return "", confederation.ErrEntryRefused.With(council.Name)
	}
	return given.Entry, nil
}

// Ask posts a document, signed by the acting actor, and reads the JSON that answers it. It follows no redirect (SSR-19).
func (c *Client) Ask(ctx context.Context, address string, body []byte, as Signer) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, c.config.Timeout)
	defer cancel()
	r, err := c.request(ctx, http.MethodPost, address, body)
	if err != nil {
		return nil, fmt.Errorf("asking %s: %w", address, err)
	}
	r.Header.Set("Content-Type", "application/json")
	answer, err := c.send(r, passage{client: c, signer: as, body: body})
	if err != nil {
		return nil, fmt.Errorf("asking %s: %w", address, err)
	}
	defer answer.Body.Close()
	raw, err := c.read(answer, question{suits: func(kind string) bool { return strings.HasPrefix(kind, "application/json") }})
	if err != nil {
		return nil, fmt.Errorf("asking %s: %w", address, err)
	}
	return raw, nil
}
