package browsertest

import (
	"fmt"
	"regexp"
	"testing"

	"github.com/chromedp/chromedp"

	"federes.org/cmd/federes/world"
	"federes.org/web"
	"federes.org/web/mail"
)

// beginning is a commune from its first page on, with the mail that comes to its people.
type beginning struct {
	*instance
	letters    *world.Mailbox
	zoe, amina person
	step       int
}

// shows photographs a step of the story, in the order in which it is told.
func (b *beginning) shows(p person, what string) {
	b.Helper()
	b.step++
	p.photographs(fmt.Sprintf("%02d-%s", b.step, what))
}

// letter waits for the newest mail to an address whose subject says this.
func (b *beginning) letter(to, subject string) (found world.Letter) {
	b.Helper()
	if err := b.jobs.Drain(b.Context()); err != nil {
		b.Fatal(err)
	}
	says := regexp.MustCompile(subject)
	for _, l := range b.letters.Letters(to) {
		if says.MatchString(l.Subject) {
			found = l
		}
	}
	if found.Subject == "" {
		b.Fatalf("no mail to %s says %q", to, subject)
	}
	return found
}

const (
	aminaMail = "amina@tisserands.example"
	treasury  = "Amina B. – Trésorerie"
)

// TestFromTheFoundationToTheFirstRevocation is told with a mouse and a keyboard, from an empty database on: somebody founds a commune,
// somebody joins it, is mandated by it, and is revoked by it (PW-1, PW-2, ME-1, SE-3, SE-7).
func TestFromTheFoundationToTheFirstRevocation(t *testing.T) {
	t.Parallel()
	letters, err := world.OpenMailbox()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := letters.Close(); err != nil {
			t.Error(err)
		}
	})
	b := &beginning{letters: letters, zoe: newPerson(t, "fr"), amina: newPerson(t, "fr")}
	b.instance = serve(t, func(c *web.Config) {
		if c.Mailer, err = mail.NewSMTP("smtp://"+letters.Address, "tisserands.example"); err != nil {
			t.Fatal(err)
		}
	})
	b.zoe.sits(desktop)
	for _, chapter := range []func(){b.founding, b.joining, b.admission, b.proposal, b.firstAssembly, b.acceptance, b.revocationAsked, b.secondAssembly, b.aftermath} {
		chapter()
	}
	for _, p := range []person{b.zoe, b.amina} {
		for _, fault := range p.complaints() {
			t.Error(fault)
		}
	}
}

func (b *beginning) founding() {
	p := b.zoe
	p.goes(b.base + "/setup?key=" + setupKey)
	b.shows(p, "setup")
	p.writes("Nom", "Commune du Faubourg-des-Tisserands")
	p.writes("Lieu des assemblées", "Maison du peuple")
	p.writes("Votre nom public", "Zoé M.")
	p.writes("Votre adresse électronique", "zoe@tisserands.example")
	p.clicks("Fonder")
	p.sees("C’est fondé. Bienvenue chez vous.", "Bonjour Zoé M.", "Prochaine assemblée")
	b.shows(p, "founded")
}

func (b *beginning) joining() {
	p := b.amina
	p.goes(b.base + "/")
	b.shows(p, "front")
	p.clicks("Rejoindre")
	b.shows(p, "join")
	p.sits(desktop)
	b.shows(p, "join-desktop")
	p.sits(phone)
	p.writes("Nom public", "Amina B.")
	p.writes("Adresse électronique", aminaMail)
	p.writes("Un mot de vous", "J’habite rue des Lavandières et je sais tenir des comptes.")
	p.clicks("Envoyer ma demande")
	p.sees("Regardez vos courriels.")
	b.shows(p, "join-sent")
	link := regexp.MustCompile(regexp.QuoteMeta(b.base) + `/join/\S+`).FindString(b.letter(aminaMail, "confirmez votre demande").Text)
	p.goes(link)
	b.shows(p, "join-link")
	p.clicks("Confirmer ma demande")
	p.sees("Votre demande est partie.", "Votre demande attend sa réponse")
	b.shows(p, "join-waits")
}

func (b *beginning) admission() {
	p := b.zoe
	p.goes(b.base + "/")
	p.sees("demande")
	b.shows(p, "asked-to-admit")
	p.clicks("Répondre")
	b.shows(p, "requests")
	p.clicks("Admettre")
	p.sees("Amina B. est membre.")
	b.shows(p, "admitted")
	p.clicks("Membres")
	p.clicks("Amina B.")
	p.writes("Montant", "12,50")
	p.clicks("Enregistrer le versement")
	p.sees("Le versement est enregistré.", "12,50 €")
	b.shows(p, "dues")
	b.letter(aminaMail, "réponse à votre demande")
	b.amina.goes(b.base + "/")
	b.amina.clicks("Connexion")
	b.amina.writes("Adresse électronique", aminaMail)
	b.amina.clicks("Recevoir un lien")
	b.shows(b.amina, "link-sent")
	if err := b.jobs.Drain(b.Context()); err != nil {
		b.Fatal(err)
	}
	link, err := b.letters.Link(b.Context(), aminaMail)
	if err != nil {
		b.Fatal(err)
	}
	b.amina.goes(link)
	b.shows(b.amina, "sign-in")
	b.amina.clicks("Entrer")
	b.amina.sees("Bienvenue, Amina B.", "Pour commencer")
	b.shows(b.amina, "newcomer")
}

func (b *beginning) proposal() {
	p := b.zoe
	p.clicks("Mandats")
	b.shows(p, "mandates")
	p.clicks("Proposer un mandat")
	b.shows(p, "mandate-new")
	p.does(p.hits("Personne mandatée"))
	p.does(chromedp.KeyEvent("Ami"))
	p.writes("Intitulé", "Trésorerie")
	p.writes("Mission", "Tenir la caisse et les comptes.\nEncaisser les cotisations à prix libre.")
	p.does(p.hits("enregistrer les cotisations"))
	p.does(p.hits("Dernier jour"), chromedp.KeyEvent("08082027")) // the same day wherever the browser thinks it is
	p.does(p.hits("Tout le monde"))
	b.shows(p, "mandate-filled")
	p.clicks("Proposer un mandat")
	p.sees("Le texte est proposé à l’assemblée du jeudi 17 septembre 2026.", "L’assemblée donne à Amina B. le mandat « Trésorerie »")
	b.shows(p, "mandate-proposed")
}

// gathers has both come to the next assembly at its hour; Zoé opens it.
func (b *beginning) gathers() {
	b.Helper()
	b.clock.Set(b.meeting().StartsAt)
	for _, p := range []person{b.zoe, b.amina} {
		p.goes(b.base + "/")
		p.clicks("Signaler ma présence")
		p.clicks("Je suis sur place")
		p.sees("Vous êtes sur place.")
	}
	b.shows(b.zoe, "present")
	b.zoe.clicks("Ouvrir l’assemblée")
	b.zoe.sees("L’assemblée est ouverte.")
	b.shows(b.zoe, "opened")
	b.zoe.clicks("Console d’animation")
	b.shows(b.zoe, "console")
}

// votes has both vote for the text that waits, and closes the vote when that is done.
func (b *beginning) votes(number, text string, before func()) {
	b.Helper()
	b.zoe.taps("Ouvrir le vote", "Le vote est ouvert.")
	b.amina.goes(b.base + "/")
	b.amina.clicks("Voter")
	b.amina.sees(text)
	b.shows(b.amina, "ballot")
	b.amina.taps("Pour", "Votre vote est enregistré : Pour.")
	b.zoe.clicks("Ma place")
	b.zoe.taps("Pour", "Votre vote est enregistré : Pour.")
	b.zoe.clicks("Console d’animation")
	before()
	b.zoe.becomes("2 votes exprimés sur 2")
	b.zoe.taps("Clore le vote", "Adoptée : c’est la décision "+number+".")
	b.shows(b.zoe, "adopted")
}

func (b *beginning) firstAssembly() {
	b.gathers()
	b.votes("2026-1", "Trésorerie", func() {})
}

// acceptance is the mandate's beginning, and what it is for.
func (b *beginning) acceptance() {
	p := b.amina
	p.goes(b.base + "/")
	p.sees("L’assemblée vous a donné le mandat « Trésorerie ».")
	b.shows(p, "asked-to-accept")
	p.clicks("Lire et répondre")
	b.shows(p, "mandate-waits")
	p.clicks("J’accepte")
	p.sees("Merci. Votre mandat commence maintenant.")
	b.shows(p, "mandate-accepted")
	p.sits(desktop)
	p.clicks("Membres")
	p.clicks("Zoé M.")
	p.writes("Montant", "20")
	p.clicks("Enregistrer le versement")
	p.sees("Le versement est enregistré.", "20 €")
	b.shows(p, "treasurer")
	b.zoe.clicks("Clore l’assemblée")
	b.zoe.sees("L’assemblée est close.")
	b.shows(b.zoe, "closed")
}

// revocationAsked is prepared in one step from the mandate's page.
func (b *beginning) revocationAsked() {
	b.clock.Set(b.clock.Now().AddDate(0, 0, 4))
	p := b.zoe
	p.clicks("Mandats")
	b.shows(p, "mandates-given")
	p.clicks(treasury)
	b.shows(p, "mandate")
	p.writes("Pourquoi", "Personne n’a vu les comptes.")
	p.clicks("Proposer la révocation")
	p.sees("Le texte est proposé à l’assemblée du jeudi 1", "L’assemblée révoque le mandat « Trésorerie »")
	b.shows(p, "revocation-proposed")
}

// secondAssembly revokes, while a payment is typed in a tab that was opened before.
func (b *beginning) secondAssembly() {
	b.gathers()
	tab := b.amina
	b.votes("2026-2", "révoque", func() {
		tab.sits(desktop)
		tab.goes(b.base + "/")
		tab.clicks("Membres")
		tab.clicks("Zoé M.")
		tab.writes("Montant", "30")
		b.shows(tab, "open-tab")
	})
	tab.clicks("Enregistrer le versement")
	if tab.answered() != 403 {
		b.Errorf("the payment is answered %d", tab.answered())
	}
	tab.sees("Il faut un mandat pour cela", "enregistrer les cotisations")
	b.shows(tab, "refused")
}

// aftermath is what everybody can read.
func (b *beginning) aftermath() {
	reader := newPerson(b.T, "fr")
	reader.goes(b.base + "/mandates")
	reader.sees("Trésorerie", "Révoqué")
	b.shows(reader, "mandates-ended")
	reader.clicks(treasury)
	reader.sees("Révoqué par", "2026-2")
	b.shows(reader, "mandate-ended")
	b.zoe.goes(b.base + "/register")
	b.zoe.sees("Décision 2026-1", "Décision 2026-2", "L’assemblée donne à Amina B. le mandat « Trésorerie »", "L’assemblée révoque le mandat « Trésorerie »")
	b.shows(b.zoe, "register")
	b.amina.sits(phone)
	b.amina.goes(b.base + "/")
	b.shows(b.amina, "home-after")
}
