package record

import (
	"encoding/hex"
	"strings"
	"testing"
)

// The vectors of draft-msporny-base58, and leading zeros, which no multikey has.
func TestBase58IsBitcoinsBothWays(t *testing.T) {
	for plain, text := range map[string]string{
		"":                         "",
		"00":                       "1",
		"0000":                     "11",
		"0000287fb4cd":             "11233QC4",
		"48656c6c6f20576f726c6421": "2NEpo7TZRRrLZSi2U",
	} {
		data, _ := hex.DecodeString(plain)
		if got := encodeBase58(data); got != text {
			t.Errorf("%s was written %s, want %s", plain, got, text)
		}
		got, err := decodeBase58(text)
		if err != nil || hex.EncodeToString(got) != plain {
			t.Errorf("%s was read %x, %v, want %s", text, got, err, plain)
		}
	}
}

func TestBase58RefusesForeignLettersAndBoundsItsWork(t *testing.T) {
	for _, text := range []string{"0", "O", "I", "l", "+", "é", strings.Repeat("1", base58Longest+1)} {
		if got, err := decodeBase58(text); err == nil {
			t.Errorf("%.20q was read as %x", text, got)
		}
	}
}
