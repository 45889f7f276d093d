// Command bench measures whole paths of a real instance and, in the same run, what the machine can do at best beside each of them:
// its ceiling. Ratios can be compared between runs and machines; absolute figures drift.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// options say what is measured, and against what.
type options struct {
	amounts
	postgres string // address of a server on which schemas may be made; empty: SQLite alone
	binary   string // of federes; empty: built from this tree
	folder   string // of everything that is written; it goes when the run ends
}

// amounts are how much is done of each thing. They bound the time that a run takes.
type amounts struct {
	rounds     int // ours and the ceiling in turn, so many times
	activities int // sent by each peer in a round
	verified   int // RSA signatures verified by each goroutine in a round
	voters     int
	ballots    int // cast by each goroutine in a round
	decisions  int // in the long register
	visits     int // to each page of the register
	starts     int // of the binary
	views      int // between the two readings of its memory
	hall       int // who is in the hall, each with a stream open
	turns      int // at the floor in a round

	communes int // that answer one text
	amended  int // times that a hundred of them answer anew, in a round
	entries  int // in the longest register

	realm   shape // of real instances
	country shape // by the rules alone
}

// measure is one path: it reports its figures as they become known.
type measure func(ctx context.Context, o options, report func(figure) error) error

// suites are the names that can be asked for.
func suites() map[string][]measure {
	return map[string][]measure{"first": {inbox, ballots, pages, process}, "assembly": {assembly}, "confederation": {tallies, proofs, levels}}
}

// run is main without the process.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) (err error) {
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.SetOutput(stderr)
	asJSON := flags.Bool("json", false, "one JSON object a line")
	quick := flags.Bool("quick", false, "every path once, to see that it can be measured; the figures mean nothing")
	o := options{amounts: amounts{
		rounds: 5, activities: 40, verified: 1000, voters: 100, ballots: 50, decisions: 100_000, visits: 60, starts: 7, views: 1000,
		hall: 1000, turns: 100, communes: 10_000, amended: 5, entries: 1_000_000,
		realm: shape{1, 3, 6, 40}, country: shape{1, 25, 1000, 35_000},
	}}
	flags.StringVar(&o.postgres, "postgres", os.Getenv("FEDERES_TEST_POSTGRES"), "address of a PostgreSQL server to measure too")
	flags.StringVar(&o.binary, "binary", "", "the federes to start; without it, it is built")
	if err := flags.Parse(args); err != nil {
		return err
	}
	suite, known := suites()[flags.Arg(0)]
	if !known || flags.NArg() != 1 {
		return errors.New("go run ./cmd/bench [-json] [-quick] [-postgres ADDRESS] [-binary FILE] first|assembly|confederation")
	}
	if *quick {
		o.amounts = amounts{
			rounds: 1, activities: 3, verified: 20, voters: 4, ballots: 4, decisions: 500, visits: 3, starts: 1, views: 10, hall: 20, turns: 10,
			communes: 120, amended: 1, entries: 100, realm: shape{1, 1, 2, 4}, country: shape{1, 2, 4, 120},
		}
	}
	if o.folder, err = os.MkdirTemp("", "federes-bench-"); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(o.folder)) }()
	report, err := reporter(stdout, *asJSON)
	if err != nil {
		return err
	}
	for _, m := range suite {
		if err := m(ctx, o, report); err != nil {
			return err
		}
	}
	return nil
}
