package browsertest

import (
	"strings"
	"testing"
	"time"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
)

// hall is an assembly in session, seen at once by who takes part, by who leads and by the whole room.
type hall struct {
	town
	meeting           commune.Meeting
	phone, desk, wall person
}

const question = "La commune achète une presse à affiches."

// gathered is a hall of two, with one text to vote.
func gathered(t *testing.T) hall {
	t.Helper()
	h := hall{town: founded(t, "Commune du Faubourg-des-Tisserands"), phone: newPerson(t, "fr"), desk: newPerson(t, "fr"), wall: newPerson(t, "fr")}
	h.pays(h.zoe)
	h.meeting = h.town.meeting()
	h.motion(h.item(h.meeting, "Presse à affiches", "", 20), commune.FormResolution, commune.Public, question, nil)
	h.opens(h.meeting)
	h.phone.enters(h.town, member)
	h.desk.enters(h.town, mandated)
	h.desk.sits(desktop)
	h.wall.sits(beamer)
	at := h.base + "/meetings/1"
	h.phone.goes(at + "/seat")
	h.desk.goes(at + "/console")
	h.wall.goes(h.base + "/projector/" + h.projects(h.meeting))
	for _, p := range h.all() {
		p.asks(`window.stays = true`, nil)
	}
	return h
}

func (h hall) all() []person { return []person{h.phone, h.desk, h.wall} }

// stayed checks that nobody's page was loaded again, and that no browser complained.
func (h hall) stayed() {
	h.Helper()
	for _, p := range h.all() {
		var stays bool
		if p.asks(`window.stays === true`, &stays); !stays {
			h.Errorf("%s was loaded again", p.where())
		}
		for _, fault := range p.complaints() {
			h.Error(fault)
		}
	}
}

// obeys asks axe about all three screens as they are.
func (h hall) obeys() {
	h.Helper()
	for n, p := range h.all() {
		var violations []string
		p.awaits(axeScript+"()", &violations)
		for _, violation := range violations {
			h.Errorf("screen %d: %s", n, violation)
		}
	}
}

// The same assembly in three browsers: each act is seen on all of them, and nobody loads a page.
func TestAnAssemblyIsSeenAtOnceOnPhoneConsoleAndProjector(t *testing.T) {
	t.Parallel()
	h := gathered(t)
	h.phone.acts("Demander la parole", "Vous parlez ensuite.", "Retirer ma demande")
	h.desk.becomes("Donner la parole à Amina B.")
	h.wall.becomes("Ensuite Amina B.")
	h.desk.strikes("p", "La parole est à Amina B.")
	h.phone.becomes("Vous avez la parole.")
	h.wall.becomes("La parole est à Amina B.")
	h.obeys()
	h.desk.strikes("l", "c’est un peu long")
	h.phone.becomes("c’est un peu long")
	h.phone.acts("J’ai fini", "Vous n’avez pas demandé la parole.")
	h.desk.becomes("Personne n’a la parole")

	h.desk.strikes("v", "0 vote exprimé sur 2")
	h.phone.becomes("Vote ouvert", question)
	h.wall.becomes("Vote ouvert", question)
	h.obeys()
	h.phone.acts("Contre", "Votre vote est enregistré : Contre.")
	h.phone.acts("Pour", "Votre vote est enregistré : Pour.", "Votre vote : Pour. Vous pouvez en changer jusqu’à la clôture.")
	h.wall.becomes("1 vote exprimé sur 2")
	h.desk.becomes("1 vote exprimé sur 2")
	var pressed string
	if h.phone.asks(`[...document.querySelectorAll('main [aria-pressed="true"]')].map((b) => b.value).join()`, &pressed); pressed != "for" {
		t.Errorf("on the phone %q is pressed", pressed)
	}
	h.desk.strikes("c", "Adoptée", "Décision 2026-1")
	h.phone.becomes("Résultat du vote", "Adoptée", "Décision 2026-1")
	h.wall.becomes("Adoptée", "Décision 2026-1", "1 pour")
	h.obeys()
	h.stayed()
}

// What is announced to who hears a page is announced once, politely, in one place.
func TestAnAssemblyIsAnnouncedOnceToWhoHearsIt(t *testing.T) {
	t.Parallel()
	h := gathered(t)
	h.phone.asks(`{
		window.heard = [];
		const call = document.getElementById("seat-call");
		new MutationObserver(() => heard.at(-1) !== call.textContent && heard.push(call.textContent)).observe(call, { childList: true, characterData: true, subtree: true });
	}`, nil)
	h.phone.acts("Demander la parole", "Vous parlez ensuite.")
	h.desk.becomes("Donner la parole à Amina B.")
	h.desk.strikes("p", "La parole est à Amina B.")
	h.phone.becomes("Vous avez la parole.")
	h.clock.Add(time.Minute)
	h.desk.strikes("v", "0 vote exprimé sur 2")
	h.phone.becomes("Vote ouvert")
	h.phone.acts("Pour", "Votre vote est enregistré : Pour.")
	h.desk.becomes("1 vote exprimé sur 2")
	h.clock.Add(time.Minute)
	h.desk.strikes("c", "Adoptée")
	h.phone.becomes("Adoptée")
	var heard []string
	h.phone.asks(`heard.map((words) => words.replace(/\s+/g, " "))`, &heard)
	want := "Amina B. a la parole | Le vote est ouvert. | Résultat : adoptée, 1 pour, 0 contre, 0 en abstention."
	if got := strings.Join(heard, " | "); got != want {
		t.Errorf("heard %q, want %q", got, want)
	}
	h.stayed()
}

// A projector whose window lies behind another goes on; a phone whose connection was cut says so, and misses nothing.
func TestAScreenThatWasHiddenOrCutOffIsCurrentAgain(t *testing.T) {
	t.Parallel()
	h := gathered(t)
	h.wall.isHidden()
	h.phone.acts("Demander la parole", "Vous parlez ensuite.")
	h.wall.becomes("Ensuite Amina B.")
	h.desk.becomes("Donner la parole à Amina B.")
	h.cut(func() {
		h.phone.becomes("Connexion perdue")
		h.tx(func(tx *store.Tx) error {
			_, err := procedure.GiveFloor(tx, h.zoe, h.meeting.ID, 0)
			return err
		})
	})
	h.phone.becomes("Vous avez la parole.")
	h.desk.becomes("La parole est à Amina B.")
	h.wall.becomes("La parole est à Amina B.")
	for _, p := range h.all() {
		p.complaints() // of the connection
	}
	h.stayed()
}
