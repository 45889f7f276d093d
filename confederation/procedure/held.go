package procedure

import (
	"federes.org/commune"
	"federes.org/commune/register"
	"federes.org/commune/store"
	"federes.org/confederation"
	peers "federes.org/confederation/store"
)

// Cosigned is the last head of a log that we cosigned, with our cosignature (C2SP tlog-cosignature); NotFound if there is none.
func Cosigned(tx *store.Tx, origin string) ([]byte, error) {
	l, err := peers.LogByOrigin(tx, origin)
	if err != nil {
		return nil, err
	}
	if l.Size == 0 {
		return nil, commune.ErrNotFound
	}
	o, err := tx.Organisation()
	if err != nil {
		return nil, err
	}
	keys, err := tx.Keys(o.AssemblyName())
	if err != nil {
		return nil, err
	}
	line, err := confederation.WitnessOf(o.Assembly(), keys.Public()).Cosign(l.Checkpoint, keys.Ed25519, l.CosignedAt)
	return register.Annotate(l.Checkpoint, line), err
}

// Held is a public act of another organisation, with its place among the first entries of that one's log, by the copy that we keep: so that it can be
// checked when who wrote it does not answer any more (CF-7). Who reads it has the head from elsewhere.
func Held(tx *store.Tx, uri string, size int64) (confederation.Extract, error) {
	p, r, err := peers.PublicRecord(tx, uri)
	if err != nil {
		return confederation.Extract{}, err
	}
	l, err := peers.Log(tx, p.Actor)
	if err != nil {
		return confederation.Extract{}, err
	}
	if len(r.Salt) != len(register.Salt{}) || int64(r.Seq) >= size || size > l.Rebuilt {
		return confederation.Extract{}, commune.ErrNotFound
	}
	proof, err := register.ProveInclusion(size, int64(r.Seq), peers.Hashes(tx, p.ID))
	return confederation.Extract{
		Cover: confederation.Cover{Form: confederation.FormExtract, Actor: p.Actor},
		Salt:  register.Salt(r.Salt), Inclusion: proof, Record: r.Document,
	}, err
}
