package procedure_test

import (
	"crypto/ed25519"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/record"
	"federes.org/commune/store"
)

// entry is what the publication of a meeting's minutes left in the log.
func (w *world) entry(m commune.Meeting) (e store.Entry) {
	w.Helper()
	w.view(func(tx *store.Tx) (err error) { e, err = tx.Entry(w.minutes(m).Seq); return err })
	return e
}

// held is a meeting that took one decision of each audience, rejected one, and is over.
func (w *world) held() (m commune.Meeting, there []commune.MemberID) {
	w.Helper()
	m = w.nextMeeting()
	item := w.item(m).ID
	texts := map[commune.Audience]string{
		commune.Public: "Pour tout le monde : *l'eau* < 3 €.", commune.Confederation: "Pour la confédération.", commune.MembersOnly: "Entre membres.",
	}
	there = []commune.MemberID{w.member("Awa D.", true), w.member("Karim B.", true), w.member("Berfîn A.", true)}
	var motions []commune.Motion
	for _, a := range []commune.Audience{commune.Public, commune.Confederation, commune.MembersOnly} {
		motions = append(motions, w.motion(m, commune.Motion{Item: item, Text: texts[a], Audience: a}))
	}
	rejected := w.motion(m, commune.Motion{Item: item, Text: "Une AG par mois."})
	w.inSession(m, there[:2]...)
	w.attend(m, commune.Online, there[2])
	for _, motion := range motions {
		w.vote(motion.ID, map[commune.MemberID]commune.Choice{w.founder: commune.For, there[0]: commune.For, there[1]: commune.Against})
	}
	w.vote(rejected.ID, map[commune.MemberID]commune.Choice{w.founder: commune.Against, there[0]: commune.Abstain})
	w.tx(w.writes(w.founder, m, item, 0, "# Loyer\n\nOn parle du *loyer* <script>alert(1)</script>.\n\n```\nsans fin"))
	w.clock.Set(m.StartsAt.Add(2 * time.Hour))
	w.end(m)
	return m, there
}

func TestCR1_ThePublishedMinutesSayWhatIsKnownAndWhatWasWritten(t *testing.T) {
	each(t, func(w *world) {
		m, _ := w.held()
		w.tx(w.publishes(w.founder, m, commune.MembersOnly))
		w.says(m, []string{
			"# Compte-rendu de l’assemblée générale du ", "Commune du Faubourg-des-Tisserands", "4 personnes", "sur place\u00a0: 3, à distance\u00a0: 1",
			"## 1. Épicerie coopérative", "### Loyer", "On parle du *loyer* <script>", `> Pour tout le monde : \*l'eau\* \< 3 €.`, "> Entre membres.",
			"2 pour, 1 contre, 0 abstention", "Ont voté\u00a0: 3 sur 4 personnes", "[Décision 2026-1](http://127.0.0.1:8080/decisions/2026-1)",
			"Non adoptée\u00a0: 0 pour, 1 contre, 1 abstention", "## Relevé de décisions", "## Propositions non adoptées", "## Prochaine assemblée", "## Registre", "Racine",
		}, "Awa D.", "Karim B.", "Berfîn A.")
	})
}

func TestCR1_MinutesQuoteNothingThatTheirReadersMayNotRead(t *testing.T) {
	for audience, hidden := range map[commune.Audience][]string{
		commune.Public:        {"Entre membres.", "Pour la confédération.", "2026-2", "2026-3"},
		commune.Confederation: {"Entre membres.", "2026-3"},
	} {
		t.Run(string(audience), func(t *testing.T) {
			each(t, func(w *world) {
				m, _ := w.held()
				w.tx(w.publishes(w.founder, m, audience))
				w.says(m, []string{"Pour tout le monde", "Une proposition a été mise aux voix"}, hidden...)
				published := w.told.records()
				last := published[len(published)-1]
				for _, word := range hidden {
					if last.Kind != record.KindMinutes || strings.Contains(string(last.Document), word) {
						t.Errorf("the record for %s, a %s, says %q", audience, last.Kind, word)
					}
				}
			})
		})
	}
}

func TestCR3_PublishedMinutesAreASignedArticleOfTheRegister(t *testing.T) {
	each(t, func(w *world) {
		m, _ := w.held()
		w.tx(w.publishes(w.founder, m, commune.Confederation))
		e, minutes := w.entry(m), w.minutes(m)
		if e.Kind != record.KindMinutes || !e.IsRecord || e.Audience != commune.Confederation {
			t.Fatalf("the entry is %+v", e)
		}
		w.view(func(tx *store.Tx) error {
			keys, err := tx.Keys("ag")
			if err == nil {
				_, err = record.Verify(e.Document, keys.Ed25519.Public().(ed25519.PublicKey))
			}
			return err
		})
		parsed, err := record.Parse(e.Document)
		if err != nil {
			t.Fatal(err)
		}
		var data record.Minutes
		var article struct{ Name, Summary string }
		for raw, into := range map[*json.RawMessage]any{&parsed.Data: &data, (*json.RawMessage)(&e.Document): &article} {
			if err := json.Unmarshal(*raw, into); err != nil {
				t.Fatal(err)
			}
		}
		if parsed.Type != "Article" || data.Hash != procedure.TextHash(minutes.Text) || data.Present != (record.Present{Room: 3, Online: 1}) ||
			len(data.Decisions) != 2 || data.Seq != minutes.Seq || article.Name != minutes.Title() {
			t.Errorf("the record says %s %q %+v", parsed.Type, article.Name, data)
		}
		if n := len([]rune(article.Summary)); n == 0 || n > 500 {
			t.Errorf("the summary has %d characters", n)
		}
		if strings.Contains(parsed.Content, "<script") || !strings.Contains(parsed.Content, "&lt;script&gt;") || !strings.Contains(parsed.Content, "<h2>") {
			t.Errorf("the content is %s", parsed.Content)
		}
	})
}

func TestCR3_MinutesForMembersLeaveOnlyTheirHash(t *testing.T) {
	each(t, func(w *world) {
		m, _ := w.held()
		before := len(w.told.records())
		w.tx(w.publishes(w.founder, m, commune.MembersOnly))
		e := w.entry(m)
		if len(w.told.records()) != before || e.IsRecord || strings.Contains(string(e.Document), "loyer") || !strings.Contains(string(e.Document), w.minutes(m).Hash) {
			t.Errorf("the log holds %+v: %s", e, e.Document)
		}
	})
}

func TestCR3_MinutesArePublishedOnceHoweverManyPress(t *testing.T) {
	each(t, func(w *world) {
		m, there := w.held()
		w.one(w.atOnce(6, func(i int, tx *store.Tx) error {
			return w.publishes(w.founder, m, []commune.Audience{commune.Public, commune.Confederation}[i%2])(tx)
		}), commune.ErrMinutesPublished)
		text := w.minutes(m).Text
		w.refused(commune.ErrMinutesPublished, w.writes(w.founder, m, commune.EndSection, 0, "Après coup."))
		w.refused(commune.ErrMinutesPublished, w.takesOn(there[0], m))
		w.tx(func(tx *store.Tx) error { return procedure.Rename(tx, there[0], "Un autre nom") })
		if got := w.minutes(m); got.Text != text || got.Hash != procedure.TextHash(text) {
			t.Error("what was published changed")
		}
	})
}

func TestME3_WhoHoldsNoMandateIsNamedAmongMembersAlone(t *testing.T) {
	each(t, func(w *world) {
		m, _ := w.held()
		w.refused(commune.ErrNamesLeave, func(tx *store.Tx) error {
			_, err := procedure.PublishMinutes(tx, w.house, w.founder, commune.Minutes{Meeting: m.ID, Audience: commune.Public, Names: true})
			return err
		})
		w.tx(func(tx *store.Tx) error {
			_, err := procedure.PublishMinutes(tx, w.house, w.founder, commune.Minutes{Meeting: m.ID, Audience: commune.MembersOnly, Names: true})
			return err
		})
		w.says(m, []string{"proposé par Zoé M."})
	})
}

func TestME3_WhoStoodForAMandateAndWhoTookTheMinutesOnAreNamedAmongMembersAlone(t *testing.T) {
	for audience, named := range map[commune.Audience]bool{commune.MembersOnly: true, commune.Public: false} {
		each(t, func(w *world) {
			m, motion, there := w.hall(3)
			terms := commune.MandateTerms{Title: "Trésorerie", Clauses: commune.Clauses{"Tenir la caisse."}, Until: "2027-06-30"}
			election := w.elects(motion.Item, terms, there[0], there[1])
			for i, choice := range []commune.Choice{"1", "2", commune.Abstain} {
				w.tx(w.cast(there[i], election, choice))
			}
			w.close(election)
			w.end(m)
			w.clock.Set(w.minutes(m).DueAt)
			w.tx(w.takesOn(there[2], m))
			w.tx(w.publishes(there[2], m, audience))
			for i := range 3 {
				if name := fmt.Sprintf("Votante %d", i); strings.Contains(w.minutes(m).Text, name) != named {
					t.Errorf("in minutes for %s, %s is named: %v", audience, name, !named)
				}
			}
		})
	}
}

// elects opens a named vote among candidates for a mandate.
func (w *world) elects(item commune.ItemID, terms commune.MandateTerms, candidates ...commune.MemberID) (id commune.MotionID) {
	w.Helper()
	payload, err := json.Marshal(commune.ElectionTerms{MandateTerms: terms, Candidates: candidates})
	if err != nil {
		w.Fatal(err)
	}
	w.tx(func(tx *store.Tx) error {
		m, err := procedure.ProposeMotion(tx, w.house, w.founder, commune.Motion{
			Item: item, Form: commune.FormElection, Text: "Élire la trésorerie.", Audience: commune.Public, Payload: payload,
		})
		if err == nil {
			m, err = procedure.OpenVote(tx, w.house, w.founder, m.ID)
		}
		id = m.ID
		return err
	})
	return id
}

func TestDR2_TheMandateToTakeMinutesEndsAsTheyArePublished(t *testing.T) {
	each(t, func(w *world) {
		m, _, there := w.hall(3)
		w.mandated(m, there[0], there[1], there[2])
		w.end(m)
		w.clock.Set(w.minutes(m).DueAt)
		if !w.may(there[1], m.ID, commune.TakeMinutes) || w.may(there[0], m.ID, commune.Facilitate) {
			t.Error("after the close the taker still writes, and nobody facilitates")
		}
		w.tx(w.publishes(there[1], m, commune.Public))
		if w.may(there[1], m.ID, commune.TakeMinutes) {
			t.Error("the mandate outlives the minutes")
		}
		w.says(m, []string{"Animation\u00a0: Votante 0", "Compte-rendu\u00a0: Votante 1", "Préparation du prochain ordre du jour\u00a0: Votante 2"})
	})
}

func TestCR3_ALaterAssemblyCorrectsByADecisionAndTheTextStays(t *testing.T) {
	each(t, func(w *world) {
		first, _ := w.held()
		second := w.nextMeeting()
		correct := func(of commune.MeetingID, text string) commune.Motion {
			return commune.Motion{Form: commune.FormCorrection, Text: text, Item: w.item(second).ID, Payload: payload(commune.CorrectionTerms{Meeting: of})}
		}
		motion := correct(first.ID, "Au point 1, lire « 120 € » au lieu de « 210 € ».")
		w.refused(commune.ErrMinutesNone, func(tx *store.Tx) error {
			motion.Audience = commune.Public
			_, err := procedure.ProposeMotion(tx, w.house, w.founder, motion)
			return err
		})
		w.tx(w.publishes(w.founder, first, commune.Public))
		text := w.minutes(first).Text
		one, two := w.motion(second, motion), w.motion(second, correct(first.ID, "Au point 1, lire « Solène » partout."))
		w.inSession(second)
		w.vote(one.ID, map[commune.MemberID]commune.Choice{w.founder: commune.For})
		w.vote(two.ID, map[commune.MemberID]commune.Choice{w.founder: commune.Against})
		w.view(func(tx *store.Tx) error {
			all, err := tx.Corrections(first.ID)
			if err != nil || len(all) != 1 || all[0].Text != one.Text {
				t.Fatalf("corrections: %+v, %v", all, err)
			}
			e, err := tx.Entry(all[0].Seq)
			if !strings.Contains(string(e.Document), `"corrects":"http://127.0.0.1:8080/records/`) {
				t.Errorf("the decision's record does not name the minutes: %s", e.Document)
			}
			return err
		})
		if got := w.minutes(first); got.Text != text || got.Hash != procedure.TextHash(text) {
			t.Error("the correction changed the published text")
		}
	})
}
