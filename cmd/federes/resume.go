package main

import (
	"context"
	"errors"
	"fmt"

	"federes.org/commune/store"
)

// resumeCommand has a register written on of which an older copy was put back, once its people have agreed to it (CR-2).
type resumeCommand struct {
	settings
	Agreed bool `help:"The people of this organisation know that what was lost is lost, and agreed to go on." name:"agreed"`
}

// errNotAgreed asks for what a machine cannot know.
var errNotAgreed = errors.New("the witnesses hold more of this register than it has: put the newer copy back, or, once everybody agreed to go on without it, say --agreed")

// Run lets the register be written on. Its witnesses will hold two stories of it, and count nothing until the assembly answered for them.
func (c resumeCommand) Run(ctx context.Context, o output) error {
	s, err := c.open(ctx, nil)
	if err != nil {
		return err
	}
	var missing int64
	err = s.InTx(ctx, func(tx *store.Tx) (err error) {
		if missing, err = tx.Missing(); err != nil || missing == 0 {
			return err
		}
		if !c.Agreed {
			return errNotAgreed
		}
		return tx.GoOn()
	})
	if err = errors.Join(err, s.Close()); err != nil {
		return err
	}
	said := "nothing is missing from this register"
	if missing > 0 {
		said = fmt.Sprintf("the register goes on without %d entries; its witnesses will say so, and count nothing until the assembly answered for it", missing)
	}
	_, err = fmt.Fprintln(o.out, said)
	return err
}
