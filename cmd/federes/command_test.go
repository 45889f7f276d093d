package main_test

import (
	"bufio"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"federes.org/cmd/federes/world"
)

// federes runs the binary with nothing of our own environment but the settings given.
func federes(t *testing.T, settings []string, args ...string) (string, error) {
	t.Helper()
	command := exec.CommandContext(t.Context(), binary, args...)
	command.Env, command.Dir = settings, t.TempDir()
	out, err := command.CombinedOutput()
	return string(out), err
}

func TestEveryCommandExplainsItself(t *testing.T) {
	out, err := federes(t, nil, "--help")
	ok(t, err)
	for _, command := range []string{"init", "serve", "demo", "migrate", "resume", "verify", "version"} {
		if !strings.Contains(out, command) {
			t.Errorf("federes --help does not name %s", command)
		}
		if help, err := federes(t, nil, command, "--help"); err != nil || !strings.Contains(help, "Usage: federes "+command) {
			t.Errorf("federes %s --help: %v\n%s", command, err, help)
		}
	}
	if out, err := federes(t, nil, "version"); err != nil || !strings.HasPrefix(out, "federes ") {
		t.Errorf("federes version: %v: %s", err, out)
	}
	if out, err := federes(t, nil, "abolish"); err == nil {
		t.Errorf("an unknown command was done: %s", out)
	}
}

func TestAnInstanceIsFoundedOnceAndKeepsItsAddress(t *testing.T) {
	data := t.TempDir()
	settings := []string{"FEDERES_URL=http://127.0.0.1:9", "FEDERES_DATA=" + data}
	for range 2 {
		if out, err := federes(t, settings, "migrate"); err != nil {
			t.Fatalf("migrate: %v: %s", err, out)
		}
	}
	founding := []string{"init", "--kind", "commune", "--name", "Commune du Vieux-Courant", "--founder", "zoe@example.org"}
	out, err := federes(t, settings, founding...)
	if err != nil || !strings.Contains(out, "http://127.0.0.1:9/sign-in/") {
		t.Fatalf("init: %v: %s", err, out)
	}
	if out, err := federes(t, settings, founding...); err == nil {
		t.Errorf("an instance was founded twice: %s", out)
	}
	if out, err := federes(t, settings, "resume"); err != nil || !strings.Contains(out, "nothing is missing") {
		t.Errorf("resume: %v: %s", err, out)
	}
	if out, err := federes(t, append(settings, "FEDERES_URL=http://127.0.0.1:10"), "serve"); err == nil || !strings.Contains(out, "FEDERES_URL") {
		t.Errorf("a founded instance is served under another address: %v: %s", err, out)
	}
	if out, err := federes(t, settings, "init", "--name", "Sans fondatrice"); err == nil {
		t.Errorf("an instance was founded by nobody: %s", out)
	}
}

func TestSettingsComeFromAFileToo(t *testing.T) {
	file := filepath.Join(t.TempDir(), "federes.json")
	ok(t, os.WriteFile(file, []byte(`{"url": "http://127.0.0.1:9", "data": "`+t.TempDir()+`"}`), 0o600))
	if out, err := federes(t, []string{"FEDERES_CONFIG=" + file}, "migrate"); err != nil {
		t.Errorf("migrate with a file of settings: %v: %s", err, out)
	}
}

func TestTheDemoToldAsAStoryEndsWell(t *testing.T) {
	out, err := federes(t, []string{"TMPDIR=" + t.TempDir()}, "demo", "--story")
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, step := range []string{"founding", "admissions", "dues", "agenda", "closing of the agenda", "assembly and vote", "decision", "record at the council", "tally",
		"delegates", "what delegates say", "a text for everybody", "answers to it"} {
		if !strings.Contains(out, "\n"+step) && !strings.HasPrefix(out, step) {
			t.Errorf("the story does not tell of %q:\n%s", step, out)
		}
	}
}

func TestTheDemoLeavesAFolderOfOthersAlone(t *testing.T) {
	folder := t.TempDir()
	ok(t, os.WriteFile(filepath.Join(folder, "letters.txt"), []byte("private"), 0o600))
	if out, err := federes(t, nil, "demo", "--dir", folder); err == nil || !strings.Contains(out, folder) {
		t.Errorf("the demo moved into a folder that is not its own: %v: %s", err, out)
	}
}

func TestHealthAndReadinessAreAnswered(t *testing.T) {
	w, err := world.Open(binary, t.TempDir())
	ok(t, err)
	t.Cleanup(func() { ok(t, w.Close()) })
	ports, err := world.FreePorts(1)
	ok(t, err)
	i := w.Instance("seule", ports[0])
	ok(t, i.Start(t.Context()))
	for _, path := range []string{"/healthz", "/readyz"} {
		if answer, _ := get(t.Context(), t, i.URL+path, "*/*"); answer.StatusCode != http.StatusOK {
			t.Errorf("%s answers %s", path, answer.Status)
		}
	}
	if err := i.Vacant(); err == nil {
		t.Error("a port that an instance listens on is said to be free")
	}
}

// demonstration is a running demo.
type demonstration struct {
	*exec.Cmd
	out   *bufio.Scanner
	lines []string
}

// demonstrate starts a demo in a folder, and reads on until it has printed its links.
func demonstrate(t *testing.T, folder, ports string) *demonstration {
	t.Helper()
	d := &demonstration{Cmd: exec.CommandContext(t.Context(), binary, "demo", "--dir", folder, "--ports", ports)}
	out, err := d.StdoutPipe()
	ok(t, err)
	d.Stderr = os.Stderr
	ok(t, d.Start())
	d.out = bufio.NewScanner(out)
	d.read(t, "Ctrl-C")
	return d
}

// read reads on until a line holds these words.
func (d *demonstration) read(t *testing.T, words string) {
	t.Helper()
	for d.out.Scan() {
		d.lines = append(d.lines, d.out.Text())
		if strings.Contains(d.out.Text(), words) {
			return
		}
	}
	t.Fatalf("the demo ended before it said %q:\n%s", words, strings.Join(d.lines, "\n"))
}

func TestADemoIsServedUntilInterruptedAndContinuedLater(t *testing.T) {
	free, err := world.FreePorts(3)
	ok(t, err)
	folder := filepath.Join(t.TempDir(), "demo")
	ports := fmt.Sprintf("%d,%d,%d", free[0], free[1], free[2])
	for range 2 {
		d := demonstrate(t, folder, ports)
		visitor := world.NewBrowser(fmt.Sprintf("http://127.0.0.1:%d", free[0]), "")
		link := d.lines[slices.IndexFunc(d.lines, func(l string) bool { return strings.Contains(l, "treasurer") })+1]
		treasurer := world.Person{Browser: visitor}
		ok(t, treasurer.Enter(t.Context(), strings.TrimSpace(link)))
		page, err := visitor.Open(t.Context(), "/members")
		ok(t, err)
		if !page.Says("Jules V.") {
			t.Errorf("the treasurer sees:\n%s", page.Text())
		}
		another := world.Person{Browser: world.NewBrowser(visitor.Base, ""), Email: "zoe.m@tisserands.example"}
		ok(t, another.AskLink(t.Context()))
		d.read(t, another.Email)
		ok(t, d.Process.Signal(os.Interrupt))
		for d.out.Scan() {
			d.lines = append(d.lines, d.out.Text())
		}
		if err := d.Wait(); err != nil {
			t.Fatalf("an interrupted demo: %v\n%s", err, strings.Join(d.lines, "\n"))
		}
	}
}
