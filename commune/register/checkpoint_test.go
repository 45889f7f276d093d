package register_test

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"

	"federes.org/commune/register"
)

const origin = "commune.example/log"

// key is a signing key that every run repeats; number tells keys apart.
func key(number byte) ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed(bytes.Repeat([]byte{number}, ed25519.SeedSize))
}

func public(k ed25519.PrivateKey) ed25519.PublicKey { return k.Public().(ed25519.PublicKey) }

func signed(t *testing.T, c register.Checkpoint, k ed25519.PrivateKey) []byte {
	t.Helper()
	b, err := c.Sign(k)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// The file is what C2SP tlog-checkpoint and signed-note describe; other programs read it.
func TestACheckpointIsWrittenAsOthersReadIt(t *testing.T) {
	want, err := os.ReadFile("testdata/checkpoint.golden")
	if err != nil {
		t.Fatal(err)
	}
	c := register.Checkpoint{Origin: origin, Tree: write(t, 13).tree(t, 13)}
	if got := signed(t, c, key(1)); !bytes.Equal(got, want) {
		t.Errorf("checkpoint is\n%s", got)
	}
	opened, err := register.OpenCheckpoint(want, origin, public(key(1)))
	if err != nil || opened != c {
		t.Errorf("opened as %v, %v", opened, err)
	}
}

func TestACheckpointWithOneBitFlippedIsRefused(t *testing.T) {
	b := signed(t, register.Checkpoint{Origin: origin, Tree: write(t, 13).tree(t, 13)}, key(1))
	text := b[:bytes.LastIndex(b, []byte("=\n"))-1] // the last character of a signature's base64 holds unused bits
	eachBit(text, func() {
		if _, err := register.OpenCheckpoint(b, origin, public(key(1))); !errors.Is(err, register.ErrCheckpoint) {
			t.Errorf("opened, %v:\n%q", err, b)
		}
	})
}

func TestACheckpointOfAnotherLogOrKeyIsRefused(t *testing.T) {
	c := register.Checkpoint{Origin: origin, Tree: write(t, 3).tree(t, 3)}
	b := signed(t, c, key(1))
	if _, err := register.OpenCheckpoint(b, "autre.example/log", public(key(1))); !errors.Is(err, register.ErrCheckpoint) {
		t.Errorf("another log: %v", err)
	}
	if _, err := register.OpenCheckpoint(b, origin, public(key(2))); !errors.Is(err, register.ErrCheckpoint) {
		t.Errorf("another key: %v", err)
	}
}

func TestTheSignaturesOfWitnessesAreLeftAside(t *testing.T) {
	c := register.Checkpoint{Origin: origin, Tree: write(t, 3).tree(t, 3)}
	ours := signed(t, c, key(1))
	theirs := signed(t, register.Checkpoint{Origin: "temoin.example/log", Tree: c.Tree}, key(2))
	signature := theirs[bytes.LastIndex(theirs, []byte("\n\n"))+2:]
	opened, err := register.OpenCheckpoint(append(ours, signature...), origin, public(key(1)))
	if err != nil || opened != c {
		t.Errorf("opened as %v, %v", opened, err)
	}
}

func TestANoteThatIsNoCheckpointIsRefusedEvenWhenSigned(t *testing.T) {
	root := write(t, 3).tree(t, 3).Root.String()
	for name, text := range map[string]string{
		"no lines":       origin + "\n",
		"no root":        origin + "\n3\n",
		"negative size":  origin + "\n-3\n" + root + "\n",
		"leading zero":   origin + "\n03\n" + root + "\n",
		"endless":        origin + "\n9223372036854775807\n" + root + "\n",
		"short root":     origin + "\n3\nAAAA\n",
		"another origin": "autre.example/log\n3\n" + root + "\n",
	} {
		if _, err := register.OpenCheckpoint(signText(t, text), origin, public(key(1))); !errors.Is(err, register.ErrCheckpoint) {
			t.Errorf("%s: %v", name, err)
		}
	}
	extended := origin + "\n3\n" + root + "\nextension\n"
	if _, err := register.OpenCheckpoint(signText(t, extended), origin, public(key(1))); err != nil {
		t.Errorf("extension lines are allowed: %v", err)
	}
}

func TestAnOriginThatCannotNameAKeyIsRefused(t *testing.T) {
	for _, bad := range []string{"", "deux mots", "a+b", "ligne\n"} {
		if _, err := (register.Checkpoint{Origin: bad}).Sign(key(1)); err == nil {
			t.Errorf("signed as %q", bad)
		}
	}
}

// CR-2: what stands in the register can be shown to stand there, offline, from a file.
func TestAReceiptShowsThatAnActStandsInTheRegister(t *testing.T) {
	b := write(t, 13)
	file, err := json.Marshal(register.Receipt{
		Salt:       b.salts[5],
		Inclusion:  inclusion(t, b, 13, 5),
		Checkpoint: string(signed(t, register.Checkpoint{Origin: origin, Tree: b.tree(t, 13)}, key(1))),
	})
	if err != nil {
		t.Fatal(err)
	}
	var r register.Receipt
	if err := json.Unmarshal(file, &r); err != nil {
		t.Fatal(err)
	}
	if err := r.Verify(b.acts[5], origin, public(key(1))); err != nil {
		t.Errorf("%s: %v", file, err)
	}
	if err := r.Verify(b.acts[6], origin, public(key(1))); !errors.Is(err, register.ErrProof) {
		t.Errorf("another act: %v", err)
	}
	if err := r.Verify(b.acts[5], origin, public(key(2))); !errors.Is(err, register.ErrCheckpoint) {
		t.Errorf("another key: %v", err)
	}
	r.Checkpoint = strings.Replace(r.Checkpoint, "\n13\n", "\n14\n", 1)
	if err := r.Verify(b.acts[5], origin, public(key(1))); !errors.Is(err, register.ErrCheckpoint) {
		t.Errorf("an altered checkpoint: %v", err)
	}
}

// signText signs any text with the log's own key, by the note package alone.
func signText(t *testing.T, text string) []byte {
	t.Helper()
	vkey, err := note.NewEd25519VerifierKey(origin, public(key(1)))
	if err != nil {
		t.Fatal(err)
	}
	v, err := note.NewVerifier(vkey)
	if err != nil {
		t.Fatal(err)
	}
	b, err := note.Sign(&note.Note{Text: text}, noteSigner{v, key(1)})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

type noteSigner struct {
	note.Verifier
	key ed25519.PrivateKey
}

func (s noteSigner) Sign(msg []byte) ([]byte, error) { return ed25519.Sign(s.key, msg), nil }
