package browsertest

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
)

// people is a commune that someone asks to join, whose treasurer took a payment back and has begun to import a file, and which one member
// has asked to leave.
func people(t *testing.T) (town, map[string]string) {
	w := founded(t, "Commune de Saillans")
	file, err := os.ReadFile(filepath.Join("..", "..", "commune", "spreadsheet", "testdata", "helloasso-adhesions.csv"))
	if err != nil {
		t.Fatal(err)
	}
	var token string
	var export commune.Import
	w.tx(func(tx *store.Tx) (err error) {
		if token, err = procedure.AskToJoin(tx, commune.JoinRequest{Kind: commune.KindMember, Name: "Lucia G.", Email: "lucia@saillans.example", Word: "Du quai."}); err != nil {
			return err
		}
		if _, err = procedure.ConfirmJoin(tx, token); err != nil {
			return err
		}
		p, err := procedure.RecordPayment(tx, w.zoe, commune.Payment{Member: w.leo, Cents: 1200, Method: commune.Cash, From: "2026-09-01", Until: "2027-08-31"})
		if err != nil {
			return err
		}
		if _, err = procedure.TakePaymentBack(tx, w.zoe, p.ID); err != nil {
			return err
		}
		for _, key := range commune.ChatKeys() {
			if err := procedure.SetChatRoom(tx, w.zoe, key, "https://signal.group/#CjQKIJ"); err != nil {
				return err
			}
		}
		leo, err := tx.Member(w.leo)
		if err != nil {
			return err
		}
		if _, err = procedure.AskDeparture(tx, w.zoe, leo.ID, leo.PublicName); err != nil {
			return err
		}
		export, err = procedure.Upload(tx, w.zoe, "adhesions.csv", file)
		return err
	})
	return w, map[string]string{"token": token, "leo": fmt.Sprint(w.leo), "amina": fmt.Sprint(w.amina), "export": fmt.Sprint(export.ID)}
}

var peopleViews = []view{
	{route: "/", path: "/", who: members},
	{route: "/join", path: "/join", who: outsiders},
	{route: "/join", path: "/join?sent=1", who: outsiders},
	{route: "/join", path: "/join", who: outsiders, status: 422, fill: map[string]string{"name": "", "email": "lucia"}},
	{route: "/join/:token", path: "/join/{token}", who: outsiders},
	{route: "/join/:token", path: "/join/none", who: outsiders, status: 404},
	{route: "/members/requests", path: "/members/requests", who: keepers},
	{route: "/members", path: "/members", who: keepers},
	{route: "/members/:id", path: "/members/{leo}", who: keepers},
	{route: "/members/:id/leaving", path: "/members/{leo}/leaving", who: keepers},
	{route: "/members/:id/leaving", path: "/members/{amina}/leaving", who: keepers},
	{route: "/members/import", path: "/members/import", who: keepers},
	{route: "/members/import/:id", path: "/members/import/{export}", who: keepers},
	{route: "/members/import/:id", path: "/members/import/{export}", who: keepers, status: 422, fill: map[string]string{"column-last": "", "column-payer_last": ""}},
	{route: "/members/import/:id/preview", path: "/members/import/{export}/preview", who: keepers},
	{route: "/members/import/:id/preview", path: "/members/import/0/preview", who: keepers, status: 404},
	{route: "/chat", path: "/chat", who: []string{mandated, lapsed}},
	{route: "/dues", path: "/dues", who: keepers},
	{route: "/dues/csv", path: "/dues/csv", who: members, status: 403},
	{route: "/me", path: "/me", who: lapsing},
	{route: "/me/data", path: "/me/data", who: members},
	{route: "/me/data/copy", path: "/me/data/copy", who: outsiders}, // who is not signed in is asked to
	{route: "/me/leaving", path: "/me/leaving", who: members},
	{route: "/me/leaving", path: "/me/leaving", who: members, status: 422, fill: map[string]string{"name": "Oui"}},
}
