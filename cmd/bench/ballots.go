package main

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
)

// hands are how many vote at the same instant.
const hands = 8

// ballots measures a vote: ballots cast by eight electors at once, each a transaction of its own, on each database, and over HTTP by members
// who are signed in. The ceiling is one row put alone in a transaction on the same database.
func ballots(ctx context.Context, o options, report func(figure) error) error {
	if err := ballotsOn(ctx, o, "", report); err != nil || o.postgres == "" {
		return err
	}
	return ballotsOn(ctx, o, o.postgres, report)
}

func ballotsOn(ctx context.Context, o options, server string, report func(figure) error) (err error) {
	name, address := "sqlite", ""
	bare, drop, err := openBare(ctx, o, server)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, drop()) }()
	if server != "" {
		name, address = "postgres", bare.address
	}
	i, err := open(ctx, o, commune.KindCommune, address)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, i.close()) }()
	v, err := i.callVote(ctx, o.voters)
	if err != nil {
		return err
	}
	m, err := v.against(ctx, o, bare, v.byProcedure(ctx))
	if err != nil {
		return err
	}
	if err := report(rate("ballots_"+name, "1/s", m, bare.against)); err != nil {
		return err
	}
	byForm, hangUp, err := v.byForm(ctx)
	if err != nil {
		return err
	}
	defer hangUp()
	if m, err = v.against(ctx, o, bare, byForm); err != nil {
		return err
	}
	if err := report(rate("ballots_http_"+name, "1/s", m, bare.against)); err != nil {
		return err
	}
	return v.counted(ctx)
}

// against measures ballots cast on one way beside rows that are merely put.
func (v *vote) against(ctx context.Context, o options, bare *bareTable, cast caster) (pair, error) {
	return alternately(ctx, o.rounds, func() (float64, error) {
		return perSecond(hands, o.ballots, func(w, n int) error { return cast(w, (n*hands+w)%len(v.electors)) })
	}, func() (float64, error) {
		return perSecond(hands, o.ballots, func(w, n int) error { return bare.put(ctx, (n*hands+w)%len(v.electors)) })
	})
}

// bareTable is a table of one database on which nothing else happens.
type bareTable struct {
	address string // of its own schema, on PostgreSQL
	against string // what its rows are a ceiling of, in words
	upsert  *sql.Stmt
}

const bareSchema = "CREATE TABLE bare (motion BIGINT, elector BIGINT, choice TEXT, cast_at BIGINT, PRIMARY KEY (motion, elector))"

const bareUpsert = "INSERT INTO bare VALUES (1, $1, $2, $3) ON CONFLICT (motion, elector) DO UPDATE SET choice = excluded.choice, cast_at = excluded.cast_at"

// openBare makes the table: in a file beside the instance's, kept as safely, or in a schema that the instance then shares.
func openBare(ctx context.Context, o options, server string) (*bareTable, func() error, error) {
	b := &bareTable{against: fmt.Sprintf("transactions of one upsert, on %d goroutines", hands)}
	db, drop, err := b.connect(ctx, o, server)
	if err != nil {
		return nil, nil, err
	}
	if err = b.judge(ctx, db); err == nil {
		_, err = db.ExecContext(ctx, bareSchema)
	}
	if err == nil {
		b.upsert, err = db.PrepareContext(ctx, bareUpsert)
	}
	if err != nil {
		return nil, nil, errors.Join(err, drop())
	}
	return b, drop, nil
}

func (b *bareTable) connect(ctx context.Context, o options, server string) (*sql.DB, func() error, error) {
	if server == "" {
		file := filepath.Join(o.folder, "bare.db")
		db, err := sql.Open("sqlite", "file:"+file+"?_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=busy_timeout(10000)")
		if err != nil {
			return nil, nil, err
		}
		db.SetMaxOpenConns(1)
		return db, db.Close, nil
	}
	address, err := url.Parse(server)
	if err != nil {
		return nil, nil, err
	}
	schema := "bench_" + strings.ToLower(rand.Text())
	q := address.Query()
	q.Set("search_path", schema)
	address.RawQuery = q.Encode()
	b.address = address.String()
	db, err := sql.Open("pgx", b.address)
	if err != nil {
		return nil, nil, err
	}
	db.SetMaxIdleConns(hands)
	drop := func() error {
		_, err := db.ExecContext(context.WithoutCancel(ctx), "DROP SCHEMA IF EXISTS "+schema+" CASCADE")
		return errors.Join(err, db.Close())
	}
	if _, err := db.ExecContext(ctx, "CREATE SCHEMA "+schema); err != nil {
		return nil, nil, errors.Join(err, db.Close())
	}
	return db, drop, nil
}

// judge says so when the server does not wait for its disk: its figures are then those of memory.
func (b *bareTable) judge(ctx context.Context, db *sql.DB) error {
	if b.address == "" {
		return nil
	}
	var safe bool
	err := db.QueryRowContext(ctx, "SELECT current_setting('fsync') = 'on' AND current_setting('synchronous_commit') <> 'off'").Scan(&safe)
	if err == nil && !safe {
		b.against += "; this server does not wait for its disk"
	}
	return err
}

// put puts one elector's row, in a transaction of its own.
func (b *bareTable) put(ctx context.Context, elector int) error {
	_, err := b.upsert.ExecContext(ctx, elector, "for", time.Now().UnixMicro())
	return err
}

// vote is a motion that is being voted, and the session of each elector.
type vote struct {
	*instance
	motion   commune.MotionID
	electors []commune.MemberID
}

// caster has one elector cast, on one of the ways that are open at once.
type caster func(way, elector int) error

func (v *vote) byProcedure(ctx context.Context) caster {
	return func(_, elector int) error {
		return v.InTx(ctx, func(tx *store.Tx) error {
			_, err := procedure.Cast(tx, v.electors[elector], v.motion, commune.For)
			return err
		})
	}
}

// counted holds when every elector has exactly one ballot.
func (v *vote) counted(ctx context.Context) error {
	return v.View(ctx, func(tx *store.Tx) error {
		n, err := tx.CountBallots(v.motion)
		if err == nil && n != len(v.electors) {
			err = fmt.Errorf("%d electors, %d ballots", len(v.electors), n)
		}
		return err
	})
}
