package federation_test

import (
	"context"
	"errors"
	"testing"

	"federes.org/commune"
	"federes.org/confederation"
)

func TestACouncilIsFoundByItsHandleItsActorOrItsFirstPage(t *testing.T) {
	r := onSQLite(t)
	town, council := r.commune("Commune du Faubourg-des-Tisserands"), r.council("Conseil de la vallée")
	for _, typed := range []string{"conseil@" + council.host(), "@conseil@" + council.host(), council.base + "/conseil", council.base, " " + council.base + "/ "} {
		found, err := town.service.Council(context.Background(), typed)
		if err != nil || found.Actor != council.conseil() || found.CharterVersion != 1 || found.CharterText == "" {
			t.Errorf("%q: %+v %v", typed, found, err)
		}
	}
	for typed, want := range map[string]commune.Refusal{
		"nobody": confederation.ErrCouncilUnknown, "ag@" + council.host(): confederation.ErrPeerUnreachable,
		string(town.ag()): confederation.ErrPeerUnreachable,
	} {
		if _, err := town.service.Council(context.Background(), typed); !errors.Is(err, want) {
			t.Errorf("%q: %v, want %s", typed, err, want.Key)
		}
	}
}
