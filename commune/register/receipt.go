package register

import "crypto/ed25519"

// Receipt is what one downloads beside an act: with it and the organisation's public key, anybody can check offline that the act stands in
// the register. It holds the act's salt, so only who may see the act is given it.
type Receipt struct {
	Salt       Salt      `json:"salt"`
	Inclusion  Inclusion `json:"inclusion"`
	Checkpoint string    `json:"checkpoint"`
}

// Verify returns nil only if the payload, byte for byte, stands in the log named origin at the receipt's index, under a checkpoint that the
// key has signed.
func (r Receipt) Verify(payload []byte, origin string, key ed25519.PublicKey) error {
	c, err := OpenCheckpoint([]byte(r.Checkpoint), origin, key)
	if err != nil {
		return err
	}
	return VerifyInclusion(c.Tree, Commit(r.Salt, payload), r.Inclusion)
}
