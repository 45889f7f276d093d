package federation_test

import (
	"fmt"
	"net/http"
	"slices"
	"testing"

	"federes.org/commune"
	"federes.org/commune/record"
	"federes.org/commune/store"
	"federes.org/confederation"
	peers "federes.org/confederation/store"
)

// minutesOf are the minutes that an organisation keeps of a peer, with what stands against them.
func (i *instance) minutesOf(peer commune.ActorID) (faults []confederation.Fault) {
	i.Helper()
	i.tx(func(tx *store.Tx) error {
		p, err := peers.PeerByActor(tx, peer)
		if err != nil {
			return err
		}
		records, err := peers.Records(tx, p.ID, 0, 100)
		for _, r := range records {
			if r.Kind == record.KindMinutes {
				faults = append(faults, r.Fault)
			}
		}
		return err
	})
	return faults
}

func TestCR3_MinutesReachTheCouncilThatTheyAreAddressedTo(t *testing.T) {
	for audience, want := range map[commune.Audience]struct {
		kept             []confederation.Fault
		council, someone int
	}{
		commune.Public:        {[]confederation.Fault{confederation.NoFault}, http.StatusOK, http.StatusOK},
		commune.Confederation: {[]confederation.Fault{confederation.NoFault}, http.StatusOK, http.StatusNotFound},
		commune.MembersOnly:   {nil, http.StatusNotFound, http.StatusNotFound},
	} {
		t.Run(string(audience), func(t *testing.T) {
			town, council := onSQLite(t).joined()
			town.decides(commune.Motion{Audience: commune.Confederation})
			m := town.accounts(audience)
			settle(town, council)
			if got := council.minutesOf(town.ag()); !slices.Equal(got, want.kept) {
				t.Errorf("the council keeps %q", got)
			}
			path := fmt.Sprintf("/records/%d", m.Seq)
			if got := signedGet(council, town, path).StatusCode; got != want.council {
				t.Errorf("the council is answered %d", got)
			}
			if got := town.looks(path).Code; got != want.someone {
				t.Errorf("anybody is answered %d", got)
			}
		})
	}
}
