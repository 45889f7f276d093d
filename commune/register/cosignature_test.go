package register_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"federes.org/commune/register"
)

func TestCR2_ACosignatureIsOfOneWitnessOverOneHead(t *testing.T) {
	at := time.Date(2026, 9, 7, 8, 0, 0, 0, time.UTC)
	b := write(t, 13)
	head := signed(t, register.Checkpoint{Origin: origin, Tree: b.tree(t, 13)}, key(1))
	w := register.Witness{Named: "conseil.example/witness", Key: public(key(2))}
	line, err := w.Cosign(head, key(2), at)
	if err != nil {
		t.Fatal(err)
	}
	if _, when, err := w.Cosigned(head, "— other.example/witness AAAA\n"+line); err != nil || !when.Equal(at) {
		t.Errorf("cosigned at %v, %v", when, err)
	}
	annotated := register.Annotate(head, line)
	if c, err := register.OpenCheckpoint(annotated, origin, public(key(1))); err != nil || c.Tree.Size != 13 {
		t.Errorf("with a cosignature the head opens as %v, %v", c, err)
	}
	if bare, err := register.Bare(annotated, origin, public(key(1))); err != nil || string(bare) != string(head) {
		t.Errorf("without it, it is %q, %v", bare, err)
	}
	for name, other := range map[string]register.Witness{
		"another name": {Named: "autre.example/witness", Key: w.Key}, "another key": {Named: w.Named, Key: public(key(3))},
	} {
		if _, _, err := other.Cosigned(head, line); !errors.Is(err, register.ErrCosignature) {
			t.Errorf("%s: %v", name, err)
		}
	}
	longer := signed(t, register.Checkpoint{Origin: origin, Tree: b.tree(t, 12)}, key(1))
	if _, _, err := w.Cosigned(longer, line); !errors.Is(err, register.ErrCosignature) {
		t.Errorf("another head: %v", err)
	}
}

func TestCR2_ARequestToCosignIsReadAsItIsWritten(t *testing.T) {
	b := write(t, 13)
	proof, err := register.ProveConsistency(5, 13, b)
	if err != nil {
		t.Fatal(err)
	}
	s := register.Submission{Old: 5, Proof: proof.Hashes, Checkpoint: signed(t, register.Checkpoint{Origin: origin, Tree: b.tree(t, 13)}, key(1))}
	read, err := register.ParseSubmission(s.Text())
	if err != nil || read.Old != 5 || string(read.Text()) != string(s.Text()) {
		t.Errorf("read as %+v, %v", read, err)
	}
	for _, bad := range []string{"", "old 5\n", "old 05\n\nx", "old -1\n\nx", "new 5\n\nx", "old 5\nAAAA\n\nx", "old 5\n" + strings.Repeat(proof.Hashes[0].String()+"\n", 64) + "\nx"} {
		if _, err := register.ParseSubmission([]byte(bad)); !errors.Is(err, register.ErrSubmission) {
			t.Errorf("%.20q: %v", bad, err)
		}
	}
}
