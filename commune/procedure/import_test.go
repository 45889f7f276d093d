package procedure_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/spreadsheet"
	"federes.org/commune/store"
)

// uploaded is a file that the founder uploads: a sample by its name, or lines.
func (w *world) uploaded(file string) (id commune.ImportID) {
	w.Helper()
	content := []byte(file)
	if !strings.Contains(file, "\n") {
		var err error
		if content, err = os.ReadFile(filepath.Join("..", "spreadsheet", "testdata", file)); err != nil {
			w.Fatal(err)
		}
	}
	w.tx(func(tx *store.Tx) error {
		i, err := procedure.Upload(tx, w.founder, "export.csv", content)
		id = i.ID
		return err
	})
	return id
}

func (w *world) plan(id commune.ImportID) (plan procedure.ImportPlan) {
	w.Helper()
	w.view(func(tx *store.Tx) (err error) { plan, err = procedure.PlanImport(tx, w.founder, id); return err })
	return plan
}

// says is a plan as one reads it: each line with its state, and why.
func says(plan procedure.ImportPlan) string {
	var lines []string
	for _, l := range plan.Lines {
		lines = append(lines, strings.TrimSuffix(fmt.Sprintf("%d:%s:%s", l.Line, l.State, l.Why.Key), ":"))
	}
	return strings.Join(lines, " ")
}

func (w *world) planned(id commune.ImportID, want string) procedure.ImportPlan {
	w.Helper()
	plan := w.plan(id)
	if got := says(plan); got != want {
		w.Errorf("the plan is\n%s\nwant\n%s", got, want)
	}
	return plan
}

func (w *world) choose(id commune.ImportID, choices map[int]string) {
	w.Helper()
	w.tx(func(tx *store.Tx) error { _, err := procedure.ChooseLines(tx, w.founder, id, choices); return err })
}

func (w *world) carried(id commune.ImportID) (done procedure.Carried) {
	w.Helper()
	saw := procedure.Seen{Plan: w.plan(id).Seen, Anyway: true}
	w.tx(func(tx *store.Tx) (err error) { done, err = procedure.CarryImport(tx, w.founder, id, saw); return err })
	return done
}

func (w *world) addressed(id commune.MemberID, email string) commune.MemberID {
	w.Helper()
	w.tx(func(tx *store.Tx) error {
		m, err := tx.Member(id)
		m.Email = email
		if err == nil {
			err = tx.SaveMember(m)
		}
		return err
	})
	return id
}

const adhesions = "2:change 3:new 4:open:line_namesake 5:open:line_no_email 6:bad:line_refunded 7:bad:line_unpaid 8:bad:line_zero 9:bad:line_amount 10:bad:line_date 11:bad:name_missing 12:bad:line_twice 13:bad:line_letters 14:bad:amount_invalid"

func TestME1_MembershipsOfHelloAssoAreImportedOnceAndNeverByThePayersAddress(t *testing.T) {
	each(t, func(w *world) {
		awa, karim := w.addressed(w.member("Awa D.", false), "awa@tisserands.example"), w.member("Karim B.", false)
		marie := w.addressed(w.member("Marie Q.", false), "marie.brun@ailleurs.example") // who pays for Karim
		id := w.uploaded("helloasso-adhesions.csv")
		plan := w.planned(id, adhesions)
		if l := plan.Lines[0]; l.Member.ID != awa || l.Known != procedure.ByEmail || l.Payment.Cents != 1500 || l.Payment.Until != "2027-09-11" {
			t.Errorf("line 2 is %+v, %+v", l, l.Payment)
		}
		if c := plan.Lines[2].Candidates; len(c) != 1 || c[0].ID != karim {
			t.Errorf("line 4 could be about %+v", c)
		}
		carry := func(saw procedure.Seen) func(tx *store.Tx) error {
			return func(tx *store.Tx) error { _, err := procedure.CarryImport(tx, w.founder, id, saw); return err }
		}
		w.refused(commune.ErrImportUnseen, carry(procedure.Seen{Plan: plan.Seen}))
		w.refused(commune.ErrImportMoved, carry(procedure.Seen{Plan: "another", Anyway: true}))
		w.choose(id, map[int]string{4: fmt.Sprint(karim), 5: procedure.ChooseSkip})
		w.refused(commune.ErrImportMoved, carry(procedure.Seen{Plan: plan.Seen, Anyway: true}))
		if done := w.carried(id); done != (procedure.Carried{Admitted: 1, Recorded: 3, Left: 9}) {
			t.Errorf("the import did %+v", done)
		}
		w.refused(commune.ErrImportGone, carry(procedure.Seen{Plan: plan.Seen, Anyway: true}))
		w.view(func(tx *store.Tx) error {
			for _, who := range []commune.MemberID{awa, karim} {
				if p, err := procedure.Identify(tx, who); err != nil || p.Standing.PaidUntil() < "2027-09-11" {
					t.Errorf("%s is paid until %q, %v", p.PublicName, p.Standing.PaidUntil(), err)
				}
			}
			lucia, err := tx.MemberByEmail("lucia@tisserands.example")
			if err != nil || lucia.PublicName != "Lucia Petit" {
				t.Errorf("admitted %+v, %v", lucia, err)
			}
			paid, err := tx.Payments(marie)
			if err != nil || len(paid) != 0 {
				t.Errorf("who paid for another has %+v, %v", paid, err)
			}
			return nil
		})
		again := w.uploaded("helloasso-adhesions.csv")
		w.planned(again, strings.NewReplacer("2:change", "2:same", "3:new", "3:same", "4:open:line_namesake", "4:same").Replace(adhesions))
		w.refused(commune.ErrImportNothing, func(tx *store.Tx) error {
			_, err := procedure.CarryImport(tx, w.founder, again, procedure.Seen{Plan: w.plan(again).Seen, Anyway: true})
			return err
		})
	})
}

func TestME1_PaymentsOfHelloAssoAreGivenToWhomSomeoneNames(t *testing.T) {
	each(t, func(w *world) {
		w.addressed(w.member("Awa D.", false), "awa@tisserands.example")
		karim, ines := w.member("Karim B.", false), w.addressed(w.member("Inès Q.", false), "ines@ailleurs.example")
		w.carried(w.uploaded("helloasso-adhesions.csv"))
		id := w.uploaded("helloasso-paiements.csv")
		w.planned(id, "2:same 3:aside 4:open:line_payer 5:open:line_payer 6:open:line_payer 7:bad:line_refunded 8:bad:line_unpaid")
		w.choose(id, map[int]string{4: fmt.Sprint(karim), 5: fmt.Sprint(ines)})
		plan := w.planned(id, "2:same 3:aside 4:change 5:change 6:change 7:bad:line_refunded 8:bad:line_unpaid")
		if a, b := plan.Lines[3], plan.Lines[4]; b.Known != procedure.ByOrder || b.Member.ID != ines || *a.Payment == *b.Payment || a.Payment.Until != b.Payment.Until || a.Payment.From != b.Payment.From {
			t.Errorf("two parts of one order are %+v and %+v", a.Payment, b.Payment)
		}
		if done := w.carried(id); done != (procedure.Carried{Recorded: 3, Left: 2}) {
			t.Errorf("the import did %+v", done)
		}
		const back = "Référence commande;Référence paiement;Date du paiement;Statut du paiement;Nom payeur;Prénom payeur;Email payeur;Type de campagne;Montant du tarif;Moyen de paiement\n" +
			"82822;53023;01/10/2026;Remboursé;Quentin;Inès;ines@ailleurs.example;Adhésion;5,00;Carte bancaire\n" +
			"82801;53001;12/09/2026;Remboursé;DIALLO;Awa;awa@tisserands.example;Adhésion;15,00;Carte bancaire\n"
		id = w.uploaded(back)
		w.planned(id, "2:change 3:change")
		if done := w.carried(id); done != (procedure.Carried{TakenBack: 2}) {
			t.Errorf("what was given back is %+v", done)
		}
		w.planned(w.uploaded(back), "2:same 3:bad:line_refunded")
		w.planned(w.uploaded("helloasso-paiements.csv"), "2:open:line_payer 3:aside 4:same 5:same 6:same 7:bad:line_refunded 8:bad:line_unpaid")
	})
}

func TestME1_MembersOfGaletteAreKnownAgainByTheirNumber(t *testing.T) {
	each(t, func(w *world) {
		awa := w.addressed(w.member("Awa D.", false), "awa@tisserands.example")
		id := w.uploaded("galette.csv")
		w.planned(id, "2:change 3:new 4:open:line_who 5:bad:line_email 6:bad:line_date 7:bad:line_twice 8:bad:line_cells")
		if done := w.carried(id); done != (procedure.Carried{Admitted: 1, Recorded: 2, Numbered: 2, Left: 5}) {
			t.Errorf("the import did %+v", done)
		}
		w.addressed(awa, "awa@nouvelle.example") // her number tells her still
		plan := w.planned(w.uploaded("galette.csv"), "2:same 3:same 4:open:line_who 5:bad:line_email 6:bad:line_date 7:bad:line_twice 8:bad:line_cells")
		if plan.Lines[0].Member.ID != awa {
			t.Errorf("number 12 is %+v", plan.Lines[0].Member)
		}
		w.view(func(tx *store.Tx) error {
			p, err := procedure.Identify(tx, awa)
			if err != nil || !p.Good || p.Standing.PaidUntil() != "2027-08-31" || p.Standing.State("2026-11-23") != commune.DuesGood {
				t.Errorf("what Galette knew is %+v, %v", p.Standing, err)
			}
			return err
		})
		w.planned(w.uploaded("\"id_adh\";\"nom_adh\";\"prenom_adh\";\"email_adh\"\n\"77\";\"Diallo\";\"Awa\";\"awa@nouvelle.example\"\n"), "2:bad:line_number")
	})
}

func TestME1_MembersAndDuesOfPahekoFollowEachOther(t *testing.T) {
	each(t, func(w *world) {
		id := w.uploaded("paheko-membres.csv")
		w.planned(id, "2:new 3:new 4:bad:line_quotes 5:open:line_no_email")
		if done := w.carried(id); done != (procedure.Carried{Admitted: 2, Numbered: 2, Left: 2}) {
			t.Errorf("the import did %+v", done)
		}
		id = w.uploaded("paheko-inscriptions.csv")
		plan := w.planned(id, "2:change 3:bad:line_unpaid 4:open:line_no_email 5:bad:line_amount")
		if p := plan.Lines[0].Payment; p.Cents != 1500 || p.From != "2026-09-01" || p.Until != "2027-08-31" || p.Reference != "501" {
			t.Errorf("dues are %+v", p)
		}
		w.carried(id)
		w.planned(w.uploaded("paheko-inscriptions.csv"), "2:same 3:bad:line_unpaid 4:open:line_no_email 5:bad:line_amount")
	})
}

func TestME1_ATableOfOnesOwnIsImportedInAnyAlphabet(t *testing.T) {
	each(t, func(w *world) {
		awa := w.addressed(w.member("Awa D.", false), "awa@tisserands.example")
		w.tx(func(tx *store.Tx) error {
			_, err := procedure.RecordPayment(tx, w.founder, commune.Payment{Member: awa, Cents: 1250, Method: commune.Cash, From: "2026-09-01", Until: "2027-08-31"})
			return err
		})
		id := w.uploaded("tableur-mele.csv")
		w.planned(id, "2:open:line_by_hand 3:new 4:bad:line_letters 5:bad:line_amount 6:bad:line_no_amount")
		w.choose(id, map[int]string{2: fmt.Sprint(awa, procedure.ChooseAnyway)})
		w.planned(id, "2:change 3:new 4:bad:line_letters 5:bad:line_amount 6:bad:line_no_amount")
		w.carried(w.uploaded("tableur-windows.csv"))
		w.planned(w.uploaded("tableur-utf16.txt"), "2:open:line_by_hand 3:same 4:same 5:bad:line_amount 6:bad:line_no_amount")
	})
}

func TestME1_OnlyWhoseMandateItIsAdmitsOrRecordsByAFile(t *testing.T) {
	each(t, func(w *world) {
		awa := w.addressed(w.member("Awa D.", true), "awa@tisserands.example")
		w.refused(commune.ErrNotMandated, func(tx *store.Tx) error {
			_, err := procedure.Upload(tx, awa, "export.csv", []byte("Nom;Courriel\nA;a@b.example\n"))
			return err
		})
		id := w.uploaded("helloasso-adhesions.csv")
		saw := procedure.Seen{Plan: w.plan(id).Seen, Anyway: true}
		w.refused(commune.ErrImportGone, func(tx *store.Tx) error { _, err := procedure.OpenSheet(tx, awa, id); return err })
		w.capable(commune.RecordDues)
		plan := w.plan(id)
		if !strings.HasPrefix(says(plan), "2:change 3:bad:line_may_not_admit ") {
			t.Errorf("without a mandate to admit the plan is %s", says(plan))
		}
		w.capable(commune.AdmitMembers)
		if got := says(w.plan(id)); !strings.HasPrefix(got, "2:bad:line_may_not_record 3:bad:line_may_not_record ") {
			t.Errorf("without a mandate to record the plan is %s", got)
		}
		w.tx(func(tx *store.Tx) error { return procedure.EndMandatesOf(tx, w.founder) })
		w.refused(commune.ErrNotMandated, func(tx *store.Tx) error { _, err := procedure.CarryImport(tx, w.founder, id, saw); return err })
	})
}

// capable leaves the founder's mandate with one capability.
func (w *world) capable(c commune.Capability) {
	w.Helper()
	w.tx(func(tx *store.Tx) error {
		return tx.DB().Table("mandates").Where("holder = ?", w.founder).Update("capabilities", string(c)).Error
	})
}

func TestME1_OfTwoWhoImportTheSameFileAtOnceOneDoes(t *testing.T) {
	each(t, func(w *world) {
		w.addressed(w.member("Awa D.", false), "awa@tisserands.example")
		id := w.uploaded("helloasso-adhesions.csv")
		saw := procedure.Seen{Plan: w.plan(id).Seen, Anyway: true}
		w.one(w.atOnce(4, func(_ int, tx *store.Tx) error {
			_, err := procedure.CarryImport(tx, w.founder, id, saw)
			return err
		}), commune.ErrImportGone)
		w.refused(commune.ErrPaymentKnown, func(tx *store.Tx) error {
			_, err := procedure.RecordPayment(tx, w.founder, commune.Payment{
				Member: w.founder, Cents: 100, Method: commune.Cash, From: "2026-09-01", Until: "2027-08-31", Source: commune.FromHelloAsso, Reference: "order/82801/9001",
			})
			return err
		})
	})
}

func TestME2_AFileWaitsForADayAndForItsUploaderAlone(t *testing.T) {
	each(t, func(w *world) {
		first := w.uploaded("galette.csv")
		second := w.uploaded("paheko-membres.csv")
		open := func(id commune.ImportID) func(*store.Tx) error {
			return func(tx *store.Tx) error { _, err := procedure.OpenSheet(tx, w.founder, id); return err }
		}
		w.refused(commune.ErrImportGone, open(first))
		w.view(open(second))
		w.clock.Set(w.clock.Now().Add(commune.ImportKeptFor + time.Hour))
		w.refused(commune.ErrImportGone, open(second))
		w.tx(func(tx *store.Tx) error { return procedure.KeepMembers(tx, w.house) })
		w.view(func(tx *store.Tx) error {
			var left int64
			err := tx.DB().Table("imports").Count(&left).Error
			if left != 0 {
				t.Errorf("%d files are kept", left)
			}
			return err
		})
		third := w.uploaded("galette.csv")
		w.tx(func(tx *store.Tx) error { return procedure.DropImport(tx, w.founder, third) })
		w.refused(commune.ErrImportGone, open(third))
	})
}

func TestME1_HowAFileIsReadIsCorrected(t *testing.T) {
	each(t, func(w *world) {
		id := w.uploaded("Adhérent·e;Montant versé;Le;Contact\nAwa Diallo;1500;03/09/2026;awa@tisserands.example\n")
		read := func(change func(*spreadsheet.Reading)) func(*store.Tx) error {
			return func(tx *store.Tx) error {
				s, err := procedure.OpenSheet(tx, w.founder, id)
				if err != nil {
					return err
				}
				change(&s.Reading)
				_, err = procedure.ReadAs(tx, w.founder, id, s.Reading)
				return err
			}
		}
		w.refused(commune.ErrSheetNoColumns, func(tx *store.Tx) error { _, err := procedure.PlanImport(tx, w.founder, id); return err })
		w.refused(commune.ErrSheetNoColumns, read(func(r *spreadsheet.Reading) { r.Columns = map[spreadsheet.Field]int{spreadsheet.FieldAmount: 1} }))
		w.refused(commune.ErrSheetFormat, read(func(r *spreadsheet.Reading) { r.Columns = map[spreadsheet.Field]int{spreadsheet.FieldName: 9} }))
		w.refused(commune.ErrSheetFormat, read(func(r *spreadsheet.Reading) { r.Separator = "pipe" }))
		w.tx(read(func(r *spreadsheet.Reading) {
			r.Columns = map[spreadsheet.Field]int{spreadsheet.FieldName: 0, spreadsheet.FieldAmount: 1, spreadsheet.FieldDate: 2, spreadsheet.FieldEmail: 3}
			r.Cents = true
		}))
		plan := w.planned(id, "2:new")
		if p := plan.Lines[0].Payment; p.Cents != 1500 || p.From != "2026-09-03" {
			t.Errorf("read as %+v", p)
		}
	})
}
