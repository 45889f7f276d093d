package federation_test

import (
	"net/http"
	"testing"
	"time"

	"federes.org/commune"
	"federes.org/commune/store"
	"federes.org/confederation"
)

// unreachable answers nobody.
func (i *instance) unreachable() {
	i.doorway(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		http.Error(w, "out of order", http.StatusServiceUnavailable)
	}))
}

// TestCR2_WhoTellsTwoCouncilsDifferentThingsIsFoundByThemThoughOnlyItJoinsThem has a commune of two councils tell one a history and the other another, and
// answer nobody afterwards. Neither council belongs to the other, nor to a third.
func TestCR2_WhoTellsTwoCouncilsDifferentThingsIsFoundByThemThoughOnlyItJoinsThem(t *testing.T) {
	r := onSQLite(t)
	town, one := r.joined()
	other := r.council("Conseil de la plaine")
	town.asksToJoin(other)
	other.answers(town, true)
	settle(other, town, one)
	town.later(24*time.Hour, town, one, other)
	common := town.tree().Size

	other.unreachable()
	town.decides(commune.Motion{Audience: commune.Confederation, Text: "La commune remet l'eau en régie."})
	settle(town, one)
	told := town.tree().Size
	town.forgets(told - common)
	town.tx(func(tx *store.Tx) error {
		if err := tx.DB().Exec("UPDATE decisions SET seq = seq + 1000 WHERE seq >= ?", common).Error; err != nil {
			return err
		}
		return tx.DB().Exec("DELETE FROM jobs").Error
	})
	one.unreachable()
	other.opens()
	town.decides(commune.Motion{Audience: commune.Confederation, Text: "La commune vend son eau."})
	settle(town, other)
	if a, b := one.logOf(town.ag()), other.logOf(town.ag()); a.Size != told || b.Size != told || string(a.Head) == string(b.Head) {
		t.Fatalf("one cosigned %d, the other %d of %d", a.Size, b.Size, told)
	}

	town.unreachable()
	one.opens()
	r.later(24*time.Hour, one, other)
	for _, council := range []*instance{one, other} {
		if !council.frozen(town.ag()) {
			t.Errorf("%s counts what the commune says: %+v", council.base, council.peer(town.ag()).State == confederation.Accepted)
		}
	}
}
