package browsertest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	"federes.org/confederation"
	confederal "federes.org/confederation/procedure"
	peers "federes.org/confederation/store"
)

// popularViews are the pages of three popular assemblies: one that has a past and a next sitting, one in session, one that never met.
var popularViews = []view{
	{route: "/assemblies", path: "/assemblies", who: everybody},
	{route: "/assemblies/new", path: "/assemblies/new", who: keepers},
	{route: "/assemblies/new", path: "/assemblies/new", who: keepers, status: 422, fill: map[string]string{"name": "Assemblée du port", "rules": ""}},
	{route: "/assemblies/new", path: "/assemblies/new", who: members, status: 403},
	{route: "/p/:slug", path: "/p/{square}", who: everybody},
	{route: "/p/:slug", path: "/p/{square}", who: outsiders, status: 422, fill: map[string]string{"name": "Ana", "email": "ana"}},
	{route: "/p/:slug", path: "/p/{square}?sent=1", who: outsiders},
	{route: "/p/:slug", path: "/p/{court}", who: []string{lapsed, stranger, mandated}},
	{route: "/p/:slug", path: "/p/{mill}", who: []string{stranger, mandated}},
	{route: "/p/:slug", path: "/p/ailleurs", who: outsiders, status: 404},
	{route: "/p/:slug/edit", path: "/p/{square}/edit", who: keepers},
	{route: "/p/:slug/edit", path: "/p/{square}/edit", who: keepers, status: 422, fill: map[string]string{"organisers": "Union locale | ul | union"}},
	{route: "/p/:slug/convocation", path: "/p/{square}/convocation", who: keepers},
	{route: "/p/:slug/convocation", path: "/p/{square}/convocation", who: keepers, status: 422, fill: map[string]string{"starts": "2020-01-01T10:00", "place": ""}},
	{route: "/p/:slug/sittings/:id", path: "/p/{square}/sittings/{coming}", who: keepers},
	{route: "/p/:slug/sittings/:id", path: "/p/{square}/sittings/{coming}", who: keepers, status: 422, fill: map[string]string{"place": ""}},
	{route: "/p/:slug/coorganisers", path: "/p/{square}/coorganisers", who: keepers},
	{route: "/p/:slug/coorganisers", path: "/p/{mill}/coorganisers", who: keepers, status: 422, fill: map[string]string{"commune": ""}},
	{route: "/p/:slug/end", path: "/p/{mill}/end", who: keepers},
	{route: "/p/:slug/end", path: "/p/{mill}/end", who: keepers, status: 422, fill: map[string]string{"why": ""}},
	{route: "/p/:slug", path: "/p/{over}", who: []string{stranger, member}},
	{route: "/p/:slug/decisions/:number", path: "/p/{square}/decisions/{decided}", who: []string{stranger, member}},
	{route: "/p/:slug/decisions/:number", path: "/p/{square}/decisions/1999-1", who: outsiders, status: 404},
	{route: "/p/:slug/caucus", path: "/p/{square}/caucus", who: []string{member, lapsed}},
	{route: "/p/:slug/caucus", path: "/p/{square}/caucus", who: members, status: 409, fill: map[string]string{"version": "0", "text": "Demander aussi un four."}},
	{route: "/p/:slug/caucus", path: "/p/{mill}/caucus", who: members},
	{route: "/p/:slug/session", path: "/p/{court}/session", who: []string{lapsed, member, mandated}},
	{route: "/p/:slug/session", path: "/p/{square}/session", who: members},
	{route: "/p/:slug/session", path: "/p/{mill}/session", who: members, status: 404},
	{route: "/p/:slug/proposals", path: "/p/{square}/proposals", who: []string{lapsed, member, mandated}},
	{route: "/p/:slug/proposals", path: "/p/{court}/proposals", who: keepers},
	{route: "/p/:slug/proposals/:id", path: "/p/{square}/proposals/{proposed}", who: members},
	{route: "/p/:slug/proposals/:id", path: "/p/{square}/proposals/{proposed}", who: members, status: 422, fill: map[string]string{"title": ""}},
	{route: "/p/:slug/proposals", path: "/p/{square}/proposals", who: members, status: 422, fill: map[string]string{"title": "", "words": "La place ouvre une cantine."}},
	{route: "/meetings/:id", path: "/meetings/{past}", who: members},
	{route: "/meetings/:id", path: "/meetings/{coming}", who: insiders},
	{route: "/meetings/:id", path: "/meetings/{coming}", who: outsiders, status: 200}, // the page of its assembly
	{route: "/meetings/:id", path: "/meetings/{now}", who: []string{mandated, member}},
	{route: "/meetings/:id/minutes", path: "/meetings/{past}/minutes", who: outsiders},
	{route: "/meetings/:id/seat", path: "/meetings/{now}/seat", who: []string{mandated, lapsed}},
	{route: "/meetings/:id/console", path: "/meetings/{now}/console", who: keepers},
	{route: "/meetings/:id/presences", path: "/meetings/{now}/presences", who: keepers},
	{route: "/meetings/:id/decisions", path: "/meetings/{past}/decisions", who: outsiders},
	{route: "/calendar", path: "/calendar", who: outsiders},
}

var popularFiles = []file{
	{"/p/:slug/decisions/:number/record", "/p/{square}/decisions/{decided}/record"},
	{"/p/:slug/decisions/:number/proof", "/p/{square}/decisions/{decided}/proof"},
}

const onTheSquare = "Une personne présente, une voix.\n\nLa parole se demande à main levée ; qui n’a pas encore parlé passe devant. Les propositions sont lues deux fois, puis votées."

// tells of a popular assembly.
func (w *town) tells(name, purpose string, p commune.PopularAssemblyPage) (b commune.Body) {
	w.Helper()
	p.Rules = onTheSquare
	w.tx(func(tx *store.Tx) (err error) {
		b, err = procedure.CreatePopular(tx, w.zoe, procedure.PopularBody{Body: commune.Body{Name: name, Purpose: purpose}, Page: p})
		return err
	})
	return b
}

// summons everybody to a sitting of a popular assembly, so many hours from now.
func (w *town) summons(b commune.Body, hours time.Duration, place string) (m commune.Meeting) {
	w.Helper()
	w.tx(func(tx *store.Tx) (err error) {
		m, err = procedure.ConvokePopular(tx, w.house, w.zoe, commune.Meeting{Body: b.ID, StartsAt: w.clock.Now().Add(hours * time.Hour), Place: place})
		return err
	})
	return m
}

// greets somebody at the door of a popular assembly.
func (w *town) greets(m commune.Meeting, name string) (guest commune.Member) {
	w.Helper()
	w.tx(func(tx *store.Tx) (err error) {
		guest, err = procedure.CheckIn(tx, w.zoe, m.ID, name)
		return err
	})
	return guest
}

// sitsOnce has a popular assembly meet and decide, and its minutes published.
func (w *town) sitsOnce(b commune.Body) (past commune.Meeting, number string) {
	w.Helper()
	past = w.summons(b, 48, "Halle aux Grains")
	canteen := w.motion(w.item(past, "Cantine à prix libre", "", 30), commune.FormResolution, commune.Public, "L’assemblée ouvre une cantine à prix libre chaque samedi, sous la halle.", nil)
	street := w.motion(w.item(past, "Circulation rue Basse", "", 20), commune.FormResolution, commune.Public, "La rue Basse est fermée aux voitures les jours de marché.", nil)
	w.opens(past)
	w.adopts(canteen.ID)
	w.greets(past, "Ana")
	w.adopts(street.ID)
	w.tx(func(tx *store.Tx) error {
		if err := procedure.CloseMeeting(tx, w.zoe, past.ID); err != nil {
			return err
		}
		if _, err := procedure.PublishMinutes(tx, w.house, w.zoe, commune.Minutes{Meeting: past.ID}); err != nil {
			return err
		}
		all, err := tx.DecisionsBy(b.Slug)
		number = all[0].OwnNumber()
		return err
	})
	return past, number
}

// prepares among members what to carry at a sitting.
func (w *town) prepares(b commune.Body, item commune.Item) {
	w.Helper()
	w.tx(func(tx *store.Tx) error {
		for n, text := range []string{"Demander un mandat révocable.", "Demander un mandat court et révocable pour qui tient la caisse de la cantine."} {
			if _, err := procedure.WritePosition(tx, w.amina, commune.Position{Item: item.ID, Version: n, Text: text}); err != nil {
				return err
			}
		}
		return procedure.Compare(tx, w.zoe, commune.Comparison{Body: b.ID, Point: "speakers", Answer: commune.ComparedPartly, Note: "Proposer une liste affichée au mur."})
	})
}

// organisesWith has communes asked to organise a popular assembly, and others ask ours.
func (w *town) organisesWith(b commune.Body) {
	w.Helper()
	w.tx(func(tx *store.Tx) error {
		for name, state := range map[string]confederation.State{"Commune des Lilas": confederation.Accepted, "Commune de Die": confederation.Asked, "Commune de Crest": confederation.Refused} {
			host := "https://" + strings.ToLower(name[strings.LastIndex(name, " ")+1:]) + ".example"
			c := confederation.CoOrganiser{Body: b.ID, Actor: commune.ActorID(host + "/ag"), Name: name, State: state, Offer: host, Since: tx.Now()}
			if state == confederation.Accepted {
				c.Decision = host + "/records/12"
			}
			if _, err := peers.PutCoOrganiser(tx, c); err != nil {
				return err
			}
		}
		_, err := peers.PutOffer(tx, confederation.Offer{
			Assembly: "https://die.example/p/pont", Origin: "https://die.example", Name: "Assemblée du pont de Die", State: confederation.Accepted, Decision: 1, Since: tx.Now(),
		})
		if err != nil {
			return err
		}
		return confederal.ReceiveOffer(tx, confederation.Offer{Assembly: "https://lilas.example/p/halle", Name: "Assemblée de la halle aux grains des Lilas"}, commune.ActorID(w.base+"/ag"))
	})
}

// popular is a commune that brings about popular assemblies with others.
func popular(t *testing.T) (town, map[string]string) {
	t.Helper()
	w := founded(t, "Commune du Faubourg-des-Tisserands")
	w.pays(w.zoe)
	square := w.tells("Assemblée de la place du Marché", "Décider ensemble de ce qui se passe dans le quartier, avec toutes les personnes qui y vivent ou y travaillent.", commune.PopularAssemblyPage{
		Coming:      "Le samedi à 15 h, sous la halle. Entrée de plain-pied, garde d’enfants, traduction en arabe et en portugais.",
		Organisers:  "Union locale des syndicats | https://ul.example\nCollectif des Lavandières",
		Initiatives: "Cantine du samedi | l’assemblée du port | https://cantine.example\nJardin de la rue Basse",
	})
	court := w.tells("Assemblée des Cours", "Parler des loyers et des charges.", commune.PopularAssemblyPage{})
	mill := w.tells("Assemblée du Moulin", "Garder le moulin ouvert.", commune.PopularAssemblyPage{})
	over := w.tells("Assemblée de la gare", "Garder les guichets ouverts.", commune.PopularAssemblyPage{})
	w.tx(func(tx *store.Tx) error {
		_, err := procedure.EndPopular(tx, w.zoe, procedure.Ending{Body: over.ID, Why: "Les guichets restent ouverts."})
		return err
	})
	w.organisesWith(square)
	past, decided := w.sitsOnce(square)
	moved := w.summons(square, 96, "Halle aux Grains")
	w.tx(func(tx *store.Tx) error {
		_, err := procedure.CancelSitting(tx, w.house, w.zoe, moved.ID, "La halle est prise ce jour-là.")
		return err
	})
	coming := w.summons(square, 72, "Halle aux Grains, place du Marché")
	gone := w.item(coming, "Peindre les volets", "", 10)
	w.tx(func(tx *store.Tx) error { _, err := procedure.WithdrawItem(tx, w.amina, gone.ID, true); return err })
	till := w.item(coming, "Qui tient la caisse de la cantine", "", 20)
	w.prepares(square, till)
	w.motion(till, commune.FormResolution, commune.Public, "Deux personnes tirées au sort tiennent la caisse, pour un mois.", nil)
	w.item(coming, "Fête de printemps", "", 15)
	now := w.summons(court, 1, "Cour du 12, rue des Tisserands")
	rents := w.item(now, "Hausse des charges", "", 40)
	vote := w.motion(rents, commune.FormResolution, commune.Public, "Nous ne payons pas la hausse tant que les comptes ne sont pas ouverts.", nil)
	w.opens(now)
	w.tx(func(tx *store.Tx) error { return procedure.Attend(tx, w.leo, now.ID, commune.Room) })
	ana := w.greets(now, "Ana")
	w.opensVote(vote, 0, 0, 0)
	w.tx(func(tx *store.Tx) error {
		for _, who := range []commune.MemberID{ana.ID, w.leo} {
			if err := procedure.AskFloor(tx, w.zoe, commune.SpeechRequest{Meeting: now.ID, Member: who, Kind: commune.Turn}); err != nil {
				return err
			}
		}
		if _, err := procedure.GiveFloor(tx, w.zoe, now.ID, 0); err != nil {
			return err
		}
		_, err := procedure.Cast(tx, w.amina, vote.ID, commune.For)
		return err
	})
	return w, map[string]string{
		"square": square.Slug, "over": over.Slug, "court": court.Slug, "mill": mill.Slug, "decided": decided,
		"past": fmt.Sprint(past.ID), "coming": fmt.Sprint(coming.ID), "now": fmt.Sprint(now.ID), "proposed": fmt.Sprint(till.ID),
	}
}
