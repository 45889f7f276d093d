package web

import (
	"errors"

	"federes.org/commune"
	"federes.org/commune/store"
)

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
