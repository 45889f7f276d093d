package procedure_test

import (
	"fmt"
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
		rename := func(name string) func(tx *store.Tx) error {
			return func(tx *store.Tx) error { return procedure.Rename(tx, w.founder, name) }
		}
		reads := func(language string) func(tx *store.Tx) error {
			return func(tx *store.Tx) error { return procedure.ChooseLanguage(tx, w.house, w.founder, language) }
		}
		w.tx(rename(" Zoé Martin "))
		w.tx(reads("en"))
		w.tx(func(tx *store.Tx) error { return procedure.SetPassword(tx, w.founder, "hash") })
		w.refused(commune.ErrNameMissing, rename(" "))
		w.refused(commune.ErrUnreadable, rename("Zo\x00"))
		w.refused(commune.ErrLanguageUnknown, reads("xx"))
		w.view(func(tx *store.Tx) error {
			m, err := procedure.MemberForSignIn(tx, " ZOE@tisserands.example ")
			if err != nil || m.PublicName != "Zoé Martin" || m.Language != "en" || m.PasswordHash != "hash" {
				t.Errorf("is %+v, %v", m, err)
			}
			return nil
		})
	})
}

func TestOfWhatAPersonChangesAtOnceNothingIsUndone(t *testing.T) {
	each(t, func(w *world) {
		for round := range 10 {
			hash, name := fmt.Sprintf("hash %d", round), fmt.Sprintf("Zoé %d", round)
			for _, err := range w.atOnce(2, func(i int, tx *store.Tx) error {
				if i == 0 {
					return procedure.SetPassword(tx, w.founder, hash)
				}
				return procedure.Rename(tx, w.founder, name)
			}) {
				if err != nil {
					t.Fatal(err)
				}
			}
			w.view(func(tx *store.Tx) error {
				m, err := tx.Member(w.founder)
				if m.PasswordHash != hash || m.PublicName != name {
					t.Errorf("round %d: is %q with %q", round, m.PublicName, m.PasswordHash)
				}
				return err
			})
		}
	})
}

func TestANewPasswordTakesBackTheLinksThatWereMailed(t *testing.T) {
	each(t, func(w *world) {
		var token string
		w.tx(func(tx *store.Tx) (err error) {
			token, err = procedure.SignInLink(tx, w.founder, time.Hour)
			return err
		})
		w.tx(func(tx *store.Tx) error { return procedure.SetPassword(tx, w.founder, "hash") })
		w.refused(commune.ErrLinkSpent, func(tx *store.Tx) error { _, err := procedure.ConsumeSignIn(tx, token); return err })
	})
}
