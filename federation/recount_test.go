package federation_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"federes.org/commune"
	"federes.org/commune/store"
	"federes.org/confederation"
	peers "federes.org/confederation/store"
	"federes.org/federation"
)

// again counts an outcome again, as somebody who belongs nowhere.
func again(t *testing.T, author *instance, p confederation.Proposal) federation.Recount {
	t.Helper()
	var uri string
	author.tx(func(tx *store.Tx) error {
		known, err := peers.ProposalByRef(tx, p.Ref)
		uri = known.Outcome
		return err
	})
	found, err := passerBy(t).Recount(t.Context(), uri)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// problems are what a recount found of each commune.
func problems(found federation.Recount) (all []string) {
	for _, l := range found.Lines {
		all = append(all, fmt.Sprintf("%s: %q %+v", l.Commune, l.Problem, l.Attested))
	}
	return all
}

func TestCF7_TheAnswerOfACommuneThatIsGoneIsReadInItsWitnessedRegister(t *testing.T) {
	r := onSQLite(t)
	above, valley, town := levels(r)
	p := above.puts()
	settle(above, valley, town)
	town.ratifies(p, commune.For, "")
	settle(town, valley, above)
	town.later(24*time.Hour, town, valley, above)
	if found := outcomeOf(t, above, p, valley, town); !found.Confirmed() || len(found.Lines) != 1 || found.Lines[0].Attested != nil {
		t.Fatalf("while everybody answers: %+v", problems(found))
	}
	town.doorway(http.NotFoundHandler())
	found := again(t, above, p)
	if l := found.Lines[0]; !found.Confirmed() || l.Attested == nil || l.Attested.Witness != valley.conseil() || !l.Answer.Yes {
		t.Fatalf("once the commune is gone: %+v", problems(found))
	}
	valley.writes("UPDATE peer_records SET salt = x''")
	above.writes("UPDATE peer_records SET salt = x''")
	if found := again(t, above, p); found.Confirmed() || found.Lines[0].Problem != "unreachable" {
		t.Errorf("without a proof: %+v", problems(found))
	}
}

func TestCF7_NobodyIsCountedOnTheWordOfTheAuthorAlone(t *testing.T) {
	r := onSQLite(t)
	town, council := r.joined()
	p := council.puts()
	settle(council, town)
	town.ratifies(p, commune.For, "")
	settle(town, council)
	town.later(24*time.Hour, town, council)
	if found := outcomeOf(t, council, p, town); !found.Confirmed() || found.Silent() != 0 {
		t.Fatalf("%+v", problems(found))
	}
	town.doorway(http.NotFoundHandler())
	if found := again(t, council, p); found.Confirmed() || found.Lines[0].Problem != "unreachable" {
		t.Errorf("the author alone answers for the commune: %+v", problems(found))
	}
}
