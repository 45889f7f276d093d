package record

import (
	"bytes"
	"crypto/ed25519"
	"encoding/binary"
	"errors"
	"math/big"
	"slices"
	"strings"
)

// ErrMultikey says that a text is not an Ed25519 public key written as a Multikey.
var ErrMultikey = errors.New("record: not an Ed25519 multikey")

var errBase58 = errors.New("record: not base58btc, or too long")

const (
	// base58btc is Bitcoin's alphabet: no 0, O, I or l, which the eye confuses.
	base58btc = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
	// multibaseBase58 announces base58btc in a multibase text.
	multibaseBase58 = "z"
	// ed25519Multicodec announces an Ed25519 public key (0xed as a varint).
	ed25519Multicodec = "\xed\x01"
	// base58Longest bounds what is decoded, the work being quadratic: a 64-byte signature takes 88 characters.
	base58Longest = 128
	// base58Chunk is how many digits are taken at once: as many as 32 bits hold.
	base58Chunk = 5
)

// EncodeMultikey writes key as `publicKeyMultibase` holds it (z6Mk…, FEP-521a).
func EncodeMultikey(key ed25519.PublicKey) string {
	return multibaseBase58 + encodeBase58(append([]byte(ed25519Multicodec), key...))
}

// DecodeMultikey reads the Ed25519 key that text holds. No other kind of key, base or length passes.
func DecodeMultikey(text string) (ed25519.PublicKey, error) {
	digits, isBase58 := strings.CutPrefix(text, multibaseBase58)
	if !isBase58 {
		return nil, ErrMultikey
	}
	data, err := decodeBase58(digits)
	if err != nil {
		return nil, ErrMultikey
	}
	key, isEd25519 := strings.CutPrefix(string(data), ed25519Multicodec)
	if !isEd25519 || len(key) != ed25519.PublicKeySize {
		return nil, ErrMultikey
	}
	return ed25519.PublicKey(key), nil
}

// encodeBase58 writes data in base58btc; each leading zero byte is one leading "1".
func encodeBase58(data []byte) string {
	zeros := 0
	for zeros < len(data) && data[zeros] == 0 {
		zeros++
	}
	var digits []byte
	rest, digit, radix := new(big.Int).SetBytes(data), new(big.Int), big.NewInt(int64(len(base58btc)))
	for rest.Sign() > 0 {
		rest.DivMod(rest, radix, digit)
		digits = append(digits, base58btc[digit.Int64()])
	}
	slices.Reverse(digits)
	return strings.Repeat(base58btc[:1], zeros) + string(digits)
}

// decodeBase58 is the inverse of encodeBase58; a foreign character, or a text too long to be ours, is refused.
func decodeBase58(text string) ([]byte, error) {
	if len(text) > base58Longest {
		return nil, errBase58
	}
	digits := strings.TrimLeft(text, base58btc[:1])
	ones := len(text) - len(digits)
	var limbs []uint32 // the lowest first
	for len(digits) > 0 {
		carry, radix := uint64(0), uint64(1)
		for n := 0; n < base58Chunk && len(digits) > 0; n++ {
			digit := strings.IndexByte(base58btc, digits[0])
			if digit < 0 {
				return nil, errBase58
			}
			carry, radix, digits = carry*uint64(len(base58btc))+uint64(digit), radix*uint64(len(base58btc)), digits[1:]
		}
		for i := range limbs {
			carry += uint64(limbs[i]) * radix
			limbs[i] = uint32(carry)
			carry >>= 32
		}
		if carry > 0 {
			limbs = append(limbs, uint32(carry))
		}
	}
	data := make([]byte, 0, ones+4*len(limbs))
	for _, limb := range slices.Backward(limbs) {
		data = binary.BigEndian.AppendUint32(data, limb)
	}
	return append(make([]byte, ones), bytes.TrimLeft(data, "\x00")...), nil
}
