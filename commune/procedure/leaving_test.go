package procedure_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/register"
	"federes.org/commune/store"
)

// sums are what was decided and counted together: every row that must be the same when someone left.
func (w *world) sums() map[string]any {
	w.Helper()
	all := map[string]any{}
	w.view(func(tx *store.Tx) error {
		for name, query := range map[string]string{
			"motions":   `SELECT id, electorate, "for", against, abstain, adopted, roll, votes, in_room FROM motions ORDER BY id`,
			"decisions": `SELECT id, year, rank, text, "for", against, abstain, electorate, seq FROM decisions ORDER BY id`,
			"presences": `SELECT meeting, mode, count(*) AS n FROM presences GROUP BY meeting, mode ORDER BY meeting, mode`,
			"electors":  `SELECT motion, count(*) AS n FROM electors GROUP BY motion ORDER BY motion`,
			"ballots":   `SELECT motion, choice, count(*) AS n FROM ballots GROUP BY motion, choice ORDER BY motion, choice`,
			"payments":  `SELECT count(*) AS n, sum(cents) AS cents FROM payments`,
			"log":       `SELECT seq, kind, commitment, salt, document FROM log_entries ORDER BY seq`,
			"hashes":    `SELECT position, hash FROM log_hashes ORDER BY position`,
		} {
			var rows []map[string]any
			if err := tx.DB().Raw(query).Scan(&rows).Error; err != nil {
				return err
			}
			all[name] = rows
		}
		return nil
	})
	return all
}

// whole recomputes every hash of the register from what it holds.
func (w *world) whole() register.Tree {
	w.Helper()
	var tree register.Tree
	w.view(func(tx *store.Tx) error {
		size, err := tx.LogSize()
		if err != nil {
			return err
		}
		entries, err := tx.Entries(0, int(size))
		if err != nil {
			return err
		}
		for _, e := range entries {
			var salt register.Salt
			copy(salt[:], e.Salt)
			if entry := register.Commit(salt, e.Document); string(entry[:]) != string(e.Commitment) {
				w.Errorf("entry %d does not open its commitment", e.Seq)
			}
		}
		tree, err = tx.Tree()
		return err
	})
	return tree
}

func TestME3_WhoLeavesIsErasedAndEverySumStays(t *testing.T) {
	each(t, func(w *world) {
		_, motion, there := w.hall(3)
		leaver := there[0]
		var before commune.Member
		w.tx(func(tx *store.Tx) (err error) {
			before, err = tx.Member(leaver)
			if err != nil {
				return err
			}
			return procedure.SetPassword(tx, leaver, "$argon2id$")
		})
		w.vote(motion.ID, map[commune.MemberID]commune.Choice{leaver: commune.For, there[1]: commune.For, there[2]: commune.Against})
		w.clock.Add(time.Minute)
		sums, tree := w.sums(), w.whole()
		w.refused(commune.ErrLeavingName, func(tx *store.Tx) error { return procedure.LeaveOrganisation(tx, w.house, leaver, "oui") })
		w.tx(func(tx *store.Tx) error {
			return procedure.LeaveOrganisation(tx, w.house, leaver, " "+strings.ToUpper(before.PublicName))
		})
		if after := w.sums(); !reflect.DeepEqual(after, sums) {
			t.Errorf("a sum changed:\n%v\n%v", sums, after)
		}
		if after := w.whole(); after != tree {
			t.Errorf("the register changed from %v to %v", tree, after)
		}
		w.view(func(tx *store.Tx) error {
			m, err := tx.Member(leaver)
			if err != nil || m.Email != "" || m.PasswordHash != "" || m.PublicName != "Une personne partie" || m.Known() {
				t.Errorf("kept as %+v, %v", m, err)
			}
			held, err := tx.Personal(leaver)
			if err != nil {
				return err
			}
			said, err := json.Marshal(held)
			for _, trace := range []string{before.Email, before.PublicName, "argon2id"} {
				if strings.Contains(string(said), trace) {
					t.Errorf("%q is still held: %s", trace, said)
				}
			}
			return err
		})
		w.refused(commune.ErrNotMember, func(tx *store.Tx) error { return procedure.Rename(tx, leaver, "Retour") })
		w.refused(commune.ErrNotFound, func(tx *store.Tx) error { _, err := procedure.MemberForSignIn(tx, before.Email); return err })
	})
}

func TestME3_MandatesEndWithWhoLeavesAndKeepTheNameThatTheyAccepted(t *testing.T) {
	each(t, func(w *world) {
		w.refused(commune.ErrLastMember, func(tx *store.Tx) error { return procedure.LeaveOrganisation(tx, w.house, w.founder, "Zoé M.") })
		w.member("Awa D.", true)
		w.tx(func(tx *store.Tx) error { return procedure.LeaveOrganisation(tx, w.house, w.founder, "Zoé M.") })
		w.view(func(tx *store.Tx) error {
			all, err := tx.Mandates()
			if err != nil || len(all) != 1 || all[0].HolderName != "Zoé M." || all[0].LivingAt(tx.Now()) {
				t.Errorf("mandates %+v, %v", all, err)
			}
			return err
		})
		w.refused(commune.ErrNotMember, func(tx *store.Tx) error { _, err := procedure.Admit(tx, w.founder, "X", "x@x.example"); return err })
	})
}

func TestME3_ACopyHoldsWhatTheTablesHoldOfAPersonWithoutSecrets(t *testing.T) {
	each(t, func(w *world) {
		_, _, there := w.hall(2)
		who := there[0]
		w.tx(func(tx *store.Tx) error {
			if err := procedure.SetPassword(tx, who, "$argon2id$"); err != nil {
				return err
			}
			_, err := procedure.SignInLink(tx, who, time.Hour)
			return err
		})
		w.view(func(tx *store.Tx) error {
			held, err := tx.Personal(who)
			if err != nil {
				return err
			}
			said, err := json.Marshal(held)
			for _, table := range []string{"members", "payments", "presences"} {
				if len(held[table]) != 1 {
					t.Errorf("of %s the copy holds %v", table, held[table])
				}
			}
			if strings.Contains(string(said), "argon2id") || strings.Contains(string(said), `"hash"`) {
				t.Errorf("a secret is copied: %s", said)
			}
			return err
		})
	})
}

func TestME3_AnErasureAskedForInSomeonesNameWaitsAndCanBeStopped(t *testing.T) {
	each(t, func(w *world) {
		awa := w.member("Awa D.", true)
		karim := w.member("Karim B.", true)
		w.refused(commune.ErrNotMandated, func(tx *store.Tx) error { _, err := procedure.AskDeparture(tx, awa, karim, "Karim B."); return err })
		ask := func(tx *store.Tx) error {
			_, err := procedure.AskDeparture(tx, w.founder, karim, "Karim B.")
			return err
		}
		keep := func(tx *store.Tx) error { return procedure.KeepMembers(tx, w.house) }
		known := func(want bool) {
			t.Helper()
			w.view(func(tx *store.Tx) error {
				if m, err := tx.Member(karim); err != nil || m.Known() != want {
					t.Errorf("known is %v, %v", m.Known(), err)
				}
				return nil
			})
		}
		w.tx(ask)
		w.refused(commune.ErrDepartureAsked, ask)
		w.clock.Add(commune.DepartureFor - time.Second)
		w.tx(keep)
		w.tx(func(tx *store.Tx) error { return procedure.StopDeparture(tx, karim, karim) })
		w.clock.Add(time.Minute)
		w.tx(keep)
		known(true)
		w.tx(ask)
		w.refused(commune.ErrNotMandated, func(tx *store.Tx) error { return procedure.StopDeparture(tx, awa, karim) })
		w.clock.Add(commune.DepartureFor)
		w.tx(keep)
		known(false)
		if n := w.kept("departures"); n != 0 {
			t.Errorf("%d departures are kept", n)
		}
	})
}
