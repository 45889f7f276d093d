package federation

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"

	"federes.org/commune"
	"federes.org/commune/register"
	"federes.org/commune/store"
	"federes.org/confederation"
	confederal "federes.org/confederation/procedure"
	peers "federes.org/confederation/store"
)

const (
	plainText = "text/plain; charset=utf-8"
	bytesType = "application/octet-stream"
	sizeType  = "text/x.tlog.size"
	jsonType  = "application/json; charset=utf-8"
)

// mountLog serves our log as C2SP tlog-tiles, and what we are to the logs of others: a witness (C2SP tlog-witness).
func (s *Service) mountLog(mux *http.ServeMux) {
	mux.HandleFunc("GET /log/checkpoint", s.serveHead(func(tx *store.Tx) (int64, error) {
		size, err := tx.LogSize()
		return int64(size), err
	}))
	mux.HandleFunc("GET /log/witnessed", s.serveHead(func(tx *store.Tx) (int64, error) {
		size, err := tx.LogSize()
		if err != nil {
			return 0, err
		}
		c, err := confederal.Witnessed(tx, int64(size))
		if err == nil && c.Size == 0 {
			err = commune.ErrNotFound
		}
		return c.Size, err
	}))
	mux.HandleFunc("GET /log/tile/{path...}", s.serveTile)
	mux.HandleFunc("POST /witness/add-checkpoint", s.serveCosign)
	mux.HandleFunc("GET /witness/heads", s.serveHeads)
	mux.HandleFunc("GET /witness/evidence", s.serveEvidence)
	mux.HandleFunc("GET /witness/head", s.serveCosigned)
	mux.HandleFunc("GET /witness/act", s.serveHeld)
}

// serveHead serves the head of our log of a size, with the cosignatures of its witnesses.
func (s *Service) serveHead(size func(*store.Tx) (int64, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var head []byte
		err := s.Store.View(r.Context(), func(tx *store.Tx) error {
			n, err := size(tx)
			if err == nil {
				head, err = confederal.Head(tx, n)
			}
			return err
		})
		if err != nil {
			s.refuse(w, r, err)
			return
		}
		w.Header().Set("Cache-Control", "no-store")
		write(w, plainText, head)
	}
}

// serveTile serves hashes of our log's tree, or its entries: commitments, which say nothing of what they hide.
func (s *Service) serveTile(w http.ResponseWriter, r *http.Request) {
	tile, err := register.ParseTile(r.PathValue("path"))
	if err != nil {
		http.NotFound(w, r)
		return
	}
	var data []byte
	if err := s.Store.View(r.Context(), func(tx *store.Tx) (err error) {
		data, err = tx.Tile(tile)
		return err
	}); err != nil {
		s.refuse(w, r, err)
		return
	}
	w.Header().Set("Cache-Control", "public, max-age=604800, immutable")
	write(w, bytesType, data)
}

// serveCosign answers a log that asks us to cosign its head.
func (s *Service) serveCosign(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, MaxSubmit))
	if err != nil {
		http.Error(w, "too long", http.StatusRequestEntityTooLarge)
		return
	}
	submission, err := register.ParseSubmission(body)
	if err != nil {
		http.Error(w, "not a request to cosign", http.StatusBadRequest)
		return
	}
	var answer confederal.Cosigning
	err = s.Store.InTx(r.Context(), func(tx *store.Tx) (err error) {
		answer, err = confederal.Cosign(tx, submission)
		return err
	})
	switch {
	case errors.Is(err, commune.ErrNotFound):
		http.Error(w, "an unknown log", http.StatusNotFound)
	case err != nil:
		s.refuse(w, r, err)
	default:
		tell(w, answer)
	}
}

// tell writes what a witness answers.
func tell(w http.ResponseWriter, c confederal.Cosigning) {
	switch c.Verdict {
	case confederation.Continues:
		write(w, plainText, []byte(c.Line))
	case confederation.NotTheirs:
		http.Error(w, "not signed by the key of this log", http.StatusForbidden)
	case confederation.Backwards:
		http.Error(w, "the old size is larger than the new one", http.StatusBadRequest)
	case confederation.Unproved, confederation.Split:
		http.Error(w, "the proof does not hold", http.StatusUnprocessableEntity)
	case confederation.Elsewhere:
		w.Header().Set("Content-Type", sizeType)
		w.WriteHeader(http.StatusConflict)
		_, _ = io.WriteString(w, strconv.FormatInt(c.Size, 10)+"\n")
	}
}

// headShown is the last head of a log that a witness cosigned, as it tells others.
type headShown struct {
	Actor      commune.ActorID `json:"actor"`
	Checkpoint string          `json:"checkpoint"`
	CosignedAt string          `json:"cosignedAt"`
}

// serveHeads tells which head of each log we cosigned last, so that other witnesses can compare (CR-2).
func (s *Service) serveHeads(w http.ResponseWriter, r *http.Request) {
	s.list(w, r, func(tx *store.Tx) (any, error) {
		all, err := peers.Logs(tx)
		shown := []headShown{}
		for _, l := range all {
			if l.Size > 0 {
				shown = append(shown, headShown{l.Actor, string(l.Checkpoint), l.CosignedAt.UTC().Format("2006-01-02T15:04:05Z")})
			}
		}
		return map[string]any{"heads": shown}, err
	})
}

// evidenceShown is one piece of evidence as a witness tells it to others, with the answer of the assembly that it concerns.
type evidenceShown struct {
	Evidence json.RawMessage `json:"evidence"`
	Digest   string          `json:"digest"`
	Answer   json.RawMessage `json:"answer,omitempty"`
}

// serveEvidence tells everything that is known here against any log. Who reads it checks it: it shows itself.
func (s *Service) serveEvidence(w http.ResponseWriter, r *http.Request) {
	s.list(w, r, func(tx *store.Tx) (any, error) {
		all, err := peers.Alerts(tx)
		shown := make([]evidenceShown, len(all))
		for i, a := range all {
			shown[i] = evidenceShown{Evidence: a.Evidence, Digest: a.Digest, Answer: a.Answer}
		}
		return map[string]any{"evidence": shown}, err
	})
}

// list answers a list that is no ActivityStreams document.
func (s *Service) list(w http.ResponseWriter, r *http.Request, read func(*store.Tx) (any, error)) {
	var document any
	err := s.Store.View(r.Context(), func(tx *store.Tx) (err error) {
		document, err = read(tx)
		return err
	})
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	raw, err := encode(document)
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	write(w, jsonType, raw)
}

// sizeIn reads the size that a witness tells of the head that it cosigned last; -1 if it tells none.
func sizeIn(answer []byte) int64 {
	n, err := strconv.ParseInt(strings.TrimSpace(string(answer)), 10, 64)
	if err != nil || n < 0 || n > 1<<40 {
		return -1
	}
	return n
}
