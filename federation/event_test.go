package federation_test

import (
	"net/http"
	"testing"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
)

func TestOUA_AnEventThatIsNotForEverybodyAnyMoreIsGone(t *testing.T) {
	town := newGallery(t).town
	const path = "/calendar/events/1/1"
	town.tx(func(tx *store.Tx) error {
		g, err := tx.Gathering(1)
		if err != nil {
			return err
		}
		g.Place = "Salle polyvalente"
		if _, err := procedure.ChangeGathering(tx, town.founder, g); err != nil {
			return err
		}
		return procedure.TellCalendar(tx, town.house)
	})
	if changed := object(t, town.shows(path)); changed["updated"] == nil || changed["location"].(fields)["name"] != "Salle polyvalente" {
		t.Errorf("the event is %v", changed)
	}
	if update := object(t, town.sent("Update")); update["object"].(fields)["id"] != saillans+path {
		t.Errorf("the update is %v", update)
	}
	town.tx(func(tx *store.Tx) error {
		g, err := tx.Gathering(1)
		if err != nil {
			return err
		}
		g.Guests = commune.ForMembers
		if _, err := procedure.ChangeGathering(tx, town.founder, g); err != nil {
			return err
		}
		return procedure.TellCalendar(tx, town.house)
	})
	if code := town.looks(path).Code; code != http.StatusGone {
		t.Errorf("what was withdrawn is answered %d", code)
	}
	if gone := object(t, town.sent("Delete")); gone["object"].(fields)["type"] != "Tombstone" {
		t.Errorf("the withdrawal is %v", gone)
	}
	if code := town.looks("/calendar/events/7/1").Code; code != http.StatusNotFound {
		t.Errorf("what nobody announced is answered %d", code)
	}
}
