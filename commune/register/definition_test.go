package register_test

import (
	"crypto/sha256"

	"federes.org/commune/register"
)

// rootByDefinition is the Merkle tree hash as RFC 6962, section 2.1, defines it, written apart from the code under test.
func rootByDefinition(b *book, from, to int64) register.Hash {
	switch to - from {
	case 0:
		return sha256.Sum256(nil)
	case 1:
		entry := b.entry(from)
		return sha256.Sum256(append([]byte{0}, entry[:]...))
	}
	k := int64(1)
	for 2*k < to-from {
		k *= 2
	}
	left, right := rootByDefinition(b, from, from+k), rootByDefinition(b, from+k, to)
	return sha256.Sum256(append(append([]byte{1}, left[:]...), right[:]...))
}
