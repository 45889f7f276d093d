package commune_test

import (
	"errors"
	"strings"
	"testing"

	"federes.org/commune"
)

func TestASlugIsAnAddressAndAHandle(t *testing.T) {
	for slug, want := range map[string]error{
		"tresorerie": nil, "premier-mai-2027": nil, "s3": nil, "anti-pub": nil,
		"": commune.ErrSlugInvalid, "a": commune.ErrSlugInvalid, "Fêtes": commune.ErrSlugInvalid, "fêtes": commune.ErrSlugInvalid, "2027": commune.ErrSlugInvalid,
		"a b": commune.ErrSlugInvalid, "-ab": commune.ErrSlugInvalid, "ab-": commune.ErrSlugInvalid, "a--b": commune.ErrSlugInvalid, "a/b": commune.ErrSlugInvalid,
		"a.b": commune.ErrSlugInvalid, strings.Repeat("a", 31): commune.ErrSlugInvalid,
		"ag": commune.ErrSlugReserved, "conseil": commune.ErrSlugReserved, "actor": commune.ErrSlugReserved, "admin": commune.ErrSlugReserved,
	} {
		if got := commune.CheckSlug(slug); !errors.Is(got, want) {
			t.Errorf("%q: %v, want %v", slug, got, want)
		}
	}
}

func TestANameSuggestsASlug(t *testing.T) {
	for name, want := range map[string]string{
		"Trésorerie": "tresorerie", "Lutte des femmes": "lutte-des-femmes", " L'Œuvre  commune ! ": "l-oeuvre-commune", "1er mai": "1er-mai",
		"Économie coopérative et solidaire": "economie-cooperative", "???": "", "Berfîn & Ülkü": "berfin-ulku",
		"Organisation de la manifestation": "organisation",
	} {
		if got := commune.SlugOf(name); got != want {
			t.Errorf("%q suggests %q, want %q", name, got, want)
		}
	}
}

func TestSE8_WhatIsNoSecretariatOrCommissionIsNotCreated(t *testing.T) {
	good := commune.BodyTerms{Kind: commune.Commission, Slug: "fetes", Name: "Fêtes", Purpose: "Préparer les fêtes.", Until: "2026-12-31"}
	for name, test := range map[string]struct {
		change func(*commune.BodyTerms)
		want   error
	}{
		"as it is":                  {func(*commune.BodyTerms) {}, nil},
		"permanent":                 {func(b *commune.BodyTerms) { b.Until = "" }, nil},
		"a popular assembly":        {func(b *commune.BodyTerms) { b.Kind = commune.PopularAssembly }, commune.ErrBodyKind},
		"of no kind":                {func(b *commune.BodyTerms) { b.Kind = "" }, commune.ErrBodyKind},
		"without a name":            {func(b *commune.BodyTerms) { b.Name = "" }, commune.ErrNameMissing},
		"without a purpose":         {func(b *commune.BodyTerms) { b.Purpose = "" }, commune.ErrPurposeMissing},
		"a secretariat for a time":  {func(b *commune.BodyTerms) { b.Kind = commune.Secretariat }, commune.ErrBodyPermanent},
		"until a day that has gone": {func(b *commune.BodyTerms) { b.Until = "2026-09-17" }, commune.ErrDatePast},
	} {
		terms := good
		test.change(&terms)
		if got := terms.Check("2026-09-17"); !errors.Is(got, test.want) {
			t.Errorf("%s: %v, want %v", name, got, test.want)
		}
	}
}

func TestCO1_ACommissionIsPunctualOrPermanent(t *testing.T) {
	permanent := commune.Body{Kind: commune.Commission}
	punctual := commune.Body{Kind: commune.Commission, Until: "2026-12-31"}
	if permanent.Punctual() || !permanent.Active("2050-01-01") {
		t.Error("a permanent commission ends by itself")
	}
	if !punctual.Punctual() || !punctual.Active("2026-12-31") || punctual.Active("2027-01-01") {
		t.Error("a punctual commission lasts until its last day, and no longer")
	}
}
