package register

import (
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// ErrCheckpoint says that a text is not a checkpoint of the log that it is offered for.
var ErrCheckpoint = errors.New("register: not a checkpoint of this log")

// Checkpoint is what an organisation says of its own log: so many entries, under this root. Two checkpoints of one origin that no proof of
// consistency joins show that its history was rewritten or split.
type Checkpoint struct {
	// Origin names the log, by its address without a scheme; it is the name of the signing key too.
	Origin string
	Tree   Tree
}

// Text is the checkpoint as C2SP tlog-checkpoint writes it, not yet signed.
func (c Checkpoint) Text() string {
	return c.Origin + "\n" + strconv.FormatInt(c.Tree.Size, 10) + "\n" + c.Tree.Root.String() + "\n"
}

// Sign returns the checkpoint as a signed note.
func (c Checkpoint) Sign(key ed25519.PrivateKey) ([]byte, error) {
	v, err := verifier(c.Origin, key.Public().(ed25519.PublicKey))
	if err != nil {
		return nil, err
	}
	signed, err := note.Sign(&note.Note{Text: c.Text()}, signer{v, key})
	if err != nil {
		return nil, fmt.Errorf("register: signing a checkpoint: %w", err)
	}
	return signed, nil
}

// OpenCheckpoint returns the checkpoint that the key has signed for the log named origin. Signatures of others, such as witnesses, are
// left aside.
func OpenCheckpoint(signed []byte, origin string, key ed25519.PublicKey) (Checkpoint, error) {
	v, err := verifier(origin, key)
	if err != nil {
		return Checkpoint{}, err
	}
	n, err := note.Open(signed, note.VerifierList(v))
	if err != nil {
		return Checkpoint{}, fmt.Errorf("%w: %w", ErrCheckpoint, err)
	}
	c, err := parseCheckpoint(n.Text)
	if err != nil {
		return Checkpoint{}, err
	}
	if c.Origin != origin {
		return Checkpoint{}, fmt.Errorf("%w: it names %q", ErrCheckpoint, c.Origin)
	}
	return c, nil
}

// parseCheckpoint reads the three lines; lines after them are extensions of others, and say nothing to us.
func parseCheckpoint(text string) (Checkpoint, error) {
	lines := strings.Split(text, "\n")
	if len(lines) < 4 || lines[0] == "" {
		return Checkpoint{}, fmt.Errorf("%w: lines are missing", ErrCheckpoint)
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || size < 0 || size > maxSize || strconv.FormatInt(size, 10) != lines[1] {
		return Checkpoint{}, fmt.Errorf("%w: malformed size", ErrCheckpoint)
	}
	root, err := base64.StdEncoding.Strict().DecodeString(lines[2])
	if err != nil || len(root) != tlog.HashSize {
		return Checkpoint{}, fmt.Errorf("%w: malformed root", ErrCheckpoint)
	}
	return Checkpoint{Origin: lines[0], Tree: Tree{Size: size, Root: Hash(root)}}, nil
}

// SizeOf is how many entries a checkpoint says its log has; 0 if it is none. It verifies nothing.
func SizeOf(signed []byte) int64 {
	text, _, err := split(signed)
	if err != nil {
		return 0
	}
	c, err := parseCheckpoint(text)
	if err != nil {
		return 0
	}
	return c.Tree.Size
}

// signer signs notes under the name and key hash of its verifier.
type signer struct {
	note.Verifier
	key ed25519.PrivateKey
}

func (s signer) Sign(msg []byte) ([]byte, error) { return ed25519.Sign(s.key, msg), nil }

func verifier(origin string, key ed25519.PublicKey) (note.Verifier, error) {
	text, err := note.NewEd25519VerifierKey(origin, key)
	if err != nil {
		return nil, fmt.Errorf("register: key of %q: %w", origin, err)
	}
	v, err := note.NewVerifier(text)
	if err != nil {
		return nil, fmt.Errorf("register: key of %q: %w", origin, err)
	}
	return v, nil
}
