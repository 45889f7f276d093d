package procedure_test

import (
	"strings"
	"testing"
	"time"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
)

func TestASignInLinkIsLookedAtFreelyAndConsumedOnce(t *testing.T) {
	each(t, func(w *world) {
		var token string
		w.tx(func(tx *store.Tx) (err error) {
			token, err = procedure.SignInLink(tx, w.founder, time.Hour)
			return err
		})
		for range 3 {
			w.view(func(tx *store.Tx) error {
				p, err := procedure.PeekSignIn(tx, token)
				if p.ID != w.founder {
					t.Errorf("lets in %d", p.ID)
				}
				return err
			})
		}
		w.view(func(tx *store.Tx) error { // the database does not hold the token
			var hash string
			if err := tx.DB().Raw("SELECT hash FROM sign_in_links").Row().Scan(&hash); err != nil || strings.Contains(hash, token) {
				t.Errorf("kept as %s, %v", hash, err)
			}
			return nil
		})
		w.refused(commune.ErrLinkSpent, func(tx *store.Tx) error { _, err := procedure.ConsumeSignIn(tx, token+"x"); return err })
		w.one(w.atOnce(8, func(_ int, tx *store.Tx) error { _, err := procedure.ConsumeSignIn(tx, token); return err }), commune.ErrLinkSpent)
		w.tx(func(tx *store.Tx) (err error) {
			token, err = procedure.SignInLink(tx, w.founder, time.Hour)
			return err
		})
		w.clock.Add(time.Hour)
		w.refused(commune.ErrLinkSpent, func(tx *store.Tx) error { _, err := procedure.ConsumeSignIn(tx, token); return err })
	})
}

func TestME3_WhoLeftDoesNotSignIn(t *testing.T) {
	each(t, func(w *world) {
		awa := w.member("Awa D.", true)
		var token, email string
		w.tx(func(tx *store.Tx) (err error) {
			if token, err = procedure.SignInLink(tx, awa, time.Hour); err != nil {
				return err
			}
			m, err := tx.Member(awa)
			if err != nil {
				return err
			}
			email, m.LeftAt = m.Email, tx.Now()
			return tx.SaveMember(m)
		})
		w.refused(commune.ErrNotMember, func(tx *store.Tx) error { _, err := procedure.ConsumeSignIn(tx, token); return err })
		w.refused(commune.ErrNotFound, func(tx *store.Tx) error { _, err := procedure.MemberForSignIn(tx, email); return err })
		w.refused(commune.ErrNotFound, func(tx *store.Tx) error { _, err := procedure.MemberForSignIn(tx, "nobody@x.example"); return err })
		w.refused(commune.ErrEmailInvalid, func(tx *store.Tx) error { _, err := procedure.MemberForSignIn(tx, "nobody"); return err })
	})
}

func TestME2_APersonChangesTheirNameAndLanguageAndNothingElse(t *testing.T) {
	each(t, func(w *world) {
		introduce := func(name, language string) func(tx *store.Tx) error {
			return func(tx *store.Tx) error { return procedure.Introduce(tx, w.house, w.founder, name, language) }
		}
		w.tx(introduce(" Zoé Martin ", "en"))
		w.tx(func(tx *store.Tx) error { return procedure.SetPassword(tx, w.founder, "hash") })
		w.refused(commune.ErrNameMissing, introduce(" ", "fr"))
		w.refused(commune.ErrUnreadable, introduce("Zo\x00", "fr"))
		w.refused(commune.ErrLanguageUnknown, introduce("Zoé", "xx"))
		w.view(func(tx *store.Tx) error {
			m, err := procedure.MemberForSignIn(tx, " ZOE@tisserands.example ")
			if err != nil || m.PublicName != "Zoé Martin" || m.Language != "en" || m.PasswordHash != "hash" {
				t.Errorf("is %+v, %v", m, err)
			}
			return nil
		})
	})
}
