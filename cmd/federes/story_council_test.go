package main_test

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	_ "modernc.org/sqlite" // to alter what a council has stored

	"federes.org/cmd/federes/world"
)

// retry is after which time a failed delivery, or one whose process died, has been tried again.
const retry = 3 * time.Minute

// arrives waits until the council knows a decision of a commune, verified.
func (s *story) arrives(ctx context.Context, t *testing.T, from *hall, text string) {
	t.Helper()
	ok(t, world.Until(ctx, arrival, func() error {
		known, err := world.NewBrowser(s.council.URL, "").Decisions(ctx)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(known, func(d world.Decision) bool { return d.Text == text && d.Origin == from.URL && d.Verified && !d.Own }) {
			return fmt.Errorf("the council does not know %q; it knows %v", text, known)
		}
		return nil
	}))
}

// joined has one commune ask to join while the council is dead, and die itself once its vote was answered: no pull would find
// a commune that the council does not know yet, so its request lives by the delivery alone.
func (s *story) joined(ctx context.Context, t *testing.T) {
	text := "La commune rejoint le conseil du Val de Marque."
	answers := url.Values{"text": {text}, "audience": {"public"}, "council": {"conseil@" + s.council.Listen()}}
	first, second := s.a.vote(ctx, t, "join", answers), s.b.vote(ctx, t, "join", answers)
	_, err := s.a.people[0].CloseVote(ctx, s.a.meeting, first)
	ok(t, err)
	ok(t, s.council.Kill())
	_, err = s.b.people[0].CloseVote(ctx, s.b.meeting, second)
	ok(t, err)
	ok(t, s.b.Kill())

	ok(t, s.council.Start(ctx))
	ok(t, s.b.Start(ctx))
	ok(t, s.Clock.Advance(retry))
	seated := 0
	ok(t, world.Until(ctx, arrival, func() error {
		n, err := s.chair.Seat(ctx)
		if seated += n; err == nil && seated < 2 {
			err = fmt.Errorf("%d communes asked to join", seated)
		}
		return err
	}))
	for _, h := range []*hall{s.a, s.b} {
		s.arrives(ctx, t, h, text)
	}
}

func (s *story) decided(ctx context.Context, t *testing.T) {
	text := "La commune adhère à la coopérative d'achat du Marché-aux-Lins."
	s.a.decide(ctx, t, text)
	s.arrives(ctx, t, s.a, text)
	page := s.recordsOf(ctx, t, "Commune de Mons-les-Filatures")
	if len(page.Parts("article.deed")) == 0 {
		t.Error("the council shows no record of the commune")
	}
	for _, r := range page.Parts("article.deed") {
		if len(r.Texts("span.good")) != 1 {
			t.Errorf("a record without verification mark: %s", r.Text())
		}
	}
}

// recordsOf opens the council's page of one commune, as a stranger.
func (s *story) recordsOf(ctx context.Context, t *testing.T, name string) *world.Page {
	t.Helper()
	stranger := world.NewBrowser(s.council.URL, "")
	page, err := stranger.Open(ctx, "/communes")
	ok(t, err)
	path, err := page.Link(name)
	ok(t, err)
	page, err = stranger.Open(ctx, path)
	ok(t, err)
	return page
}

func (s *story) councilKilled(ctx context.Context, t *testing.T) {
	ok(t, s.council.Kill())
	text := "Report du choix du local : deux visites avant la prochaine assemblée."
	s.b.decide(ctx, t, text)
	ok(t, s.council.Start(ctx))
	ok(t, s.Clock.Advance(retry))
	s.arrives(ctx, t, s.b, text)
}

func (s *story) communeKilled(ctx context.Context, t *testing.T) {
	text := "Les assemblées proposent une garde d'enfants."
	motion := s.a.vote(ctx, t, "resolution", resolutionOf(text))
	page, err := s.a.people[0].Open(ctx, s.a.meeting+"/console")
	ok(t, err)
	form, err := page.Form(fmt.Sprintf("/motions/%d/closing", motion))
	ok(t, err)
	ok(t, s.a.people[0].Send(ctx, form))
	ok(t, s.a.Kill())

	ok(t, s.a.Start(ctx))
	own, err := world.NewBrowser(s.a.URL, "").Decisions(ctx)
	ok(t, err)
	if !slices.ContainsFunc(own, func(d world.Decision) bool { return d.Text == text && d.Tally.For == 2 && d.Verified && d.Own }) {
		t.Fatalf("the vote was answered, and the register forgot it: %v", own)
	}
	ok(t, s.Clock.Advance(retry))
	s.arrives(ctx, t, s.a, text)
}

// pulled loses a delivery for good: the council answered for it, then came back from a copy that was made before.
func (s *story) pulled(ctx context.Context, t *testing.T) {
	copied := filepath.Join(t.TempDir(), "conseil")
	ok(t, s.council.Stop())
	ok(t, os.CopyFS(copied, os.DirFS(s.council.Data)))
	ok(t, s.council.Start(ctx))
	text := "La caisse de solidarité verse 300 € au piquet de grève."
	s.a.decide(ctx, t, text)
	s.arrives(ctx, t, s.a, text)

	ok(t, s.council.Stop())
	ok(t, os.RemoveAll(s.council.Data))
	ok(t, os.CopyFS(s.council.Data, os.DirFS(copied)))
	ok(t, s.council.Start(ctx))
	s.arrives(ctx, t, s.a, text)
}

func (s *story) altered(ctx context.Context, t *testing.T) {
	text := "La caisse de solidarité verse 300 € au piquet de grève."
	forged := strings.Replace(text, "300", "900", 1)
	ok(t, s.council.Stop())
	alter(ctx, t, filepath.Join(s.council.Data, "federes.db"), "verse 300", "verse 900")
	ok(t, s.council.Start(ctx))

	known, err := world.NewBrowser(s.council.URL, "").Decisions(ctx)
	ok(t, err)
	for _, d := range known {
		if d.Verified == (d.Text == forged) {
			t.Errorf("verified %v: %q", d.Verified, d.Text)
		}
	}
	if !slices.ContainsFunc(known, func(d world.Decision) bool { return d.Text == forged }) {
		t.Error("the altered record is hidden; it must be seen")
	}
	page := s.recordsOf(ctx, t, "Commune de Mons-les-Filatures")
	apart, err := page.Part("apart")
	ok(t, err)
	if shown := apart.Parts("article.deed"); len(shown) != 1 || len(shown[0].Texts("span.bad")) != 1 || !shown[0].Says("900") {
		t.Errorf("apart stands: %s", apart.Text())
	}
	verified, err := page.Part("records")
	ok(t, err)
	if verified.Says("900") || len(verified.Texts("span.bad")) != 0 {
		t.Errorf("among what is verified stands: %s", verified.Text())
	}
}

// alter changes one byte of one record that a stopped council stored.
func alter(ctx context.Context, t *testing.T, database, words, forged string) {
	t.Helper()
	db, err := sql.Open("sqlite", database)
	ok(t, err)
	defer func() { ok(t, db.Close()) }()
	var id int64
	var document []byte
	ok(t, db.QueryRowContext(ctx, `SELECT id, document FROM peer_records WHERE instr(CAST(document AS TEXT), ?) > 0`, words).Scan(&id, &document))
	document = []byte(strings.ReplaceAll(string(document), words, forged))
	_, err = db.ExecContext(ctx, `UPDATE peer_records SET document = ? WHERE id = ?`, document, id)
	ok(t, err)
}
