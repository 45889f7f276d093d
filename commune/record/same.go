package record

import "bytes"

// Same tells whether two documents say the same, whatever bytes and proofs carry it: only of what differs beyond that can one say that
// two stories were told. What cannot be read is the same as nothing.
func Same(a, b []byte) bool {
	first, _, err := split(a)
	if err != nil {
		return false
	}
	second, _, err := split(b)
	return err == nil && bytes.Equal(first, second)
}
