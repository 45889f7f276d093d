package federation_test

import (
	"testing"
	"time"

	"federes.org/commune"
	"federes.org/commune/store"
	"federes.org/confederation"
)

// changesHands has somebody else keep what stands at an instance's address: the same actor, other keys.
func (i *instance) changesHands(name string) {
	i.Helper()
	i.tx(func(tx *store.Tx) error {
		if err := tx.DB().Exec("DELETE FROM actor_keys WHERE name = ?", name).Error; err != nil {
			return err
		}
		return tx.NewKeys(name)
	})
	i.start()
}

func TestCF3_WhoBoughtTheDomainOfACommuneIsNotHeardInItsName(t *testing.T) {
	town, council := onSQLite(t).joined()
	told := town.decides(commune.Motion{Audience: commune.Confederation})
	settle(town, council)
	if !council.knows(town.ag(), told) {
		t.Fatal("the council does not know what the commune decided")
	}
	pinned := council.peer(town.ag()).Fingerprint()
	town.changesHands("ag")
	forged := town.decides(commune.Motion{Audience: commune.Confederation})
	settle(town, council)
	town.later(24*time.Hour, town, council)
	p := council.peer(town.ag())
	if !p.Foreign() || p.Fingerprint() != pinned || !council.frozen(town.ag()) || council.knows(town.ag(), forged) {
		t.Errorf("foreign %t, frozen %t, heard %t, the pinned key is %s, was %s", p.Foreign(), council.frozen(town.ag()), council.knows(town.ag(), forged), p.Fingerprint(), pinned)
	}
	for _, r := range council.heard(town.ag()) {
		if _, fault := p.Examine(r.Document); fault == confederation.NoFault && r.Seq > told.Seq {
			t.Errorf("something that came after is believed: %s", r.Document)
		}
	}
}
