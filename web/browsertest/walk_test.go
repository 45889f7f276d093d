package browsertest

import (
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// The way from an empty instance to a decision, with nothing but a keyboard.
func TestFromTheFirstRunToAVotedDecisionByKeyboard(t *testing.T) {
	t.Parallel()
	walk(t, func(person) {})
}

// The same way in a browser that runs no script.
func TestFromTheFirstRunToAVotedDecisionWithoutScripts(t *testing.T) {
	t.Parallel()
	walk(t, func(p person) {
		p.does(emulation.SetScriptExecutionDisabled(true))
		p.goes("data:text/html,<title>still</title><script>document.title='ran'</script>")
		var title string
		if p.asks("document.title", &title); title != "still" {
			t.Fatal("this browser still runs scripts")
		}
	})
}

const words = "La commune adhère à la coopérative d’achat du Marché-aux-Lins pour un an."

func walk(t *testing.T, before func(person)) {
	i := serve(t, nil)
	zoe, amina := newPerson(t, "fr"), newPerson(t, "fr")
	before(zoe)
	before(amina)

	zoe.founds(i)
	zoe.admits("Amina B.", "amina@tisserands.example")
	zoe.admits("Léo T.", "leo@tisserands.example")
	zoe.proposes()
	amina.signsIn(i, "amina@tisserands.example")

	i.clock.Set(i.meeting().StartsAt)
	for _, p := range []person{zoe, amina} {
		p.goes(i.base + "/")
		p.presses("Signaler ma présence")
		p.pressesWithSpace("Je suis sur place")
		p.sees("Vous êtes sur place.")
	}
	zoe.presses("Ouvrir l’assemblée")
	zoe.sees("L’assemblée est ouverte.")
	zoe.presses("Console d’animation")
	zoe.givesTheFloorTo(amina, i)
	zoe.acts("Ouvrir le vote", "Le vote est ouvert.", "0 vote exprimé sur 2 personnes inscrites")
	zoe.presses("Ma place")
	zoe.acts("Pour", "Votre vote est enregistré : Pour.")
	amina.votes(i)
	zoe.presses("Console d’animation")
	zoe.sees("2 votes exprimés sur 2")
	zoe.acts("Clore le vote", "Adoptée : c’est la décision 2026-1.", "Décision 2026-1")
	zoe.presses("Décision 2026-1")
	zoe.readsTheDecision()
	zoe.choosesHowToRead()
	for _, p := range []person{zoe, amina} {
		for _, fault := range p.complaints() {
			t.Error(fault)
		}
	}
}

// founds the commune on the first-run page (PW-2), after trying the way past the frame.
func (p person) founds(i *instance) {
	p.Helper()
	p.goes(i.base + "/setup?key=" + setupKey)
	p.skips()
	p.types("Nom", "Commune du Faubourg-des-Tisserands")
	p.types("Lieu des assemblées", "Maison du peuple")
	p.types("Votre nom public", "Zoé M.")
	p.types("Votre adresse électronique", "zoe@tisserands.example")
	p.presses("Fonder")
	p.sees("C’est fondé. Bienvenue chez vous.", "Bonjour Zoé M.", "Prochaine assemblée")
}

// skips the frame by its first link, and comes back with Shift.
func (p person) skips() {
	p.Helper()
	const skip = "Aller au contenu"
	if first := p.tab(); first.Name != skip {
		p.Fatalf("the first stop is %q instead of the skip link", first.Name)
	}
	p.does(chromedp.KeyEvent(kb.Enter))
	var id string
	if p.asks(`document.activeElement.id`, &id); id != "main" {
		p.Errorf("the skip link leads to %q", id)
	}
	p.tab()
	var inside bool
	if p.asks(`document.querySelector("main").contains(document.activeElement)`, &inside); !inside {
		p.Error("after the skip link the keyboard is not in the page's own content")
	}
	for range furthest {
		if p.tab(input.ModifierShift).Name == skip {
			return
		}
	}
	p.Error("Shift and Tab do not lead back")
}

// admits a person (ME-1), with their dues.
func (p person) admits(name, email string) {
	p.Helper()
	p.presses("Membres")
	p.presses("Admettre une personne")
	p.types("Nom public", name)
	p.types("Adresse électronique", email)
	p.presses("Admettre")
	p.sees(name+" est membre.", "Pas à jour")
	p.types("Montant", "12,50")
	p.presses("Enregistrer le versement")
	p.sees("Le versement est enregistré.", "À jour", "12,50 €")
}

// proposes a point (OJ-2), and under it a text to vote.
func (p person) proposes() {
	p.Helper()
	p.presses("Assemblée")
	p.presses("jeudi 1")
	p.presses("Proposer un point")
	p.types("Titre", "Épicerie coopérative")
	p.types("Explications", "La coopérative livre le samedi. Il faut deux personnes par mois.")
	p.presses("Ajouter à l’ordre du jour")
	p.sees("Le point est à l’ordre du jour.", "Épicerie coopérative")
	p.presses("Proposer un texte au vote")
	p.types("Texte soumis au vote", words)
	p.chooses("La confédération", "Tout le monde")
	p.presses("Soumettre au vote")
	p.sees("Le texte est proposé au vote.", words)
}

// signsIn asks for a link, and follows it out of the mail.
func (p person) signsIn(i *instance, email string) {
	p.Helper()
	p.goes(i.base + "/")
	p.presses("Connexion")
	p.types("Adresse électronique", email)
	p.presses("Recevoir un lien")
	p.sees("un lien vient de partir")
	p.goes(i.mailed())
	p.presses("Entrer")
	p.sees("Bienvenue, Amina B.", "Ce qu’on attend de moi")
}

// givesTheFloorTo someone who asked for it on their phone, and has spoken (MO-1).
func (p person) givesTheFloorTo(speaker person, i *instance) {
	p.Helper()
	speaker.goes(i.base + "/")
	speaker.presses("Entrer en séance")
	speaker.acts("Demander la parole", "Vous parlez ensuite.")
	p.goes(p.where())
	p.acts("Donner la parole à Amina B.", "La parole est à Amina B.")
	speaker.goes(speaker.where())
	speaker.sees("Vous avez la parole.")
	speaker.acts("J’ai fini", "Vous n’avez pas demandé la parole.")
	p.goes(p.where())
	p.sees("Personne n’a la parole en ce moment.")
}

// votes from the front page, changes their mind, and changes it back (AG-5).
func (p person) votes(i *instance) {
	p.Helper()
	p.goes(i.base + "/")
	p.sees("Un vote est ouvert")
	p.presses("Voter")
	p.acts("Contre", "Votre vote est enregistré : Contre.")
	p.acts("Pour", "Votre vote est enregistré : Pour.")
}

// readsTheDecision checks what its page says: number, words, counts, where its record stands (CR-2).
func (p person) readsTheDecision() {
	p.Helper()
	p.sees("Décision 2026-1", words, "Adoptée", "Tout le monde", "pour 2 contre 0 abstention 0", "Votes : 2, sur 2", "Vérifiée",
		"Place au journal", "Télécharger l’acte signé", "Télécharger la preuve")
	p.finds("Télécharger la preuve")
}

// choosesHowToRead takes the other language and the dark look, at the foot of the page.
func (p person) choosesHowToRead() {
	p.Helper()
	p.presses("English")
	p.sees("Decision 2026-1")
	p.presses("Dark")
	var look string
	p.asks(`[document.documentElement.lang, document.documentElement.dataset.theme, location.pathname].join(" ")`, &look)
	if !strings.HasPrefix(look, "en dark /decisions/") {
		p.Errorf("after the choice the page is %q", look)
	}
}
