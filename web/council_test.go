package web_test

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"federes.org/commune"
	"federes.org/commune/locale"
	"federes.org/commune/procedure"
	"federes.org/commune/record"
	"federes.org/commune/store"
	"federes.org/confederation"
	confederal "federes.org/confederation/procedure"
	peers "federes.org/confederation/store"
)

// listed is what the API says.
type listed struct {
	Items []struct {
		Number, Text, DecidedAt, Origin, Audience, Record string
		Own, Verified                                     bool
		Tally                                             struct{ For, Against, Abstain int }
	}
	Next *string
}

func (a answer) listed() (l listed) {
	a.Helper()
	decoder := json.NewDecoder(bytes.NewReader(a.body))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&l); err != nil {
		a.Fatalf("%v in %s", err, a.body)
	}
	return l
}

// seated is a council that seated a commune.
func seated(t *testing.T) *world {
	w := councilScene(t)
	w.as(founder).post("/communes/1/acceptance", nil).is(http.StatusSeeOther)
	return w
}

func TestCF3_ACouncilSeesWhoAsksToJoinAndAnswers(t *testing.T) {
	w := councilScene(t)
	a := w.as(founder).get("/communes").is(http.StatusOK)
	a.reads("Demandes d’adhésion")
	a.reads("Commune des Weppes-Libres")
	a.reads(peerOf(w).Fingerprint())
	w.as(founder).get("/").reads("1 commune demande à rejoindre le conseil.")
	if n := len(w.as(member).get("/communes").all("form", "action", "/communes/1/acceptance")); n != 0 {
		t.Error("who holds no mandate is shown the button")
	}
	w.as(founder).post("/communes/1/acceptance", nil).is(http.StatusSeeOther)
	if p := peerOf(w); p.State != confederation.Accepted {
		t.Errorf("the commune is %s", p.State)
	}
	w.browser().get("/communes").reads("1 commune")
	w.as(founder).post("/communes/1/acceptance", nil).is(http.StatusConflict).reads("Cette commune n’attend pas de réponse.")
}

func TestCF3_WhatCameFromACommuneCarriesAMarkComputedFromItsBytes(t *testing.T) {
	w := seated(t)
	b := w.browser()
	b.get("/register").reads("Vérifiée")
	l := b.get("/api/v1/decisions").is(http.StatusOK).listed()
	if len(l.Items) != 1 || l.Items[0].Own || !l.Items[0].Verified || l.Items[0].Origin != "https://weppes.example" || l.Next != nil {
		t.Fatalf("the API lists %+v", l)
	}
	if l.Items[0].Tally.For != 27 || l.Items[0].DecidedAt != "2026-09-03T17:00:00Z" || l.Items[0].Record != "https://weppes.example/records/7" {
		t.Errorf("the API lists %+v", l.Items[0])
	}
	w.tx(func(tx *store.Tx) error {
		return tx.DB().Exec("UPDATE peer_records SET document = replace(document, 'fournil', 'moulin')").Error
	})
	b.get("/register").reads("Non vérifiée")
	a := b.get("/communes/1").is(http.StatusOK)
	a.reads("Mis à part")
	a.reads("La signature ne correspond pas à ces octets.")
	if l := b.get("/api/v1/decisions").listed(); l.Items[0].Verified {
		t.Error("an altered record is still called verified")
	}
}

func TestCF8_ACouncilsRegisterHoldsWhatAnotherCouncilDecidedOfDelegations(t *testing.T) {
	w := seated(t)
	for _, role := range []confederation.Role{confederation.RoleCommune, confederation.RoleCouncil} { // below ours, and above it
		w.tx(func(tx *store.Tx) error {
			return tx.DB().Exec("UPDATE peers SET council = ?, role = ?", true, role).Error
		})
		a := w.browser().get("/register").is(http.StatusOK)
		a.reads("délégations présentes")
		a.reads("Vérifiée")
	}
}

func TestEveryKindOfRecordHasWords(t *testing.T) {
	words, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, language := range words.Languages() {
		for _, kind := range append(slices.Clone(record.Kinds), "other", "?") {
			if key := "kind." + kind; !slices.Contains(words.Keys(language), key) {
				t.Errorf("%s has no words for %s", language, key)
			}
		}
	}
}

func TestCF2_ADecisionForTheConfederationIsNotForStrangers(t *testing.T) {
	w := seated(t)
	p := newPeer(t)
	w.tx(func(tx *store.Tx) error {
		return confederal.ReceiveRecord(tx, w.house, p.Actor, confederal.Pulled{Document: p.decision(2, "confederation", func(d *record.Decision) { d.Text = "Entre communes." })})
	})
	w.browser().get("/register").silent("Entre communes.")
	w.browser().get("/communes/1").silent("Entre communes.")
	if body := string(w.browser().get("/api/v1/decisions").body); strings.Contains(body, "Entre communes.") {
		t.Error("the API shows it to a stranger")
	}
	w.as(member).get("/communes/1").reads("Entre communes.")
	w.tx(func(tx *store.Tx) error { // what is kept apart is no more for strangers than before
		return tx.DB().Exec("UPDATE peer_records SET document = replace(document, 'Entre', 'Parmi')").Error
	})
	for _, path := range []string{"/register", "/communes/1", "/api/v1/decisions"} {
		if body := string(w.browser().get(path).body); strings.Contains(body, "Parmi communes.") {
			t.Errorf("%s shows an altered one to a stranger", path)
		}
	}
	w.as(member).get("/communes/1").reads("Parmi communes.")
}

// TestCF2_WhatASecretariatSentStandsOnThePageOfItsCommuneForItsAudience reads it as a member and as a stranger, then alters its bytes.
func TestCF2_WhatASecretariatSentStandsOnThePageOfItsCommuneForItsAudience(t *testing.T) {
	w := seated(t)
	public, private, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	actor := commune.ActorID("https://weppes.example/s/tresorerie")
	town := peerOf(w)
	w.tx(func(tx *store.Tx) error {
		b, err := peers.AddBody(tx, confederation.Body{
			Peer: town.ID, Actor: actor, Name: "Trésorerie", KeyID: procedure.KeyID(actor), Key: public, Since: tx.Now(),
		})
		if err != nil {
			return err
		}
		for seq, audience := range []string{"public", "confederation"} {
			d := record.BodyDecision{
				Header: record.Header{V: 1, Kind: record.KindBodyDecision, Seq: commune.Seq(seq)}, Number: "T-1", Body: actor,
				Text: "Un coffre, " + audience + ".", TakenAt: record.Time(tx.Now()), Audience: audience,
			}
			document, err := record.Sign(record.Envelope{
				ID: "https://weppes.example/s/tresorerie/records/" + audience, Type: "Note", Body: actor, To: []string{record.Public}, Cc: []string{},
				Published: tx.Now(), Language: "fr", Content: "<p>" + d.Text + "</p>",
			}, d, private, procedure.KeyID(actor))
			if err != nil {
				return err
			}
			r, err := b.Receive(document, tx.Now())
			if err != nil {
				return err
			}
			if err := peers.AddBodyRecord(tx, r); err != nil {
				return err
			}
		}
		return nil
	})
	outside := w.browser().get("/communes/1").is(http.StatusOK)
	outside.reads("Trésorerie")
	outside.reads(string(actor))
	outside.reads("Un coffre, public.")
	outside.silent("Un coffre, confederation.")
	w.as(member).get("/communes/1").reads("Un coffre, confederation.")
	w.tx(func(tx *store.Tx) error {
		return tx.DB().Exec("UPDATE body_records SET document = replace(document, 'coffre', 'moulin')").Error
	})
	w.browser().get("/communes/1").reads("La signature ne correspond pas à ces octets.")
}

func TestTheAPIIsPagedAndItsProblemsAreJSON(t *testing.T) {
	w := scene(t, decided)
	b := w.browser()
	first := b.get("/api/v1/decisions?limit=1").listed()
	if len(first.Items) != 1 || first.Next == nil || first.Items[0].Number != "2026-2" || !first.Items[0].Own {
		t.Fatalf("the first page is %+v", first)
	}
	if kept := w.as(member).get("/api/v1/decisions").header.Get("Cache-Control"); kept != "no-store" {
		t.Errorf("what a member reads may be kept: %q", kept)
	}
	second := b.get("/api/v1/decisions?limit=1&after=" + *first.Next).listed()
	if len(second.Items) != 1 || second.Items[0].Number != "2026-1" || second.Next != nil {
		t.Errorf("the second page is %+v", second)
	}
	for path, status := range map[string]int{"?limit=0": 400, "?limit=beaucoup": 400, "?after=rien": 404} {
		a := b.get("/api/v1/decisions" + path).is(status)
		if a.header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s: the problem is %s", path, a.header.Get("Content-Type"))
		}
	}
}
