package browsertest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"testing"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/record"
	"federes.org/commune/store"
	"federes.org/confederation"
	confederal "federes.org/confederation/procedure"
	"federes.org/web"
)

// town is a commune with its people.
type town struct {
	*instance
	zoe, amina, leo commune.MemberID // the founder; a member; a member whose dues are not paid
	many            []commune.MemberID
}

// unbounded lets one test send more forms than an assembly would.
func unbounded(c *web.Config) {
	many := web.Rate{Count: 100_000, In: 1}
	c.Limits = web.Limits{LinksPerAddress: many, SignInsPerIP: many, Passwords: many, Acts: many}
}

// founded is a commune on its first day.
func founded(t *testing.T, name string) town {
	t.Helper()
	w := town{instance: serve(t, unbounded)}
	w.found(commune.KindCommune, name, &w.zoe)
	w.amina, w.leo = w.admit("Amina B."), w.admit("Léo T.")
	w.pays(w.amina)
	return w
}

// found founds the organisation, with Zoé.
func (i *instance) found(kind commune.OrganisationKind, name string, founder *commune.MemberID) {
	i.Helper()
	i.tx(func(tx *store.Tx) error {
		m, err := procedure.Found(tx, i.house, procedure.Founding{
			Organisation: commune.Organisation{
				Kind: kind, Name: name, Place: "Maison du peuple, 12 rue des Tisserands", TimeZone: "Europe/Paris", Language: "fr", BaseURL: i.base,
			},
			FounderName: "Zoé M.", FounderEmail: "zoe@tisserands.example",
		})
		*founder = m.ID
		return err
	})
}

func (w *town) admit(name string) (id commune.MemberID) {
	w.Helper()
	w.tx(func(tx *store.Tx) error {
		m, err := procedure.Admit(tx, w.zoe, name, fmt.Sprintf("m%x@tisserands.example", name))
		id = m.ID
		return err
	})
	return id
}

func (w *town) pays(who commune.MemberID) {
	w.Helper()
	w.tx(func(tx *store.Tx) error {
		_, err := procedure.RecordPayment(tx, w.zoe, commune.Payment{Member: who, Cents: 1250, From: "2026-09-01", Until: "2027-08-31"})
		return err
	})
}

// item adds a point to an agenda.
func (w *town) item(on commune.Meeting, title, theme string, minutes int) (item commune.Item) {
	w.Helper()
	w.tx(func(tx *store.Tx) error {
		added, err := procedure.ProposeItem(tx, w.amina, commune.Item{
			Meeting: on.ID, Title: title, Theme: theme, Kind: commune.ForDecision, Minutes: minutes,
			Text: "Le collectif du quartier a préparé ce point avec les personnes qui habitent la rue.",
		})
		item = added.Item
		return err
	})
	return item
}

// motion puts a text under a point.
func (w *town) motion(item commune.Item, form commune.FormName, audience commune.Audience, text string, payload any) (m commune.Motion) {
	w.Helper()
	m = commune.Motion{Item: item.ID, Form: form, Audience: audience, Text: text}
	switch p := payload.(type) {
	case nil:
	case string:
		m.Payload = []byte(p)
	default:
		m.Payload = []byte(quoted(p))
	}
	w.tx(func(tx *store.Tx) (err error) {
		m, err = procedure.ProposeMotion(tx, w.house, w.amina, m)
		return err
	})
	return m
}

// opens a meeting at its hour, with everybody there whose dues are paid, one of them online.
func (w *town) opens(m commune.Meeting) {
	w.Helper()
	w.clock.Set(m.StartsAt)
	w.tx(func(tx *store.Tx) error {
		for n, who := range append([]commune.MemberID{w.zoe, w.amina}, w.many...) {
			mode := commune.Room
			if n%4 == 3 {
				mode = commune.Online
			}
			if err := procedure.Attend(tx, who, m.ID, mode); err != nil {
				return err
			}
		}
		_, err := procedure.OpenMeeting(tx, w.zoe, m.ID)
		return err
	})
}

// opensVote opens a vote; so many answer for, against and abstain.
func (w *town) opensVote(m commune.Motion, inFavour, against, abstain int) {
	w.Helper()
	w.tx(func(tx *store.Tx) error {
		if _, err := procedure.OpenVote(tx, w.house, w.zoe, m.ID); err != nil {
			return err
		}
		for n, who := range w.many {
			choice := commune.For
			switch {
			case n >= inFavour+against+abstain:
				return nil
			case n >= inFavour+against:
				choice = commune.Abstain
			case n >= inFavour:
				choice = commune.Against
			}
			if _, err := procedure.Cast(tx, who, m.ID, choice); err != nil {
				return err
			}
		}
		return nil
	})
}

// decides takes a motion through its vote.
func (w *town) decides(m commune.Motion, inFavour, against, abstain int) {
	w.Helper()
	w.opensVote(m, inFavour, against, abstain)
	w.tx(func(tx *store.Tx) error {
		_, err := procedure.CloseVote(tx, w.house, w.zoe, m.ID)
		return err
	})
}

// inSession is a commune in the middle of its second assembly: decisions of every kind behind it, a vote open, texts waiting, an
// agenda longer than the evening, one exceptional assembly convened and another called.
func inSession(t *testing.T) (town, map[string]string) {
	t.Helper()
	w := founded(t, "Commune du Faubourg-des-Tisserands")
	for _, name := range []string{"Bruno K.", "Chloé D.", "Driss A.", "Élise P.", "Farid N.", "Gaëlle R.", "Hugo S.", "Inès V.", "Jo L.", "Karim O.", "Lucie W."} {
		w.many = append(w.many, w.admit(name))
		w.pays(w.many[len(w.many)-1])
	}
	w.pays(w.zoe)
	first := w.meeting()
	w.firstAssembly(first)
	second := w.meeting()
	called := w.preparesSecond(second)
	w.opens(second)
	grocery := w.motionOf(second, "Épicerie coopérative")
	w.opensVote(grocery, 6, 2, 1)
	w.goesRound(second)
	third := w.next(second)
	item := w.item(third, "Jardin partagé de la rue des Lavandières", "Vivre ici", 25)
	wording := w.motion(item, commune.FormResolution, commune.Public, "La commune ouvre le jardin au printemps.", nil)
	w.item(third, "Bancs de la place", "Vivre ici", 15) // whose mandate it is can put it before
	return w, map[string]string{
		"first": fmt.Sprint(first.ID), "second": fmt.Sprint(second.ID), "third": fmt.Sprint(third.ID), "called": fmt.Sprint(called.ID),
		"item": fmt.Sprint(item.ID), "wording": fmt.Sprint(wording.ID), "member": fmt.Sprint(w.leo), "paid": fmt.Sprint(w.amina), "link": w.link(w.zoe)[len(w.base):],
		"cursor": w.cursor(), "token": w.projects(second),
		"out": "1.reminders." + w.Mark("unsubscribe", "1.reminders"),
	}
}

// projects makes the address of a projector.
func (w *town) projects(m commune.Meeting) (token string) {
	w.Helper()
	w.tx(func(tx *store.Tx) (err error) {
		token, err = procedure.Project(tx, w.zoe, m.ID)
		return err
	})
	return token
}

// goesRound has someone speak who is called back to the point, and four wait: Amina among them, one who was told that they are next.
func (w *town) goesRound(m commune.Meeting) {
	w.Helper()
	w.tx(func(tx *store.Tx) error {
		for _, who := range []commune.MemberID{w.many[0], w.many[1], w.amina, w.many[2], w.many[5]} {
			if err := procedure.AskFloor(tx, who, commune.SpeechRequest{Meeting: m.ID, Member: who, Kind: commune.Turn}); err != nil {
				return err
			}
		}
		if _, err := procedure.GiveFloor(tx, w.zoe, m.ID, 0); err != nil {
			return err
		}
		return procedure.RecallSpeaker(tx, w.zoe, m.ID, commune.TooLong)
	})
}

// cursor is where the second page of the public register begins.
func (w *town) cursor() string {
	w.Helper()
	answer, err := http.Get(w.base + "/api/v1/decisions")
	if err != nil {
		w.Fatal(err)
	}
	defer answer.Body.Close()
	var page struct{ Next string }
	if err := json.NewDecoder(answer.Body).Decode(&page); err != nil || page.Next == "" {
		w.Fatalf("the register has no second page (%v)", err)
	}
	return page.Next
}

// firstAssembly gives Zoé a mandate, orders the priorities, and takes enough decisions for a second page of the register.
func (w *town) firstAssembly(first commune.Meeting) {
	w.Helper()
	item := w.item(first, "Faire commune", "", 90)
	mandate := w.motion(item, commune.FormMandate, commune.Confederation, "Zoé M. coordonne l’accueil et les cotisations pour un an.", commune.MandateTerms{
		Holder: w.zoe, Title: "Coordination", Clauses: commune.Clauses{"Accueillir, tenir les cotisations à jour, convoquer et animer. En rendre compte à chaque assemblée."},
		Capabilities: commune.Capabilities{commune.AdmitMembers, commune.RecordDues, commune.Convene, commune.Facilitate, commune.PrepareAgenda}, Until: "2027-09-30",
	})
	w.tx(func(tx *store.Tx) error { _, err := procedure.AnswerTerms(tx, w.zoe, mandate.ID, true); return err })
	priorities := w.motion(item, commune.FormPriorities, commune.MembersOnly, "Nos priorités de l’automne.", "Vivre ici\nSolidarités\nFêtes")
	rejected := w.motion(item, commune.FormResolution, commune.Public, "La commune quitte la Maison du peuple.", nil)
	w.opens(first)
	w.decides(mandate, 9, 0, 1)
	w.decides(priorities, 7, 2, 2)
	w.decides(rejected, 4, 4, 1)
	for n := range 28 {
		text := fmt.Sprintf("La commune réserve la grande salle le %d octobre 2026 pour l’atelier vélo.", n+1)
		w.decides(w.motion(item, commune.FormResolution, commune.Public, text, nil), 8, n%5, 1)
	}
	w.tx(func(tx *store.Tx) error { return procedure.CloseMeeting(tx, w.zoe, first.ID) })
}

// preparesSecond writes an agenda of more than two hours, with a text of every form, and calls two exceptional assemblies.
func (w *town) preparesSecond(second commune.Meeting) (called commune.Meeting) {
	w.Helper()
	grocery := w.item(second, "Épicerie coopérative", "Solidarités", 50)
	w.motion(grocery, commune.FormResolution, commune.Public, "La commune adhère à la coopérative d’achat du Marché-aux-Lins pour un an.", nil)
	council := w.item(second, "Rejoindre le conseil", "Vivre ici", 45)
	w.tx(func(tx *store.Tx) error {
		_, err := confederal.Meet(tx, w.zoe, confederation.Peer{
			Actor: "http://127.0.0.1:9/conseil", Role: confederation.RoleCouncil, Name: "Conseil de la vallée de la Marque", CharterVersion: 1, CharterHash: "0",
		})
		return err
	})
	w.motion(council, confederation.FormJoin, commune.Public, "La commune rejoint le conseil de la vallée.", confederation.JoinTerms{Council: "http://127.0.0.1:9/conseil"})
	w.motion(w.item(second, "Trésorerie", "", 40), commune.FormMandate, commune.MembersOnly, "Amina B. tient la trésorerie.", commune.MandateTerms{
		Holder: w.amina, Title: "Trésorerie", Clauses: commune.Clauses{"Tenir les comptes."}, Capabilities: commune.Capabilities{commune.RecordDues}, Until: "2027-09-30",
	})
	w.tx(func(tx *store.Tx) (err error) {
		strike := commune.Call{
			Matter: "Soutien au piquet de grève", Reason: "Le préavis court dès lundi.", Place: "Devant l’usine", StartsAt: second.StartsAt.AddDate(0, 0, 5),
		}
		if _, err = procedure.CallMeeting(tx, w.zoe, strike); err != nil {
			return err
		}
		strike.Matter = "Inondation de la rue basse"
		called, err = procedure.CallMeeting(tx, w.amina, strike)
		return err
	})
	return called
}

// motionOf finds the text under a point.
func (w *town) motionOf(m commune.Meeting, title string) (found commune.Motion) {
	w.Helper()
	w.tx(func(tx *store.Tx) error {
		items, err := tx.Items(m.ID)
		if err != nil {
			return err
		}
		motions, err := tx.Motions(m.ID)
		for _, item := range items {
			for _, motion := range motions {
				if item.Title == title && motion.Item == item.ID {
					found = motion
				}
			}
		}
		return err
	})
	if found.ID == 0 {
		w.Fatalf("no text under %q", title)
	}
	return found
}

// next is the ordinary assembly after another.
func (w *town) next(m commune.Meeting) (next commune.Meeting) {
	w.Helper()
	w.tx(func(tx *store.Tx) (err error) {
		if err = procedure.Schedule(tx); err != nil {
			return err
		}
		next, err = tx.LastOrdinary()
		return err
	})
	if next.ID == m.ID {
		w.Fatal("no assembly is planned after this one")
	}
	return next
}

// record gives a decision's signed document.
func (w *town) record(text string) (document []byte) {
	w.Helper()
	w.tx(func(tx *store.Tx) error {
		entries, err := tx.Entries(0, 1000)
		for _, e := range entries {
			if !e.IsRecord {
				continue
			}
			parsed, err := record.Parse(e.Document)
			if err != nil {
				return err
			}
			var d record.Decision
			if err := json.Unmarshal(parsed.Data, &d); err != nil {
				return err
			}
			if d.Text == text {
				document = e.Document
			}
		}
		return err
	})
	if document == nil {
		w.Fatalf("no record of %q", text)
	}
	return document
}
