package web_test

import (
	"fmt"
	"net/http"
	"testing"
)

func TestOJ3_WhoPreparesTheAgendaMovesItsPoints(t *testing.T) {
	w := scene(t, planned)
	last := w.item(member, secondMeeting, "Cantine")
	page := fmt.Sprint("/meetings/", secondMeeting)
	for _, role := range []string{stranger, member, keeper} {
		if n := len(w.as(role).get(page).all("button", "name", "direction")); n != 0 {
			t.Errorf("%d buttons for a %s", n, role)
		}
	}
	b := w.as(facilitator)
	inOrder := func(titles ...string) {
		t.Helper()
		a := b.get(page)
		for i, n := range a.all("h3", "", "")[:len(titles)] {
			if textOf(n) != titles[i] {
				t.Errorf("point %d is %q, want %q", i+1, textOf(n), titles[i])
			}
		}
		if down, up := textOf(a.one("button", "value", "down")), textOf(a.one("button", "value", "up")); down != "Descendre "+titles[0] || up != "Monter "+titles[1] {
			t.Errorf("the buttons say %q and %q", down, up)
		}
	}
	const choice, canteen = "Épicerie coopérative : choix du local", "Cantine"
	inOrder(choice, canteen)
	move := fmt.Sprintf("/items/%d/position", last)
	if to := b.post(move, form("direction", "up")).is(http.StatusSeeOther).header.Get("Location"); to != fmt.Sprintf("%s#item-%d", page, last) {
		t.Errorf("sent to %s", to)
	}
	b.get(page).reads("L’ordre des points est enregistré.")
	inOrder(canteen, choice)
	for _, wrong := range []string{"", "UP", "left"} {
		b.post(move, form("direction", wrong)).is(http.StatusUnprocessableEntity).reads("Un point monte ou descend.")
	}
	b.post("/items/999/position", form("direction", "up")).is(http.StatusNotFound)
	inOrder(canteen, choice)
}
