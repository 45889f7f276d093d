package web

import (
	"errors"

	"federes.org/commune"
	"federes.org/commune/store"
	"federes.org/web/page"
)

// convocationOf is what the page of a meeting shows of its convocation.
func convocationOf(tx *store.Tx, v *visit, m commune.Meeting) (page.Convocation, error) {
	view := page.Convocation{Change: v.May(commune.Convene) && m.Changeable(v.Now) == nil}
	c, err := tx.Convocation(m.ID)
	if errors.Is(err, commune.ErrNotFound) {
		settings, err := tx.Settings()
		if m.Expected(v.Now) {
			view.From = m.ConvokedFrom(settings, v.Site.Location())
		}
		return view, err
	}
	if err != nil {
		return view, err
	}
	view.SentAt, view.LogSize, view.LogHash = c.SentAt, int(c.LogSize), c.Fingerprint()
	view.Sent, err = tx.CountLetters(m.ID, commune.LetterConvocation)
	return view, err
}
