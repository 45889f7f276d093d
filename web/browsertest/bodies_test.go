package browsertest

import (
	"fmt"
	"testing"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
)

// bodyViews are the pages of secretariats and commissions: what they are, decide, report and ask, and how far the decisions of the
// assembly are.
var bodyViews = []view{
	{route: "/", path: "/", who: []string{mandated, member, stranger}},
	{route: "/bodies", path: "/bodies", who: []string{member, stranger}},
	{route: "/bodies/new", path: "/bodies/new", who: members},
	{route: "/bodies/new", path: "/bodies/new?kind=commission", who: members, status: 422, fill: map[string]string{"name": "", "purpose": ""}},
	{route: "/s/:slug", path: "/s/logistique", who: everybody},
	{route: "/s/:slug", path: "/s/accueil", who: []string{member, stranger}},
	{route: "/s/:slug", path: "/s/bal", who: outsiders, status: 404},
	{route: "/c/:slug", path: "/c/bal", who: []string{member, stranger, mandated}},
	{route: "/c/:slug", path: "/c/carnaval", who: []string{member, stranger}},
	{route: "/bodies/:id/dissolution", path: "/bodies/{secretariat}/dissolution", who: members},
	{route: "/bodies/:id/dissolution", path: "/bodies/{secretariat}/dissolution", who: members, status: 422, fill: map[string]string{"text": ""}},
	{route: "/bodies/:id/dissolution", path: "/bodies/{past}/dissolution", who: members, status: 409},
	{route: "/bodies/:id/signal", path: "/bodies/{commission}/signal", who: members},
	{route: "/bodies/:id/signal", path: "/bodies/{commission}/signal", who: members, status: 422, fill: map[string]string{"link": "https://signal.example/#bal"}},
	{route: "/bodies/:id/signal", path: "/bodies/{commission}/signal", who: keepers, status: 403},
	{route: "/bodies/:id/requests/new", path: "/bodies/{commission}/requests/new", who: members},
	{route: "/bodies/:id/requests/new", path: "/bodies/{commission}/requests/new", who: members, status: 422, fill: map[string]string{"title": "", "text": "Cent."}},
	{route: "/s/:slug/decisions/:number", path: "/s/logistique/decisions/logistique-2026-1", who: []string{member, stranger}},
	{route: "/s/:slug/decisions/:number", path: "/s/logistique/decisions/logistique-2026-9", who: outsiders, status: 404},
	{route: "/bodies/:id/decisions/new", path: "/bodies/{secretariat}/decisions/new", who: keepers},
	{route: "/bodies/:id/decisions/new", path: "/bodies/{secretariat}/decisions/new?request={request}", who: keepers},
	{route: "/bodies/:id/decisions/new", path: "/bodies/{secretariat}/decisions/new", who: keepers, status: 422, fill: map[string]string{"text": "On achète un camion."}},
	{route: "/bodies/:id/decisions/new", path: "/bodies/{secretariat}/decisions/new", who: members, status: 403},
	{route: "/bodies/:id/proposal", path: "/bodies/{commission}/proposal", who: members},
	{route: "/bodies/:id/proposal", path: "/bodies/{secretariat}/proposal?request={request}", who: keepers},
	{route: "/bodies/:id/proposal", path: "/bodies/{commission}/proposal", who: members, status: 422, fill: map[string]string{"title": ""}},
	{route: "/decisions", path: "/decisions", who: everybody},
	{route: "/decisions", path: "/decisions?body={secretariat}", who: members},
	{route: "/decisions/:number", path: "/decisions/2026-2", who: []string{mandated, stranger}},
	{route: "/decisions/:number", path: "/decisions/2026-2", who: keepers, status: 422, fill: map[string]string{"state": "given_up", "note": ""}},
	{route: "/reports/new", path: "/reports/new?mandate={mandate}", who: keepers},
	{route: "/reports/new", path: "/reports/new?body={commission}", who: members},
	{route: "/reports/new", path: "/reports/new?body={commission}", who: members, status: 422, fill: map[string]string{"title": "", "publish": "yes"}},
	{route: "/reports/:id", path: "/reports/{report}", who: []string{stranger, member}},
	{route: "/reports/:id", path: "/reports/{inner}", who: members},
	{route: "/reports/:id", path: "/reports/{inner}", who: outsiders, status: 404},
	{route: "/reports/:id/edit", path: "/reports/{draft}/edit", who: keepers},
	{route: "/reports/:id/edit", path: "/reports/{draft}/edit", who: keepers, status: 422, fill: map[string]string{"text": "", "publish": "yes"}},
	{route: "/reports/:id/edit", path: "/reports/{draft}/edit", who: keepers, status: 409, fill: map[string]string{"version": "0"}},
	{route: "/reports/:id/edit", path: "/reports/{draft}/edit", who: members, status: 403},
}

var bodyFiles = []file{
	{"/s/:slug/feed", "/s/logistique/feed"},
	{"/c/:slug/feed", "/c/bal/feed"},
	{"/s/:slug/decisions/:number/record", "/s/logistique/decisions/logistique-2026-1/record"},
	{"/s/:slug/decisions/:number/proof", "/s/logistique/decisions/logistique-2026-1/proof"},
	{"/reports/:id/record", "/reports/{report}/record"},
	{"/reports/:id/proof", "/reports/{report}/proof"},
}

// working is a commune whose bodies are at work: Zoé holds a mandate in a secretariat that decides and reports, Amina is in a commission.
func working(t *testing.T) (town, map[string]string) {
	t.Helper()
	w := founded(t, "Commune du Faubourg-des-Tisserands")
	w.pays(w.zoe)
	first := w.meeting()
	item := w.item(first, "Qui fait quoi", "", 60)
	w.opens(first)
	secretariat := w.body(commune.Body{Kind: commune.Secretariat, Slug: "logistique", Name: "Logistique et matériel", Purpose: "Tenir le matériel commun :\nle prêter, le réparer, en acheter."})
	w.body(commune.Body{Kind: commune.Secretariat, Slug: "accueil", Name: "Accueil", Purpose: "Recevoir qui arrive."})
	commission := w.body(commune.Body{Kind: commune.Commission, Slug: "bal", Name: "Bal de l’automne", Purpose: "Préparer le bal de la place.", Until: "2026-12-31"})
	past := w.body(commune.Body{Kind: commune.Commission, Slug: "carnaval", Name: "Carnaval", Purpose: "Préparer le carnaval.", Dissolved: 1, DissolvedAt: first.StartsAt})
	terms := commune.MandateTerms{
		Holder: w.zoe, Title: "Matériel", Body: secretariat, Until: "2027-08-31", ReportEvery: 14,
		Clauses: commune.ParseClauses("Acheter du matériel jusqu’à 200 € par mois.\nPrêter le matériel commun à qui le demande, et tenir la liste des prêts."),
	}
	known := map[string]string{
		"secretariat": fmt.Sprint(secretariat), "commission": fmt.Sprint(commission), "past": fmt.Sprint(past),
		"mandate": fmt.Sprint(w.gives(item, terms, true)),
	}
	for _, text := range []string{
		"La commune achète une sono pour ses assemblées et ses fêtes.", "La commune répare les bancs de la place.", "La commune ouvre le local tous les samedis.",
	} {
		w.adopts(w.motion(item, commune.FormResolution, commune.Public, text, nil).ID)
	}
	w.carriesOut(secretariat)
	w.reports(secretariat, known)
	w.commissions(commission, secretariat, known)
	w.adoptsCharters(item, known)
	return w, known
}

// body is one that the assembly made by its first decision.
func (w *town) body(b commune.Body) commune.BodyID {
	w.Helper()
	w.tx(func(tx *store.Tx) (err error) {
		b.Created, b.CreatedAt = 1, tx.Now()
		b, err = procedure.AddBody(tx, b)
		return err
	})
	return b.ID
}

// carriesOut has the secretariat take up decisions of the assembly: one is being done, one is done, one waits.
func (w *town) carriesOut(in commune.BodyID) {
	w.Helper()
	w.tx(func(tx *store.Tx) error {
		for d, note := range map[commune.DecisionID]commune.ChargeNote{
			2: {State: commune.ChargeDoing, Text: "Trois devis demandés ; le plus sérieux vient de la ressourcerie."}, 3: {State: commune.ChargeDone, Text: "Réparés."}, 4: {},
		} {
			if _, err := procedure.Charge(tx, w.zoe, commune.Charge{Decision: d, Body: in}); err != nil {
				return err
			}
			if note.State == "" {
				continue
			}
			note.Decision = d
			if _, err := procedure.MarkCharge(tx, w.zoe, note); err != nil {
				return err
			}
		}
		return nil
	})
}

// reports has Zoé decide under her mandate, publish a report for everybody and one for members, and begin a third.
func (w *town) reports(in commune.BodyID, known map[string]string) {
	w.Helper()
	w.tx(func(tx *store.Tx) error {
		on, err := tx.Mandates()
		if err != nil {
			return err
		}
		decided := procedure.Deciding{Body: in, Mandate: on[0].ID, Clause: 1, Text: "On achète vingt chaises pliantes à la ressourcerie, pour 140 €.", Audience: commune.Public}
		if _, err := procedure.DecideInBody(tx, w.house, w.zoe, decided); err != nil {
			return err
		}
		today := commune.DayOf(tx.Now(), w.clock.Now().Location())
		for _, r := range []struct {
			name, title string
			audience    commune.Audience
			published   bool
		}{
			{"report", "Le matériel de septembre", commune.Public, true},
			{"inner", "Ce qui est cassé", commune.MembersOnly, true},
			{"draft", "Le matériel d’octobre", commune.Public, false},
		} {
			written, err := procedure.WriteReport(tx, w.house, w.zoe, procedure.Written{Publish: r.published, Report: commune.Report{
				Body: in, Title: r.title, From: today, Until: today, Audience: r.audience,
				Text: "## Prêts\n\nLa **sono** est sortie deux fois.\n\n- Le barnum attend une couture.\n- La remorque est chez Léo.",
			}})
			if err != nil {
				return err
			}
			known[r.name] = fmt.Sprint(written.ID)
		}
		return nil
	})
}

// commissions has Amina and Léo join the commission, link its group and ask the secretariat for something.
func (w *town) commissions(id, of commune.BodyID, known map[string]string) {
	w.Helper()
	w.tx(func(tx *store.Tx) error {
		for _, who := range []commune.MemberID{w.amina, w.leo} {
			if _, err := procedure.JoinCommission(tx, who, id); err != nil {
				return err
			}
		}
		if _, err := procedure.SetSignal(tx, w.amina, id, "https://signal.group/#CjQKIJ0abc"); err != nil {
			return err
		}
		today := commune.DayOf(tx.Now(), w.clock.Now().Location())
		if _, err := procedure.WriteReport(tx, w.house, w.amina, procedure.Written{Publish: true, Report: commune.Report{
			Body: id, Title: "Première réunion du bal", Text: "Le bal aura lieu sur la place.", Until: today, Audience: commune.Public,
		}}); err != nil {
			return err
		}
		r, err := procedure.AskSecretariat(tx, w.amina, commune.Request{Commission: id, To: of, Title: "Des lampions", Text: "Il en faut trente pour éclairer la place."})
		known["request"] = fmt.Sprint(r.ID)
		return err
	})
	w.tx(func(tx *store.Tx) error {
		g := commune.Gathering{Body: id, Kind: commune.BodyMeeting, Title: "Répéter la farandole", Place: "Cour de l’école", Length: 90, Guests: commune.ForMembers}
		g.Day, g.Hour = commune.DayOf(w.clock.Now(), w.clock.Now().Location()).Add(6), 19*60
		_, err := procedure.PutGathering(tx, w.amina, g)
		return err
	})
}
