package browsertest

import (
	"testing"

	"federes.org/commune"
	"federes.org/confederation"
)

// TestCF7_TheTallyOfATextGrowsBeforeWhoLooksOn has a stranger look at a text that is put to the communes while a commune answers: the count is read anew, the
// page is not.
func TestCF7_TheTallyOfATextGrowsBeforeWhoLooksOn(t *testing.T) {
	t.Parallel()
	w := town{instance: serve(t, unbounded)}
	w.found(commune.KindCouncil, "Conseil de la vallée de la Marque", &w.zoe)
	seated := w.joins("Commune de Saillans")
	w.answers(seated, true)
	text := w.puts()
	p := newPerson(t, "fr")
	p.goes(w.base + confederation.ProposalPath(text.Ref))
	p.asks(`window.stays = true`, nil)
	p.sees("oui 0")
	w.hears(seated, seated.ratified(&w, text))
	p.becomes("oui 1")
	var stays bool
	if p.asks(`window.stays === true`, &stays); !stays {
		t.Error("the page was loaded again")
	}
	for _, fault := range p.complaints() {
		t.Error(fault)
	}
}
