package web_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
)

func TestME1_TheTreasurerRecordsCorrectsAndSeesWhoIsLate(t *testing.T) {
	w := newWorld(t, options{})
	w.found(commune.KindCommune)
	w.admit(member, "Awa D.", false)
	w.admit(lapsed, "Inès Q.", false)
	zoe := w.as(founder)
	pay := form("amount", "12,50", "method", "gold", "from", "2026-09-01", "until", "2027-08-31")
	zoe.post("/members/2/payments", pay).is(http.StatusUnprocessableEntity).reads("Choisissez comment la cotisation")
	pay.Set("method", "cash")
	zoe.post("/members/2/payments", pay).is(http.StatusSeeOther)
	zoe.post("/members/3/payments", form("amount", "0", "method", "exemption", "reason", "Au chômage", "from", "2026-09-01", "until", "2027-08-31")).is(http.StatusSeeOther)
	a := zoe.get("/dues").is(http.StatusOK)
	a.reads("12,50")
	a.reads("1 en retard")
	a.reads("1 à jour")
	zoe.get("/dues?state=exempt").is(http.StatusOK).silent("Awa D.")
	zoe.get("/members/3").reads("Au chômage")
	w.as(lapsed).get("/me").silent("Au chômage")
	if table := string(zoe.get("/dues/csv").is(http.StatusOK).body); !strings.Contains(table, "Awa D.,12.50,cash,2026-09-01,2027-08-31") || strings.Contains(table, "chômage") {
		t.Errorf("the table says %s", table)
	}
	zoe.post("/members/2/payments/1/reversal", nil).is(http.StatusSeeOther)
	a = zoe.get("/members/2")
	a.reads("Annulé")
	a.reads("Pas à jour")
	w.as(member).get("/me").is(http.StatusOK).reads("Mes versements")
}

func TestME1_AReminderOfDuesIsMailedOnceWithItsWayOut(t *testing.T) {
	w := newWorld(t, options{})
	w.found(commune.KindCommune)
	w.admit(member, "Awa D.", true)
	at, _ := commune.ParseDay("2027-08-31")
	w.clock.Set(at.Time())
	for range 2 {
		w.tx(func(tx *store.Tx) error { return procedure.KeepMembers(tx, w.house) })
		text := w.mailed("member@tisserands.example")
		if !strings.Contains(text, "Le montant est libre") || !strings.Contains(text, "31 août 2027") {
			t.Errorf("mailed %s", text)
		}
	}
	if len(w.mails) != 1 || !strings.Contains(w.mails[0].Unsubscribe, ".dues.") {
		t.Errorf("%d mails: %+v", len(w.mails), w.mails)
	}
}

func TestME3_OneTakesACopyLeavesAndIsAStrangerAtOnce(t *testing.T) {
	w := newWorld(t, options{})
	w.found(commune.KindCommune)
	w.admit(member, "Awa D.", true)
	b, elsewhere := w.as(member), w.as(member)
	b.get("/me/data").is(http.StatusOK).reads("ce qui est gardé de vous")
	if text := string(b.get("/me/data/copy").is(http.StatusOK).body); !strings.Contains(text, "member@tisserands.example") || !strings.Contains(text, `"payments"`) {
		t.Errorf("the copy holds %s", text)
	}
	a := b.post("/me/leaving", form("name", "Awa")).is(http.StatusUnprocessableEntity)
	a.reads("Écrivez « Awa D. » pour confirmer.")
	b.post("/me/leaving", form("name", "awa d.")).is(http.StatusSeeOther)
	b.get("/").is(http.StatusOK).reads("Vos données sont effacées")
	elsewhere.get("/me").is(http.StatusSeeOther)
	w.browser().post("/sign-in", form("email", "member@tisserands.example")).is(http.StatusSeeOther)
	if err := w.runner.Drain(context.Background()); err != nil || len(w.mails) != 0 {
		t.Errorf("who left was mailed %+v, %v", w.mails, err)
	}
	w.as(founder).get("/members").silent("Awa D.")
}

func TestME3_WhoCannotSignInIsToldAndCanStayByOneButton(t *testing.T) {
	w := newWorld(t, options{})
	w.found(commune.KindCommune)
	w.admit(member, "Awa D.", true)
	zoe := w.as(founder)
	zoe.post("/members/2/leaving", form("name", "Awa")).is(http.StatusUnprocessableEntity)
	zoe.post("/members/2/leaving", form("name", "Awa D.")).is(http.StatusSeeOther)
	zoe.get("/members/2/leaving").is(http.StatusOK).reads("sauf si la personne l’empêche")
	if text := w.mailed("member@tisserands.example"); !strings.Contains(text, "gardez votre compte") {
		t.Errorf("mailed %s", text)
	}
	b := w.as(member)
	b.get("/me").reads("Garder mon compte")
	b.post("/me/leaving/stop", nil).is(http.StatusSeeOther)
	b.get("/me").silent("Garder mon compte")
}
