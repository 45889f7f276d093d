package main

import (
	"strings"

	"federes.org/commune"
)

// What happens in the demo. Communes and people are invented; every domain is reserved for examples.

// script is what one commune does.
type script struct {
	folder, name, place, domain string
	people                      []string // the founder first
	unpaid                      int      // of these, the last ones, whose dues nobody has recorded
	there                       int      // who come to the assemblies: the first ones
	online                      int      // of those who come, the last ones
	first, second, coming       []point
}

// point is an item of an agenda, with what is put to the vote on it.
type point struct {
	by      int // which of the people proposes it
	title   string
	kind    commune.ItemKind
	theme   string
	minutes string
	text    string
	motions []question
}

// question is one motion, with the counts of its vote.
type question struct {
	form   commune.FormName
	text   string
	votes  commune.Tally
	grant  grant    // of the form that gives a mandate
	themes []string // of the form that sets priorities
}

// grant is a mandate as a motion proposes it.
type grant struct {
	to             int // which of the people
	title, mission string
	capabilities   commune.Capabilities
	council        bool // the holder sits in the council
}

// delegation is what the mandate of a delegate is called.
const delegation = "Délégation au conseil confédéral"

// delegates is the mandate of a delegate.
var delegates = grant{
	to: delegate, title: delegation, capabilities: commune.Capabilities{commune.SitInCouncil}, council: true,
	mission: "Porter au conseil les décisions de l'AG.\nRendre compte à l'AG après chaque séance.",
}

// The text that the council puts to all communes, and how the assemblies that have met since answer; the first has yet to.
const (
	textTitle = "Des transports gratuits dans le Val de Marque et Deûle"
	textWords = "Les communes demandent à la métropole la gratuité des bus, des trams et du métro.\n\n- Elles en débattent ensemble chaque année.\n- Personne n'est contrôlé en attendant."
)

// What assemblies vote about the council: what their delegates say, and the answer to its text. An assembly without an answer ran out of time.
var (
	instructs = []commune.Tally{{For: 29, Against: 1, Abstain: 2}, {For: 11, Abstain: 1}}
	answered  = []commune.Tally{{}, {For: 9, Against: 2, Abstain: 1}}
)

// councilName is how the confederation is called.
const councilName = "Confédération des communes du Val de Marque et Deûle"

// Who is who, by their place in the list of a commune's people.
const (
	founder = iota
	treasurer
	facilitator
	delegate
	welcomer
	ordinary
)

var priorities = []string{
	"Assemblées populaires", "Logement et cadre de vie", "Économie coopérative", "Lutte des femmes et des minorités de genre", "Organisation interne",
}

var scripts = []script{tisserands(), basseDeule()}

func tisserands() script {
	return script{
		folder: "tisserands", name: "Commune du Faubourg-des-Tisserands", place: "Maison du peuple des Tisserands", domain: "tisserands.example",
		people: []string{
			"Zoé M.", "Karim B.", "Awa D.", "Berfîn A.", "Solène P.", "Jules V.", "Mehdi L.", "Ioana R.", "Nawel T.", "Marguerite H.", "Rojda K.", "Théo C.",
			"Fatou S.", "Lucia G.", "Bastien F.", "Odile W.", "Dilan Ç.", "Camille N.", "Ousmane K.", "Inès Q.", "Yasmine H.", "Gaëlle R.", "Antoine D.",
			"Mariam C.", "Piotr Z.", "Léa J.", "Amadou B.", "Clémence V.", "Hugo S.", "Samira O.", "Étienne M.", "Rachida F.", "Noé P.", "Agnès L.", "Tarik E.",
		},
		unpaid: 2, there: 32, online: 6,
		first: firstAgenda(), second: secondAgenda(), coming: comingAgenda(),
	}
}

func firstAgenda() []point {
	return []point{
		{by: founder, title: "Premiers mandats : trésorerie, animation, accueil", kind: commune.ForDecision, minutes: "30", motions: []question{
			mandate("La trésorerie est confiée à Karim B. pour un an.", commune.Tally{For: 31, Abstain: 1}, grant{
				to: treasurer, title: "Trésorerie", capabilities: commune.Capabilities{commune.RecordDues},
				mission: "Tenir la caisse.\nEnregistrer les cotisations à prix libre.\nDépenser jusqu'à 50 € par mois pour le matériel.\nRendre compte à chaque AG.",
			}),
			mandate("L'animation des AG est confiée à Awa D. pour un an.", commune.Tally{For: 30, Abstain: 2}, grant{
				to: facilitator, title: "Vie des assemblées", capabilities: commune.Capabilities{commune.Facilitate, commune.PrepareAgenda, commune.Convene},
				mission: "Préparer l'ordre du jour.\nDonner la parole, ouvrir et clore les votes.",
			}),
			mandate("L'accueil et les adhésions sont confiés à Solène P. pour un an.", commune.Tally{For: 32}, grant{
				to: welcomer, title: "Accueil et adhésions", capabilities: commune.Capabilities{commune.AdmitMembers},
				mission: "Tenir la permanence du samedi à 10 h.\nAdmettre les nouvelles et nouveaux.",
			}),
		}},
		{by: founder, title: "Priorités de l'assemblée", kind: commune.ForDecision, minutes: "15", motions: []question{{
			form: commune.FormPriorities, votes: commune.Tally{For: 27, Against: 2, Abstain: 3}, themes: priorities,
			text: "L'ordre du jour suit ces priorités : " + strings.Join(priorities, " ; ") + ".",
		}}},
		{by: founder, title: "Rejoindre la confédération", kind: commune.ForDecision, minutes: "30", motions: []question{
			{form: "join", votes: commune.Tally{For: 28, Against: 1, Abstain: 3}, text: "La commune rejoint la " + councilName + " et adopte sa charte."},
		}},
		{by: 9, title: "Horaires et garde d'enfants", kind: commune.ForDecision, minutes: "15", motions: []question{
			resolution("Les AG commencent à 18 h 30 précises et proposent une garde d'enfants.", commune.Tally{For: 32}),
		}},
	}
}

func secondAgenda() []point {
	return []point{
		{by: founder, title: "Une déléguée au conseil confédéral", kind: commune.ForDecision, theme: "Assemblées populaires", minutes: "15", motions: []question{
			mandate("Berfîn A. porte au conseil confédéral les décisions de l'AG, et elles seules.", commune.Tally{For: 29, Abstain: 3}, delegates),
		}},
		{by: delegate, title: "Charte confédérale : consignes à la déléguée", kind: commune.ForDecision, theme: "Assemblées populaires", minutes: "20", motions: []question{
			resolution("La déléguée est mandatée pour voter l'article 4 de la charte, avec la réserve sur la cotisation solidaire.", commune.Tally{For: 22, Against: 3, Abstain: 6}),
		}},
		{by: 6, title: "Épicerie coopérative : adhérer au Marché-aux-Lins", kind: commune.ForDecision, theme: "Économie coopérative", minutes: "25", motions: []question{
			resolution("La commune adhère à la coopérative d'achat du Marché-aux-Lins pour un an (part sociale de 120 €).", commune.Tally{For: 27, Against: 1, Abstain: 4}),
		}},
		{by: 7, title: "Épicerie coopérative : choix du local", kind: commune.ForDecision, theme: "Économie coopérative", minutes: "20", motions: []question{
			resolution("Report du choix du local : deux visites avant la prochaine AG.", commune.Tally{For: 29, Abstain: 3}),
		}},
		{by: 13, title: "Rythme des AG", kind: commune.ForDecision, theme: "Organisation interne", minutes: "15", motions: []question{
			resolution("Passer à une AG par mois.", commune.Tally{For: 9, Against: 18, Abstain: 4}),
		}},
		{by: treasurer, title: "Caisse de solidarité : 300 € pour le piquet de grève", kind: commune.ForDecision, theme: "Organisation interne", minutes: "10", motions: []question{
			resolution("La caisse de solidarité verse 300 € au piquet de grève.", commune.Tally{For: 28, Against: 1, Abstain: 3}),
		}},
	}
}

func comingAgenda() []point {
	return []point{
		{by: 7, title: "Épicerie coopérative : le local de la rue des Filatures", kind: commune.ForDecision, theme: "Économie coopérative", minutes: "30",
			text: "Compte rendu des deux visites, loyer et travaux, puis choix.", motions: []question{
				resolution("La commune loue le local de la rue des Filatures à partir du mois prochain.", commune.Tally{}),
			}},
		{by: 14, title: "Bâche anti-pub boulevard des Filatures", kind: commune.Debate, theme: "Logement et cadre de vie", minutes: "15"},
		{by: 8, title: "Cortège du 8 mars et garde d'enfants", kind: commune.ForDecision, theme: "Lutte des femmes et des minorités de genre", minutes: "20"},
		{by: 10, title: "Assemblée de quartier place du Marché-aux-Lins", kind: commune.ForDecision, theme: "Assemblées populaires", minutes: "25",
			text: "Avec l'amicale de la Résidence des Ormes et la Cité des Jardins : qui tient quoi, et quel jour ?"},
		{by: treasurer, title: "Retour de la trésorerie", kind: commune.Information, theme: "Organisation interne", minutes: "15"},
		{by: facilitator, title: "Date et animation de la prochaine AG", kind: commune.ForDecision, theme: "Organisation interne", minutes: "10"},
		{by: 16, title: "Points divers, tour de ressenti", kind: commune.Debate, minutes: "15"},
	}
}

// lateItem is proposed after its agenda has closed.
var lateItem = point{
	by: ordinary, title: "Atelier de réparation de vélos dans la Cour de l'École-Nouvelle", kind: commune.ForDecision, theme: "Logement et cadre de vie", minutes: "15",
}

func basseDeule() script {
	return script{
		folder: "basse-deule", name: "Commune de la Basse-Deûle", place: "L'Étincelle (café associatif)", domain: "basse-deule.example",
		people: []string{
			"Simone L.", "Idriss N.", "Élodie C.", "Baran Y.", "Pauline G.", "Malik A.", "Jeanne D.", "Victor O.", "Hélin S.", "Aminata T.", "Rémi K.", "Francine B.",
			"Sofiane M.", "Chloé W.",
		},
		unpaid: 1, there: 12, online: 3,
		first: []point{
			{by: founder, title: "Premiers mandats", kind: commune.ForDecision, minutes: "25", motions: []question{
				mandate("La trésorerie et l'accueil sont confiés à Idriss N. pour un an.", commune.Tally{For: 12}, grant{
					to: treasurer, title: "Trésorerie et accueil", capabilities: commune.Capabilities{commune.RecordDues, commune.AdmitMembers},
					mission: "Tenir la caisse.\nAdmettre les nouvelles et nouveaux, le samedi à L'Étincelle.",
				}),
				mandate("L'animation des AG est confiée à Élodie C. pour un an.", commune.Tally{For: 11, Abstain: 1}, grant{
					to: facilitator, title: "Vie des assemblées", capabilities: commune.Capabilities{commune.Facilitate, commune.PrepareAgenda},
					mission: "Préparer l'ordre du jour.\nDonner la parole, ouvrir et clore les votes.",
				}),
			}},
			{by: founder, title: "Rejoindre la confédération", kind: commune.ForDecision, minutes: "20", motions: []question{
				{form: "join", votes: commune.Tally{For: 10, Abstain: 2}, text: "La commune rejoint la " + councilName + " et adopte sa charte."},
			}},
		},
		second: []point{
			{by: founder, title: "Notre délégation au conseil confédéral", kind: commune.ForDecision, minutes: "15", motions: []question{
				mandate("Baran Y. porte au conseil confédéral les décisions de l'AG, et elles seules.", commune.Tally{For: 12}, delegates),
			}},
			{by: 4, title: "Permanence d'entraide", kind: commune.ForDecision, minutes: "20", motions: []question{
				resolution("La commune ouvre une permanence d'entraide le samedi de 10 h à 12 h à L'Étincelle.", commune.Tally{For: 11, Abstain: 1}),
			}},
			{by: 8, title: "Pique-nique inter-communes", kind: commune.ForDecision, minutes: "15", motions: []question{
				resolution("La commune prépare avec ses voisines un pique-nique dans la Cour de l'École-Nouvelle.", commune.Tally{For: 9, Against: 2, Abstain: 1}),
			}},
		},
		coming: []point{
			{by: 5, title: "Transports gratuits : lettre ouverte à la métropole", kind: commune.ForDecision, minutes: "25"},
			{by: 9, title: "Chantier potager de la Cité des Jardins", kind: commune.Debate, minutes: "20"},
		},
	}
}

func resolution(text string, votes commune.Tally) question {
	return question{form: commune.FormResolution, text: text, votes: votes}
}

func mandate(text string, votes commune.Tally, to grant) question {
	return question{form: commune.FormMandate, text: text, votes: votes, grant: to}
}
