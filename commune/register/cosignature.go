package register

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
)

// ErrCosignature says that a line is not what a witness signs.
var ErrCosignature = errors.New("register: not a cosignature of this witness")

const (
	// cosigner is the type of a key that cosigns, which keeps its number apart from that of the same key when it signs a log of its own.
	cosigner = 0x04
	// noteSize is that of the texts of checkpoints with all that witnesses add to them.
	noteSize = 64 << 10
)

// Witness is who cosigns the logs of others (C2SP tlog-cosignature): its name, an address without a scheme, and its key.
type Witness struct {
	Named string
	Key   ed25519.PublicKey
}

// Cosign is what a witness says of a checkpoint that it found to continue what it knew: one line of a signed note, dated.
func (w Witness) Cosign(checkpoint []byte, key ed25519.PrivateKey, at time.Time) (string, error) {
	text, _, err := split(checkpoint)
	if err != nil {
		return "", err
	}
	signature := binary.BigEndian.AppendUint64(w.keyHash(), uint64(at.Unix()))
	signature = append(signature, ed25519.Sign(key, cosigned(text, at.Unix()))...)
	return "— " + w.Named + " " + base64.StdEncoding.EncodeToString(signature) + "\n", nil
}

// Cosigned finds in lines of signatures the one by which the witness cosigned the checkpoint, and when. Lines of others are left aside.
func (w Witness) Cosigned(checkpoint []byte, lines string) (line string, at time.Time, err error) {
	text, _, err := split(checkpoint)
	if err != nil {
		return "", time.Time{}, err
	}
	for line := range strings.Lines(lines) {
		if at, ok := w.verify(text, line); ok {
			return line, at, nil
		}
	}
	return "", time.Time{}, ErrCosignature
}

// verify tells whether one line is the witness's over the text.
func (w Witness) verify(text, line string) (time.Time, bool) {
	encoded, ok := strings.CutPrefix(strings.TrimSuffix(line, "\n"), "— "+w.Named+" ")
	if !ok || len(w.Key) != ed25519.PublicKeySize {
		return time.Time{}, false
	}
	signature, err := base64.StdEncoding.Strict().DecodeString(encoded)
	if err != nil || len(signature) != 4+8+ed25519.SignatureSize || !bytes.HasPrefix(signature, w.keyHash()) {
		return time.Time{}, false
	}
	at := binary.BigEndian.Uint64(signature[4:])
	if at > 1<<40 || !ed25519.Verify(w.Key, cosigned(text, int64(at)), signature[12:]) {
		return time.Time{}, false
	}
	return time.Unix(int64(at), 0).UTC(), true
}

// keyHash is the number by which a line names the witness's key.
func (w Witness) keyHash() []byte {
	h := sha256.Sum256(append([]byte(w.Named+"\n"+string(rune(cosigner))), w.Key...))
	return h[:4]
}

// cosigned is the message that a cosignature signs.
func cosigned(text string, at int64) []byte {
	return []byte("cosignature/v1\ntime " + strconv.FormatInt(at, 10) + "\n" + text)
}

// Annotate adds lines of cosignatures to a signed checkpoint.
func Annotate(checkpoint []byte, lines ...string) []byte {
	return append(bytes.Clone(checkpoint), strings.Join(lines, "")...)
}

// split takes a signed note apart: its text, with the last line's end, and the lines of its signatures.
func split(signed []byte) (text, lines string, err error) {
	if len(signed) > noteSize {
		return "", "", fmt.Errorf("%w: too long", ErrCheckpoint)
	}
	text, lines, found := strings.Cut(string(signed), "\n\n")
	if !found || strings.Contains(lines, "\n\n") {
		return "", "", fmt.Errorf("%w: not a signed note", ErrCheckpoint)
	}
	return text + "\n", lines, nil
}

// Origin is the name of the log that a checkpoint says it is of. It verifies nothing.
func Origin(signed []byte) (string, error) {
	text, _, err := split(signed)
	if err != nil {
		return "", err
	}
	c, err := parseCheckpoint(text)
	return c.Origin, err
}

// Bare is a checkpoint with the signature of its log alone, whatever others have added: two of one tree are the same bytes.
func Bare(signed []byte, origin string, key ed25519.PublicKey) ([]byte, error) {
	v, err := verifier(origin, key)
	if err != nil {
		return nil, err
	}
	n, err := note.Open(signed, note.VerifierList(v))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrCheckpoint, err)
	}
	line := n.Sigs[0]
	return []byte(n.Text + "\n— " + line.Name + " " + line.Base64 + "\n"), nil
}

// Signers are the names under the lines of a signed checkpoint, in their order. It verifies nothing.
func Signers(signed []byte) (names []string) {
	_, lines, err := split(signed)
	if err != nil {
		return nil
	}
	for line := range strings.Lines(lines) {
		if rest, ok := strings.CutPrefix(line, "— "); ok {
			name, _, _ := strings.Cut(rest, " ")
			names = append(names, name)
		}
	}
	return names
}
