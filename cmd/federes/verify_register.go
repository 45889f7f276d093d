package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"unicode"

	"federes.org/commune/locale"
	"federes.org/commune/record"
	"federes.org/confederation"
)

// registerCommand checks copies of registers offline (CR-2).
type registerCommand struct {
	Files []string `arg:"" help:"Copies of registers, as their pages give them (/register/copy). Of two of one register the longer must continue the other." placeholder:"FILE"`
	Keys  []string `help:"Whom to trust: an actor's document as it was saved, or the assembly's key (z6Mk…). Without one, a copy is held against the keys that it brings itself." name:"key" placeholder:"FILE"`
}

// recordCommand checks one act with its proof offline (CR-2).
type recordCommand struct {
	Proof string   `arg:"" help:"The proof, as the act's page gives it." placeholder:"FILE"`
	Act   string   `arg:"" optional:"" help:"The signed act, if it must be this very file." placeholder:"ACT"`
	Keys  []string `help:"Whom to trust: an actor's document as it was saved, or the assembly's key (z6Mk…)." name:"key" placeholder:"FILE"`
}

// errDoesNotHold ends a check that found something wrong.
var errDoesNotHold = errors.New("not everything holds")

// Run checks every file, and of two copies of one register whether the longer continues the other.
func (c registerCommand) Run(o output) error {
	ring, words, err := trusted(c.Keys)
	if err != nil {
		return err
	}
	holds := true
	audits := make([]*confederation.Audit, len(c.Files))
	for i, file := range c.Files {
		if audits[i], err = auditFile(file, ring); err != nil {
			return err
		}
		p := printer(words, audits[i].Language)
		told := append([]string{file, ""}, headLines(p, audits[i])...)
		told = append(told, wrongLines(p, audits[i])...)
		for j, other := range audits[:i] {
			if line, parted := comparison(p, c.Files[j], other, audits[i]); line != "" {
				told, holds = append(told, line), holds && !parted
			}
		}
		holds = holds && audits[i].Holds()
		if err := tell(o.out, append(told, "", result(p, audits[i].Holds(), "verify.register_holds"), "")); err != nil {
			return err
		}
	}
	if !holds {
		return errDoesNotHold
	}
	return nil
}

// Run checks one act.
func (c recordCommand) Run(o output) error {
	ring, words, err := trusted(c.Keys)
	if err != nil {
		return err
	}
	proof, err := os.ReadFile(c.Proof)
	if err != nil {
		return err
	}
	var act []byte
	if c.Act != "" {
		if act, err = os.ReadFile(c.Act); err != nil {
			return err
		}
	}
	a, err := confederation.AuditExtract(proof, act, ring)
	if err != nil {
		return fmt.Errorf("%s: %w", c.Proof, err)
	}
	p := printer(words, a.Language)
	told := append(actLines(p, a.Act), headLines(p, a)...)
	told = append(told, wrongLines(p, a)...)
	if err := tell(o.out, append(told, "", result(p, a.Holds(), "verify.record_holds"))); err != nil {
		return err
	}
	if !a.Holds() {
		return errDoesNotHold
	}
	return nil
}

// trusted are the keys that were given.
func trusted(files []string) (*confederation.Keyring, *locale.Catalogues, error) {
	words, err := locale.Load()
	if err != nil {
		return nil, nil, err
	}
	ring := &confederation.Keyring{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, nil, err
		}
		if err := ring.Add(text, filepath.Base(file)); err != nil {
			return nil, nil, fmt.Errorf("%s: %w", file, err)
		}
	}
	return ring, words, nil
}

func auditFile(file string, ring *confederation.Keyring) (*confederation.Audit, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	a, err := confederation.AuditRegister(f, ring)
	if err = errors.Join(err, f.Close()); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return a, nil
}

// actLines say which act it is, in its own words.
func actLines(p locale.Printer, act record.Parsed) []string {
	var said struct{ Title, Text string }
	if err := json.Unmarshal(act.Data, &said); err != nil {
		return nil // what cannot be read is said to be wrong
	}
	lines := []string{act.ID, p.DateTime(act.Published)}
	for _, text := range []string{said.Title, said.Text} {
		if text != "" {
			lines = append(lines, text)
		}
	}
	return append(lines, "")
}

// headLines say whose register it is, by which key and whence that was had, and who else answers for the head.
func headLines(p locale.Printer, a *confederation.Audit) []string {
	lines := []string{
		p.T("verify.of", a.Of),
		p.N("verify.length", int(a.Head.Tree.Size), a.Head.Tree.Root.String()),
		p.N("verify.words", a.Records),
		keyLine(p, a.Key),
	}
	if len(a.Key.Key) == 0 {
		lines = lines[:1]
	}
	if len(a.Attested) == 0 {
		return append(lines, p.T("verify.unattested"))
	}
	for _, t := range a.Attested {
		switch {
		case t.Unknown:
			lines = append(lines, p.T("verify.witness_unknown", t.Name))
		case !t.At.IsZero():
			lines = append(lines, p.T("verify.witness", t.Name, p.DateTime(t.At)), keyLine(p, t.Key))
		}
	}
	return lines
}

// keyLine says which key was trusted, and whence it was had.
func keyLine(p locale.Printer, k confederation.Trusted) string {
	if k.From == "" {
		return p.T("verify.key_told", confederation.Fingerprint(k.Key))
	}
	return p.T("verify.key_given", confederation.Fingerprint(k.Key), k.From)
}

// wrongLines name what does not hold, entry by entry.
func wrongLines(p locale.Printer, a *confederation.Audit) (lines []string) {
	for _, w := range a.Wrong {
		said := p.T("verify.wrong_" + w.What)
		if w.Seq >= 0 {
			said = p.T("verify.wrong_at", w.Seq, said)
		}
		lines = append(lines, "!    "+said)
	}
	return lines
}

// comparison says of two copies of one register whether the longer continues the other; nothing of copies of two registers.
func comparison(p locale.Printer, file string, a, b *confederation.Audit) (line string, parted bool) {
	if a.Of != b.Of {
		return "", false
	}
	if at := a.Parts(b); at >= 0 {
		return "!    " + p.T("verify.parted", file, at), true
	}
	return p.T("verify.continued", file), false
}

func result(p locale.Printer, holds bool, key string) string {
	if !holds {
		return p.T("verify.does_not_hold")
	}
	return p.T(key)
}

// tell prints lines. What others wrote moves no cursor and colours nothing.
func tell(to io.Writer, lines []string) error {
	for _, line := range lines {
		line = strings.Map(func(r rune) rune {
			if unicode.IsControl(r) {
				return ' '
			}
			return r
		}, line)
		if _, err := fmt.Fprintln(to, line); err != nil {
			return err
		}
	}
	return nil
}
