package mail_test

import (
	"bytes"
	"context"
	"log/slog"
	"net/mail"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"federes.org/commune/locale"
	ours "federes.org/web/mail"
)

const token = "un-jeton-qui-ouvre"

func signIn(t *testing.T, name, organisation string) ours.Message {
	t.Helper()
	words, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	p := words.Printer("fr", nil)
	m, err := ours.Notice{
		Organisation: organisation, Subject: p.T("mail.link.subject", organisation), Hello: p.T("mail.hello", name),
		Act: p.T("mail.link.act"), Address: "https://tisserands.example/sign-in/" + token,
	}.Message(p, "zoe@tisserands.example")
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestANameInAMailIsNeverHTML(t *testing.T) {
	m := signIn(t, `<a href="https://evil.example">Cliquez</a>`, "Commune")
	if strings.Contains(m.HTML, "<a href=\"https://evil") {
		t.Errorf("the name became a link: %s", m.HTML)
	}
	if n := strings.Count(m.HTML, "<a "); n != 1 {
		t.Errorf("%d links in the mail, want the button alone", n)
	}
}

func TestANameCannotAddAHeaderToAMail(t *testing.T) {
	folder := t.TempDir()
	var log bytes.Buffer
	keep := ours.Folder{Path: filepath.Join(folder, "mail"), Log: slog.New(slog.NewTextHandler(&log, nil))}
	if err := keep.Send(context.Background(), signIn(t, "Zoé", "Commune\r\nBcc: mallory@evil.example\r\n\r\n=?utf-8?q?x?=")); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(folder, "mail", "*.eml"))
	if err != nil || len(files) != 1 {
		t.Fatalf("%v, %v", files, err)
	}
	f, err := os.Open(files[0])
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	letter, err := mail.ReadMessage(f)
	if err != nil {
		t.Fatal(err)
	}
	if letter.Header.Get("Bcc") != "" || letter.Header.Get("Subject") == "" || letter.Header.Get("Auto-Submitted") == "" {
		t.Errorf("headers %v", letter.Header)
	}
	if strings.Contains(log.String(), token) {
		t.Error("the log says the token")
	}
	if info, err := os.Stat(files[0]); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the mail can be read by others: %v, %v", info.Mode(), err)
	}
}

func TestAServersAddressIsReadAndItsPasswordNeverSaid(t *testing.T) {
	for _, address := range []string{"smtp://localhost", "smtp://u:p@mail.example:2525", "smtps://u:p@mail.example?from=ag@tisserands.example"} {
		if _, err := ours.NewSMTP(address, "tisserands.example"); err != nil {
			t.Errorf("%s: %v", address, err)
		}
	}
	for _, address := range []string{"mail.example:25", "http://u:secret@mail.example", "smtp://", "smtp://u:secret@mail.example:beaucoup"} {
		_, err := ours.NewSMTP(address, "tisserands.example")
		if err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v", address, err)
		}
	}
}

func TestAPasswordIsNeverSaidToAnotherMachineWithoutTLS(t *testing.T) {
	for address, want := range map[string]string{
		"smtp://u:p@mail.example:2525": "TLSMandatory",
		"smtp://u:p@192.0.2.7":         "TLSMandatory",
		"smtp://u:p@127.0.0.1:2525":    "TLSOpportunistic",
		"smtp://u:p@[::1]:2525":        "TLSOpportunistic",
		"smtp://u:p@localhost":         "TLSOpportunistic",
		"smtp://mail.example":          "TLSOpportunistic",
	} {
		server, err := ours.NewSMTP(address, "tisserands.example")
		if err != nil {
			t.Fatal(err)
		}
		if got := server.TLSPolicy(); got != want {
			t.Errorf("%s is spoken to with %s, want %s", address, got, want)
		}
	}
}
