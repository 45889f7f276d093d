package main

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"federes.org/cmd/federes/world"
	"federes.org/commune"
)

// arrival is how long a decision may take to its council.
const arrival = time.Minute

// decision looks for what was adopted, and for nothing else, in the communes' registers.
func (d *demo) decision(ctx context.Context) (string, error) {
	var latest world.Decision
	for _, c := range d.communes {
		decisions, err := world.NewBrowser(c.at.URL, "").Decisions(ctx)
		if err != nil {
			return "", err
		}
		for _, pt := range slices.Concat(c.first, c.second) {
			for _, q := range pt.motions {
				entered := slices.ContainsFunc(decisions, func(e world.Decision) bool { return e.Text == q.text && e.Tally == q.votes })
				if entered != q.votes.Adopted() {
					return "", fmt.Errorf("%s: %q was voted %v and entered: %v", c.name, q.text, q.votes, entered)
				}
			}
		}
		latest = decisions[0]
	}
	return fmt.Sprintf("the registers hold what was adopted; the last is %s, %q", latest.Number, latest.Text), nil
}

// records waits until the council holds every public decision of its communes, each verified with the key that it pinned.
func (d *demo) records(ctx context.Context) (string, error) {
	verified := 0
	err := world.Until(ctx, arrival, func() (err error) {
		verified = 0
		for _, c := range d.communes {
			n, err := d.compare(ctx, c)
			if err != nil {
				return err
			}
			verified += n
		}
		return nil
	})
	if err != nil {
		return "", err
	}
	marks, err := d.marks(ctx)
	if err == nil && marks < verified {
		err = fmt.Errorf("the council's pages mark %d records as verified, of %d decisions at least", marks, verified)
	}
	return fmt.Sprintf("%d decisions came, %d records bear the verification mark", verified, marks), err
}

// compare holds what a commune decided against what its council knows.
func (d *demo) compare(ctx context.Context, c *troupe) (int, error) {
	own, err := world.NewBrowser(c.at.URL, "").Decisions(ctx)
	if err != nil {
		return 0, err
	}
	known, err := world.NewBrowser(d.council.URL, "").Decisions(ctx)
	if err != nil {
		return 0, err
	}
	for _, decided := range own {
		decided.Own = false // at the council it is somebody else's
		if !slices.Contains(known, decided) {
			return 0, fmt.Errorf("the council does not know %s of %s as it was decided", decided.Number, c.name)
		}
	}
	return len(own), nil
}

// marks counts the verified records on the council's pages; one that is not verified is an error.
func (d *demo) marks(ctx context.Context) (int, error) {
	visitor := world.NewBrowser(d.council.URL, "")
	list, err := visitor.Open(ctx, "/communes")
	if err != nil {
		return 0, err
	}
	marks := 0
	for _, path := range list.Links("/communes/*") {
		page, err := visitor.Open(ctx, path)
		if err != nil {
			return 0, err
		}
		records := page.Parts("article.deed")
		for _, r := range records {
			if len(r.Texts(".good")) == 0 {
				return 0, fmt.Errorf("%s: not verified: %s", path, r.Text())
			}
		}
		marks += len(records)
	}
	return marks, nil
}

// tally adds up, from the council's API alone, what its communes voted.
func (d *demo) tally(ctx context.Context) (string, error) {
	known, err := world.NewBrowser(d.council.URL, "").Decisions(ctx)
	if err != nil {
		return "", err
	}
	var sum, want commune.Tally
	for _, decided := range known {
		sum = add(sum, decided.Tally)
	}
	for _, c := range d.communes {
		for _, pt := range slices.Concat(c.first, c.second) {
			for _, q := range pt.motions {
				if q.votes.Adopted() {
					want = add(want, q.votes)
				}
			}
		}
	}
	if sum != want {
		err = fmt.Errorf("the council's API adds up to %v, the votes to %v", sum, want)
	}
	return fmt.Sprintf("from the council's API: %d decisions, %d for, %d against, %d abstentions", len(known), sum.For, sum.Against, sum.Abstain), err
}

func add(a, b commune.Tally) commune.Tally {
	return commune.Tally{For: a.For + b.For, Against: a.Against + b.Against, Abstain: a.Abstain + b.Abstain}
}

// counted holds what the council shows of its text against what the assemblies answered, and its decision to put it against its delegations.
func (d *demo) counted(ctx context.Context) error {
	visitor := world.NewBrowser(d.council.URL, "")
	page, err := visitor.Open(ctx, "/ratifications")
	if err != nil {
		return err
	}
	text, err := page.Link(textTitle)
	if err != nil {
		return err
	}
	if page, err = visitor.Open(ctx, text); err != nil {
		return err
	}
	var yes, no, open int
	for _, t := range answered {
		switch {
		case t.Voters() == 0:
			open++
		case t.Adopted():
			yes++
		default:
			no++
		}
	}
	want := []string{strconv.Itoa(yes), strconv.Itoa(no), strconv.Itoa(open)}
	if counts := page.Parts("dl.counts"); len(counts) == 0 || !slices.Equal(counts[0].Texts("dd"), want) {
		return fmt.Errorf("of yes, no, and without an answer the council shows not %q: %s", want, page.Text())
	}
	known, err := visitor.Decisions(ctx)
	if err == nil && !slices.ContainsFunc(known, func(e world.Decision) bool { return e.Own && e.Tally.For == len(d.communes) }) {
		err = fmt.Errorf("the council's register lacks what all %d delegations decided", len(d.communes))
	}
	return err
}

func (d *demo) comingAgenda(ctx context.Context) (string, error) {
	if err := d.at(d.days.afterwards); err != nil {
		return "", err
	}
	return "the next assembly's agenda is open, with items under several themes", d.each(func(c *troupe) error { return c.propose(ctx, c.coming) })
}
