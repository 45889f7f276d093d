package procedure

import (
	"federes.org/commune"
	"federes.org/commune/register"
	"federes.org/commune/store"
	"federes.org/confederation"
	peers "federes.org/confederation/store"
)

// Head is the head of our own log of a size, signed by the assembly and by all the witnesses who cosigned it.
func Head(tx *store.Tx, size int64) ([]byte, error) {
	checkpoint, err := tx.Checkpoint(size)
	if err != nil {
		return nil, err
	}
	all, err := peers.Cosignatures(tx)
	for _, c := range all {
		if c.Size == size && c.Line != "" {
			checkpoint = register.Annotate(checkpoint, c.Line)
		}
	}
	return checkpoint, err
}

// Witnessed is the longest head of our own log, no longer than size, that a witness cosigned; Size 0 if there is none.
func Witnessed(tx *store.Tx, size int64) (confederation.Cosignature, error) {
	all, err := peers.Cosignatures(tx)
	for _, c := range all {
		if c.Size <= size && c.Line != "" {
			return c, err
		}
	}
	return confederation.Cosignature{}, err
}

// Receipt is what shows, offline, that an entry stands in the register: under a head that witnesses cosigned where one reaches as far, so that
// who reads it need not believe its assembly alone (CR-2).
func Receipt(tx *store.Tx, e store.Entry) (register.Receipt, error) {
	size, err := tx.LogSize()
	if err != nil {
		return register.Receipt{}, err
	}
	c, err := Witnessed(tx, int64(size))
	if err != nil {
		return register.Receipt{}, err
	}
	if commune.Seq(c.Size) > e.Seq {
		size = commune.Seq(c.Size)
	}
	r, err := tx.ReceiptAt(e, int64(size))
	if err != nil {
		return r, err
	}
	head, err := Head(tx, int64(size))
	r.Checkpoint = string(head)
	return r, err
}
