package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"io"
)

// statementsKept is how many statements one connection keeps at most: more than the program has, but for lists of many lengths.
const statementsKept = 300

// keeping opens connections that keep the statements which they prepared: SQLite parses and plans one in as long as it takes to run.
type keeping struct{ driver.Connector }

func (k keeping) Connect(ctx context.Context) (driver.Conn, error) {
	c, err := k.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	return &keeper{connection: c.(connection), idle: make(map[string]statement)}, nil
}

// connection and statement are what a connection of SQLite and a statement of it can do.
type (
	connection interface {
		driver.Conn
		driver.ConnBeginTx
		driver.ConnPrepareContext
		driver.Pinger
		driver.SessionResetter
		driver.Validator
	}
	statement interface {
		driver.Stmt
		driver.StmtExecContext
		driver.StmtQueryContext
	}
)

// keeper is one connection. As ever, no two goroutines use it at once.
type keeper struct {
	connection
	idle map[string]statement // by their text; one that runs is not among them
}

// take gives a statement to run: it is the caller's until it is put back.
func (k *keeper) take(ctx context.Context, text string) (statement, error) {
	if s, ok := k.idle[text]; ok {
		delete(k.idle, text)
		return s, nil
	}
	s, err := k.PrepareContext(ctx, text)
	if err != nil {
		return nil, err
	}
	return s.(statement), nil
}

// put keeps a statement that has run, or lets it go if that failed.
func (k *keeper) put(text string, s statement, failed error) error {
	if _, twice := k.idle[text]; twice || failed != nil {
		return s.Close()
	}
	if len(k.idle) >= statementsKept {
		if err := k.forget(); err != nil {
			return errors.Join(err, s.Close())
		}
	}
	k.idle[text] = s
	return nil
}

// forget lets every statement go.
func (k *keeper) forget() error {
	var errs []error
	for text, s := range k.idle {
		errs = append(errs, s.Close())
		delete(k.idle, text)
	}
	return errors.Join(errs...)
}

func (k *keeper) Close() error { return errors.Join(k.forget(), k.connection.Close()) }

func (k *keeper) ExecContext(ctx context.Context, text string, args []driver.NamedValue) (driver.Result, error) {
	s, err := k.take(ctx, text)
	if err != nil {
		return nil, err
	}
	done, err := s.ExecContext(ctx, args)
	return done, errors.Join(err, k.put(text, s, err))
}

func (k *keeper) QueryContext(ctx context.Context, text string, args []driver.NamedValue) (driver.Rows, error) {
	s, err := k.take(ctx, text)
	if err != nil {
		return nil, err
	}
	rows, err := s.QueryContext(ctx, args)
	if err != nil {
		return nil, errors.Join(err, k.put(text, s, err))
	}
	return &keptRows{Rows: rows, keeper: k, text: text, of: s}, nil
}

// keptRows give their statement back when they are closed.
type keptRows struct {
	driver.Rows
	keeper *keeper
	text   string
	of     statement
	failed error
}

func (r *keptRows) Next(into []driver.Value) error {
	err := r.Rows.Next(into)
	if err != nil && err != io.EOF {
		r.failed = err
	}
	return err
}

func (r *keptRows) Close() error {
	err := r.Rows.Close()
	return errors.Join(err, r.keeper.put(r.text, r.of, errors.Join(r.failed, err)))
}
