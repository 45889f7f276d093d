package federation_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	box "federes.org/federation/store"
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

func TestAP5_ASittingIsAnnouncedByThePopularAssemblyAndSharedByTheGeneralOne(t *testing.T) {
	r := onSQLite(t)
	town := r.at(commune.KindCommune, "Commune de Saillans", saillans)
	const square = saillans + "/p/place"
	var sitting commune.Meeting
	town.tx(func(tx *store.Tx) error {
		b, err := procedure.CreatePopular(tx, town.founder, procedure.PopularBody{
			Body: commune.Body{Name: "Place", Purpose: "Décider ensemble."}, Page: commune.PopularAssemblyPage{Rules: "Une personne, une voix."},
		})
		if err != nil {
			return err
		}
		if sitting, err = procedure.ConvokePopular(tx, town.house, town.founder, commune.Meeting{Body: b.ID, StartsAt: tx.Now().Add(48 * time.Hour), Place: "Halle"}); err != nil {
			return err
		}
		return procedure.TellCalendar(tx, town.house)
	})
	path := fmt.Sprintf("/meetings/%d", sitting.ID)
	event := object(t, town.shows(path))
	if event["type"] != "Event" || event["attributedTo"] != square || event["actor"] != square || event["cc"].([]any)[0] != square+"/followers" {
		t.Errorf("the event is %v", event)
	}
	by := map[string]string{}
	town.tx(func(tx *store.Tx) error {
		all, err := store.All[box.Activity](tx.DB().Where("type IN ?", []string{"Create", "Announce"}).Order("id"))
		for _, a := range all {
			if object(t, a.Document)["object"] == saillans+path || a.Type == "Create" {
				by[a.Type+" "+string(a.Actor)] = object(t, a.Document)["cc"].([]any)[0].(string)
			}
		}
		return err
	})
	for _, said := range []string{"Create " + square, "Announce " + square, "Announce " + saillans + "/ag"} {
		if by[said] == "" {
			t.Errorf("nobody said %s: %v", said, by)
		}
	}
	if got := by["Announce "+saillans+"/ag"]; got != saillans+"/ag/followers" {
		t.Errorf("the general assembly shares it with %s", got)
	}
}
