package web

import (
	"context"
	"errors"

	"federes.org/commune"
	"federes.org/commune/store"
)

// guard looks who may still watch whenever somebody may no longer, beside the readings: nobody waits for it.
func (r *room) guard(ctx context.Context) {
	for {
		select {
		case <-r.doubt:
			r.look(ctx)
		case <-ctx.Done():
			return
		}
	}
}

// look ends the streams of those who may not watch any more. What fails is tried again at the next sign or tick.
func (r *room) look(ctx context.Context) {
	defer r.hub.server.rescue("looking who may watch a meeting")
	var gone []*stream
	err := r.hub.server.Store.View(ctx, func(tx *store.Tx) (err error) { gone, err = r.unwelcome(tx); return err })
	if err != nil && ctx.Err() == nil {
		r.hub.server.Log.Error("looking who may watch a meeting", "meeting", r.meeting, "error", err)
	}
	for _, w := range gone {
		wake(w.gone)
	}
}

// unwelcome are those who watch and no longer may: who left or was expelled, whose password is another than when they came in, who signed
// out, and projectors whose address was taken back.
func (r *room) unwelcome(tx *store.Tx) ([]*stream, error) {
	r.mu.Lock()
	var watching []*stream
	var sessions []string
	for w := range r.watching {
		watching = append(watching, w)
		if w.who != 0 {
			sessions = append(sessions, w.session)
		}
	}
	r.mu.Unlock()
	members, err := tx.Members()
	if err != nil {
		return nil, err
	}
	under := make(map[commune.MemberID]string, len(members))
	for _, m := range members {
		if m.Active() {
			under[m.ID] = epoch(m)
		}
	}
	living, err := tx.LivingSessions(sessions)
	if err != nil {
		return nil, err
	}
	token, err := tx.ProjectorToken(r.meeting)
	if err != nil && !errors.Is(err, commune.ErrNotFound) {
		return nil, err
	}
	var gone []*stream
	for _, w := range watching {
		if w.who == 0 && w.token != token || w.who != 0 && (under[w.who] != w.password || !living[w.session]) {
			gone = append(gone, w)
		}
	}
	return gone, nil
}
