// Package commune says what an organisation of direct democracy is and how it decides.
//
// It is pure: nouns with their rules, state in, event or refusal out; no database, no clock, no network.
// Every rule carries the id that it has in the founding text's list of rules (AG-4, OJ-1, …).
//
//	English            French                     what it is
//	Organisation       commune, conseil           what one instance hosts: a commune, or a council of communes
//	Member             adhérent·e                 a person admitted
//	Sympathiser        sympathisant·e             has an account; pays no dues, does not vote
//	Standing           à jour                     a member whose dues cover today; only they take part and vote
//	Dues, Payment      cotisation                 a payment covers a period of days
//	Mandate            mandat                     exactly one person and one defined mission; the only source of power
//	Clause             clause de la mission       what a mandate lets decide; cited by its number
//	Revocation         révocation                 the decision that ends a mandate at once
//	Capability         pouvoir du mandat          what a mandate allows in the software
//	Meeting            assemblée générale (AG)    one sitting of the assembly, ordinary or exceptional
//	Agenda, Item       ordre du jour, point       what a meeting treats, in the order of the priorities
//	Presence           présence                   who is there, in the room or online
//	Motion             proposition                a text put to the vote
//	Form               forme de la proposition    what adopting the motion carries out
//	Elector            votant·e inscrit·e         a member on the list written when a vote opens
//	Ballot             bulletin                   one elector's choice
//	Tally              dépouillement              the counts, computed from the ballots
//	Decision           décision                   what a vote adopted; numbered, never edited
//	Register           registre                   the append-only log of all decisions
//	Audience           destinataires              who may read a record
//	Charter            charte                     the text that all bodies respect
package commune
