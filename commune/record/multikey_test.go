package record_test

import (
	"crypto/ed25519"
	"encoding/hex"
	"errors"
	"strings"
	"testing"

	"federes.org/commune/record"
)

// The pair published with FEP-8b32 and the W3C's did:key method.
const (
	knownKey      = "2e6fcce36701dc791488e0d0b1745cc1e33a4c1c9fcc41c63bd343dbbe0970e6"
	knownMultikey = "z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"
)

func TestAMultikeyIsReadBackAsTheKeyItWasWrittenFrom(t *testing.T) {
	for _, first := range []byte{0, 1, 0x7f, 0xff} {
		key := make(ed25519.PublicKey, ed25519.PublicKeySize)
		key[0] = first
		text := record.EncodeMultikey(key)
		if !strings.HasPrefix(text, "z6Mk") {
			t.Errorf("an Ed25519 multikey begins with z6Mk, got %s", text)
		}
		read, err := record.DecodeMultikey(text)
		if err != nil || !read.Equal(key) {
			t.Errorf("%s was read as %x, %v", text, read, err)
		}
	}
}

func TestAPublishedMultikeyIsUnderstood(t *testing.T) {
	key, err := record.DecodeMultikey(knownMultikey)
	if err != nil {
		t.Fatal(err)
	}
	if got := hex.EncodeToString(key); got != knownKey {
		t.Errorf("got %s, want %s", got, knownKey)
	}
	if got := record.EncodeMultikey(key); got != knownMultikey {
		t.Errorf("written back as %s", got)
	}
}

func TestWhatIsNotAnEd25519MultikeyIsRefused(t *testing.T) {
	for name, text := range map[string]string{
		"nothing":               "",
		"no multibase letter":   knownMultikey[1:],
		"another base":          "m" + knownMultikey[1:],
		"a letter base58 lacks": strings.Replace(knownMultikey, "B", "0", 1),
		"a key cut short":       knownMultikey[:len(knownMultikey)-2],
		"a key with more":       knownMultikey + "11",
		"an X25519 key":         "z6LSbysY2xFMRpGMhb7tFTLMpeuPRaqaWM1yECx2AtzE3KCc",
		"leading zeros":         "z1" + knownMultikey[1:],
		"a text without end":    "z" + strings.Repeat("6", 1<<20),
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := record.DecodeMultikey(text); !errors.Is(err, record.ErrMultikey) {
				t.Errorf("%.60q gave %v", text, err)
			}
		})
	}
}
