package register

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// ErrSubmission says that a request to a witness cannot be read.
var ErrSubmission = errors.New("register: not a request to cosign")

// maxProof is how many hashes a proof can have in a request.
const maxProof = 63

// Submission is what a log asks of a witness (C2SP tlog-witness): to cosign a checkpoint that continues one of the size Old.
type Submission struct {
	Old        int64
	Proof      []Hash
	Checkpoint []byte // a signed note
}

// Text is the request as C2SP tlog-witness writes it.
func (s Submission) Text() []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "old %d\n", s.Old)
	for _, h := range s.Proof {
		b.WriteString(h.String() + "\n")
	}
	b.WriteString("\n")
	b.Write(s.Checkpoint)
	return []byte(b.String())
}

// ParseSubmission reads a request. It verifies nothing.
func ParseSubmission(body []byte) (Submission, error) {
	head, checkpoint, found := strings.Cut(string(body), "\n\n")
	lines := strings.Split(head, "\n")
	size, isOld := strings.CutPrefix(lines[0], "old ")
	old, err := strconv.ParseInt(size, 10, 64)
	if !found || !isOld || err != nil || old < 0 || old > maxSize || strconv.FormatInt(old, 10) != size || len(lines)-1 > maxProof {
		return Submission{}, ErrSubmission
	}
	s := Submission{Old: old, Proof: []Hash{}, Checkpoint: []byte(checkpoint)}
	for _, line := range lines[1:] {
		raw, err := base64.StdEncoding.Strict().DecodeString(line)
		if err != nil || len(raw) != len(Hash{}) {
			return Submission{}, ErrSubmission
		}
		s.Proof = append(s.Proof, Hash(raw))
	}
	return s, nil
}
