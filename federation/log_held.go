package federation

import (
	"net/http"

	"federes.org/commune/store"
	"federes.org/confederation"
	confederal "federes.org/confederation/procedure"
)

// serveCosigned serves the last head of a log that we cosigned, with our cosignature.
func (s *Service) serveCosigned(w http.ResponseWriter, r *http.Request) {
	var head []byte
	err := s.Store.View(r.Context(), func(tx *store.Tx) (err error) {
		head, err = confederal.Cosigned(tx, r.URL.Query().Get("log"))
		return err
	})
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	write(w, plainText, head)
}

// serveHeld serves a public act of somebody else's register by the copy that we keep of it, with its place in a log of a size.
func (s *Service) serveHeld(w http.ResponseWriter, r *http.Request) {
	var held confederation.Extract
	err := s.Store.View(r.Context(), func(tx *store.Tx) (err error) {
		held, err = confederal.Held(tx, r.URL.Query().Get("record"), number(r, "size", 0))
		return err
	})
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	raw, err := confederation.Line(held)
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	write(w, jsonType, raw)
}
