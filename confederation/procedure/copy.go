package procedure

import (
	"errors"
	"slices"
	"strings"

	"federes.org/commune"
	commons "federes.org/commune/procedure"
	"federes.org/commune/record"
	"federes.org/commune/register"
	"federes.org/commune/store"
	"federes.org/confederation"
)

// copied is how many entries of a copy are read at once.
const copied = 200

// Cover begins a copy of our register that ends at a size: its head, and the keys as we say they are.
func Cover(tx *store.Tx, form string, size int64) (confederation.Cover, error) {
	o, err := tx.Organisation()
	if err != nil {
		return confederation.Cover{}, err
	}
	own, err := holder(tx, o.Assembly())
	if err != nil {
		return confederation.Cover{}, err
	}
	head, err := Head(tx, size)
	if err != nil {
		return confederation.Cover{}, err
	}
	c := confederation.Cover{
		Form: form, Actor: o.Assembly(), Language: o.Language, Checkpoint: string(head),
		Keys: []confederation.Holder{own}, Witnesses: []confederation.Holder{},
	}
	for _, name := range register.Signers(head) {
		w, err := signatory(tx, func(actor commune.ActorID) bool { return confederation.WitnessOf(actor, nil).Named == name })
		if errors.Is(err, commune.ErrNotFound) {
			continue
		}
		if err != nil {
			return c, err
		}
		c.Witnesses = append(c.Witnesses, confederation.HolderOf(w.Actor, w.KeyID, w.Key))
	}
	return c, nil
}

// holder is one of our actors with its key.
func holder(tx *store.Tx, actor commune.ActorID) (confederation.Holder, error) {
	key, err := tx.ProofKey(strings.TrimPrefix(string(actor), commune.OriginOf(string(actor))+"/"))
	return confederation.HolderOf(actor, commons.KeyID(actor), key), err
}

// CopyWhole begins a copy of our whole register, and tells how many entries it has.
func CopyWhole(tx *store.Tx) (confederation.Cover, int64, error) {
	size, err := tx.LogSize()
	if err != nil {
		return confederation.Cover{}, 0, err
	}
	c, err := Cover(tx, confederation.FormRegister, int64(size))
	return c, int64(size), err
}

// CopyEntries are the next entries of a copy, from a place on and below its end: each act that is for one of these audiences in its own words, of
// every other its commitment alone.
func CopyEntries(tx *store.Tx, from, until commune.Seq, audiences []commune.Audience) ([]confederation.Leaf, error) {
	entries, err := tx.Entries(from, int(min(copied, until-from)))
	if err != nil {
		return nil, err
	}
	leaves := make([]confederation.Leaf, len(entries))
	for i, e := range entries {
		leaves[i] = confederation.Leaf{Seq: e.Seq}
		copy(leaves[i].Entry[:], e.Commitment)
		if !e.IsRecord || len(e.Salt) != len(register.Salt{}) || len(e.Document) == 0 || !slices.Contains(audiences, e.Audience) {
			continue
		}
		salt := register.Salt(e.Salt)
		leaves[i].Salt, leaves[i].Record = &salt, e.Document
		if leaves[i].By, err = signedBy(tx, e); err != nil {
			return nil, err
		}
	}
	return leaves, nil
}

// signedBy is who signed an act, with their key; nothing for the assembly, whose key stands on the cover.
func signedBy(tx *store.Tx, e store.Entry) (*confederation.Holder, error) {
	o, err := tx.Organisation()
	if err != nil {
		return nil, err
	}
	parsed, err := record.Parse(e.Document)
	if err != nil || parsed.AttributedTo == o.Assembly() {
		return nil, err
	}
	h, err := holder(tx, parsed.AttributedTo)
	return &h, err
}

// Extract is one act with all that shows, offline, that it stands in our register.
func Extract(tx *store.Tx, e store.Entry) (confederation.Extract, error) {
	r, err := Receipt(tx, e)
	if err != nil {
		return confederation.Extract{}, err
	}
	x := confederation.Extract{Salt: r.Salt, Inclusion: r.Inclusion, Record: e.Document}
	if x.Cover, err = Cover(tx, confederation.FormExtract, r.Inclusion.Size); err != nil {
		return x, err
	}
	x.By, err = signedBy(tx, e)
	return x, err
}
