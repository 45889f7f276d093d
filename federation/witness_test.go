package federation_test

import (
	"bytes"
	"crypto/ed25519"
	"net/http"
	"strings"
	"testing"
	"time"

	"federes.org/commune"
	"federes.org/commune/register"
	"federes.org/commune/store"
	"federes.org/commune/store/storetest"
	"federes.org/confederation"
	confederal "federes.org/confederation/procedure"
	peers "federes.org/confederation/store"
)

// logOf is what an instance knows of another's log.
func (i *instance) logOf(actor commune.ActorID) (l confederation.Log) {
	i.Helper()
	i.tx(func(tx *store.Tx) (err error) {
		l, err = peers.Log(tx, actor)
		return err
	})
	return l
}

// frozen tells whether an instance counts nothing of another.
func (i *instance) frozen(actor commune.ActorID) (is bool) {
	i.Helper()
	i.tx(func(tx *store.Tx) (err error) {
		is, err = peers.Frozen(tx, actor)
		return err
	})
	return is
}

// tree is the head of an instance's own log.
func (i *instance) tree() (t register.Tree) {
	i.Helper()
	i.tx(func(tx *store.Tx) (err error) {
		t, err = tx.Tree()
		return err
	})
	return t
}

// witness is an instance as others know it by its signature.
func (i *instance) witness(actor commune.ActorID) (w register.Witness) {
	i.Helper()
	i.tx(func(tx *store.Tx) error {
		o, err := tx.Organisation()
		if err != nil {
			return err
		}
		keys, err := tx.Keys(o.AssemblyName())
		w = confederation.WitnessOf(actor, keys.Public())
		return err
	})
	return w
}

func TestCR2_ACouncilCosignsTheRegisterOfItsCommune(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func(store.Config) *store.Store) {
		town, council := newRegion(t, open).joined()
		town.decides(commune.Motion{Audience: commune.Confederation})
		settle(town, council)
		town.later(24*time.Hour, town, council)
		size := town.tree().Size
		if l := council.logOf(town.ag()); l.Size != size || l.Rebuilt != size || l.Matched != size || l.Unlike != 0 || council.frozen(town.ag()) {
			t.Errorf("of a log of %d the council cosigned %d, rebuilt %d, matched %d, unlike %d", size, l.Size, l.Rebuilt, l.Matched, l.Unlike)
		}
		_, head := town.fetch("/log/checkpoint")
		_, witnessed := town.fetch("/log/witnessed")
		if !bytes.Equal(head, witnessed) {
			t.Errorf("the head is\n%s\nand what was cosigned\n%s", head, witnessed)
		}
		_, lines, _ := strings.Cut(string(head), "\n\n")
		if _, at, err := council.witness(council.conseil()).Cosigned(head, lines); err != nil || at.IsZero() {
			t.Errorf("the head does not bear the council's cosignature: %v\n%s", err, head)
		}
		if l := town.logOf(council.conseil()); l.Size != council.tree().Size {
			t.Errorf("the commune cosigned %d of the council's %d entries", l.Size, council.tree().Size)
		}
		town.servesItsTree(t)
	})
}

// servesItsTree reads the tiles of a log as C2SP tlog-tiles lays them out, and the entries, and compares what they make with the head.
func (i *instance) servesItsTree(t *testing.T) {
	t.Helper()
	tree := i.tree()
	tile := register.LeafTile(0, tree.Size)
	answer, data := i.fetch("/log/tile/" + tile.Path())
	leaves, err := tile.Leaves(data)
	if err != nil || answer.Header.Get("Content-Type") != "application/octet-stream" {
		t.Fatalf("%s: %v", tile.Path(), err)
	}
	var tiles, entries register.Copy
	if err := tiles.Append(leaves...); err != nil {
		t.Fatal(err)
	}
	_, bundle := i.fetch("/log/tile/" + strings.Replace(tile.Path(), "0/", "entries/", 1))
	for len(bundle) > 0 {
		n := int(bundle[0])<<8 + int(bundle[1])
		if err := entries.Append(register.LeafHash(register.Entry(bundle[2 : 2+n]))); err != nil {
			t.Fatal(err)
		}
		bundle = bundle[2+n:]
	}
	for name, copied := range map[string]*register.Copy{"tiles": &tiles, "entries": &entries} {
		if root, err := register.Root(tree.Size, copied); err != nil || root != tree.Root {
			t.Errorf("the %s make %v, %v", name, root, err)
		}
	}
	for _, path := range []string{"0/001", "0/000", "1/000.p/1", "data/000.p/1", "0/000.p/255", "0/0", "x", "64/000.p/1"} {
		if answer, _ := i.fetch("/log/tile/" + path); answer.StatusCode != http.StatusNotFound {
			t.Errorf("%s is answered %d", path, answer.StatusCode)
		}
	}
}

// forgets puts an older copy of an instance's register back: its last entries are gone.
func (i *instance) forgets(entries int64) {
	i.Helper()
	i.tx(func(tx *store.Tx) error {
		size, err := tx.LogSize()
		if err != nil {
			return err
		}
		left := int64(size) - entries
		for statement, at := range map[string]int64{
			"DELETE FROM log_entries WHERE seq >= ?": left, "DELETE FROM log_hashes WHERE position >= ?": register.LeafIndex(left), "UPDATE log_head SET size = ?": left,
			"DELETE FROM cosignatures WHERE size > ?": left,
		} {
			if err := tx.DB().Exec(statement, at).Error; err != nil {
				return err
			}
		}
		return nil
	})
}

// TestCR2_ACosignatureThatIsDatedAheadIsLeftAside keeps a witness whose clock is ahead from being the last for ever.
func TestCR2_ACosignatureThatIsDatedAheadIsLeftAside(t *testing.T) {
	town, council := onSQLite(t).joined()
	var key ed25519.PrivateKey
	council.tx(func(tx *store.Tx) error {
		keys, err := tx.Keys("conseil")
		key = keys.Ed25519
		return err
	})
	witness := confederation.WitnessOf(council.conseil(), council.keyOf("conseil"))
	for ahead, kept := range map[time.Duration]bool{confederation.StatementLife / 2: true, 2 * confederation.StatementLife: false} {
		town.tx(func(tx *store.Tx) error {
			size, err := tx.LogSize()
			if err != nil {
				return err
			}
			head, err := tx.Checkpoint(int64(size))
			if err != nil {
				return err
			}
			line, err := witness.Cosign(head, key, tx.Now().Add(ahead))
			if err != nil {
				return err
			}
			if err := confederal.ReceiveCosignature(tx, council.conseil(), head, line); (err == nil) != kept {
				t.Errorf("%v ahead: %v", ahead, err)
			}
			return nil
		})
	}
}

func TestCR2_AfterAnOldBackupNothingIsWrittenThatItsWitnessesHoldOtherwise(t *testing.T) {
	town, council := onSQLite(t).joined()
	town.decides(commune.Motion{Audience: commune.Confederation})
	settle(town, council)
	town.later(24*time.Hour, town, council)
	town.forgets(2)
	town.start()
	town.later(24*time.Hour, town, council)
	town.tx(func(tx *store.Tx) error {
		if missing, err := tx.Missing(); err != nil || missing < 2 {
			t.Errorf("%d entries are known to be missing: %v", missing, err)
		}
		return nil
	})
	if council.frozen(town.ag()) {
		t.Error("a commune that wrote nothing since is accused")
	}
}
