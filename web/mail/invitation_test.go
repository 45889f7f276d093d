package mail_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"io"
	"log/slog"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-ical"

	"federes.org/commune/locale"
	"federes.org/web/ics"
	ours "federes.org/web/mail"
)

var starts = time.Date(2026, 11, 12, 18, 30, 0, 0, time.FixedZone("CET", 3600))

func notice(t *testing.T) ours.Message {
	t.Helper()
	words, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	m, err := ours.Notice{
		Organisation: "Commune du Faubourg", Subject: "Convocation", Hello: "Bonjour Awa,", Lines: []string{"L’assemblée se réunit.", "<b>gras</b>"},
		Facts: []ours.Fact{{Name: "Où", Value: "Maison du peuple"}}, List: ours.List{Title: "L’ordre du jour", Items: []string{"Cantine", "<i>Four</i>"}},
		Act: "Voir", Address: "https://commune.example/meetings/7", After: []string{"Proposer un point"}, Small: []string{"Pourquoi vous le recevez"},
	}.Message(words.Printer("fr", nil), "awa@commune.example")
	if err != nil {
		t.Fatal(err)
	}
	m.ID, m.Thread, m.Unsubscribe = "convocation.7.1.3@commune.example", "meeting.7@commune.example", "https://commune.example/unsubscribe/3.convocations.c0ffee"
	m.Invitation = &ours.Invitation{Attendee: `Awa "D." ; x:y`, Event: ics.Event{
		UID: "meeting-7@commune.example", Sequence: 1, At: starts.AddDate(0, 0, -7), Starts: starts, Ends: starts.Add(2 * time.Hour),
		Summary: "Assemblée générale – Faubourg", Description: strings.Repeat("L’été, déjà ; un point, deux\\points\n", 9), Location: "Maison du peuple, Lille",
		Page: "https://commune.example/meetings/7", Call: "https://commune.example/meetings/7/video", CallName: `L'appel "vidéo"; ici`,
	}}
	return m
}

// parts are a letter's headers and, by their kind, the texts of its parts in order.
func parts(t *testing.T, m ours.Message) (mail.Header, map[string][]string) {
	t.Helper()
	folder := t.TempDir()
	if err := (ours.Folder{Path: folder, Log: slog.New(slog.DiscardHandler)}).Send(context.Background(), m); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(folder, "*.eml"))
	if err != nil || len(files) != 1 {
		t.Fatal(files, err)
	}
	raw, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	letter, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	found := map[string][]string{}
	walk(t, letter.Header.Get("Content-Type"), letter.Header.Get("Content-Transfer-Encoding"), letter.Body, found)
	return letter.Header, found
}

func walk(t *testing.T, kind, encoding string, body io.Reader, found map[string][]string) {
	t.Helper()
	media, parameters, err := mime.ParseMediaType(kind)
	if err != nil {
		t.Fatal(err)
	}
	if strings.HasPrefix(media, "multipart/") {
		all := multipart.NewReader(body, parameters["boundary"])
		for {
			part, err := all.NextRawPart()
			if err == io.EOF {
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			walk(t, part.Header.Get("Content-Type"), part.Header.Get("Content-Transfer-Encoding"), part, found)
		}
	}
	switch encoding {
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, body)
	}
	text, err := io.ReadAll(body)
	if err != nil {
		t.Fatal(err)
	}
	if method := parameters["method"]; method != "" {
		media += " " + method
	}
	found[media] = append(found[media], string(text))
}

func TestAG2_AConvocationIsTextHTMLAndAnInvitationInTheThreadOfItsMeeting(t *testing.T) {
	header, found := parts(t, notice(t))
	for name, want := range map[string]string{
		"Message-Id": "<convocation.7.1.3@commune.example>", "References": "<meeting.7@commune.example>", "In-Reply-To": "<meeting.7@commune.example>",
		"List-Unsubscribe": "<https://commune.example/unsubscribe/3.convocations.c0ffee>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
	} {
		if got := header.Get(name); got != want {
			t.Errorf("%s: %q", name, got)
		}
	}
	if len(found["text/plain"]) != 1 || len(found["text/html"]) != 1 || len(found["text/calendar REQUEST"]) != 2 {
		t.Fatalf("parts: %v", found)
	}
	if found["text/calendar REQUEST"][0] != found["text/calendar REQUEST"][1] {
		t.Error("the invitation and its file differ")
	}
	if text := found["text/plain"][0]; !strings.Contains(text, "- Cantine") || !strings.Contains(text, "Où\u00a0: Maison du peuple") {
		t.Errorf("the text says %s", text)
	}
	if page := found["text/html"][0]; strings.Contains(page, "<b>gras") || strings.Contains(page, "<i>Four") || strings.Count(page, "<a ") != 1 {
		t.Errorf("the page says %s", page)
	}
}

func TestAG2_TheInvitationIsReadByACalendar(t *testing.T) {
	_, found := parts(t, notice(t))
	text := found["text/calendar REQUEST"][0]
	for line := range strings.SplitSeq(text, "\r\n") {
		if len(line) > 75 {
			t.Errorf("a line of %d bytes: %s", len(line), line)
		}
	}
	c, err := ical.NewDecoder(strings.NewReader(text)).Decode()
	if err != nil {
		t.Fatal(err)
	}
	event := c.Events()[0]
	at, err := event.DateTimeStart(time.UTC)
	if err != nil || !at.Equal(starts) || !strings.HasSuffix(event.Props.Get(ical.PropDateTimeStart).Value, "Z") {
		t.Errorf("starts %v, %v", at, err)
	}
	ends, err := event.DateTimeEnd(time.UTC)
	if err != nil || !ends.Equal(starts.Add(2*time.Hour)) {
		t.Errorf("ends %v, %v", ends, err)
	}
	m := notice(t)
	description, err := event.Props.Text(ical.PropDescription)
	if err != nil || description != m.Invitation.Description {
		t.Errorf("describes %q, %v", description, err)
	}
	for name, want := range map[string]string{
		ical.PropUID: "meeting-7@commune.example", ical.PropSequence: "1", ical.PropURL: "https://commune.example/meetings/7", ical.PropStatus: "CONFIRMED",
		ical.PropOrganizer: "mailto:no-reply@localhost.invalid", ical.PropAttendee: "mailto:awa@commune.example",
		ical.PropConference: "https://commune.example/meetings/7/video",
	} {
		if p := event.Props.Get(name); p == nil || p.Value != want {
			t.Errorf("%s: %v", name, p)
		}
	}
	if p := event.Props.Get(ical.PropAttendee); p.Params.Get("RSVP") != "FALSE" || p.Params.Get("CN") != `Awa 'D.' ; x:y` {
		t.Errorf("invited with %v", p.Params)
	}
}

func TestAG2_NoTextThatPeopleWroteBecomesALineOfTheInvitation(t *testing.T) {
	m := notice(t)
	m.Invitation.Location = "Maison du peuple\rATTENDEE:mailto:mallory@evil.example"
	m.Invitation.Description = "Première ligne\r\nSTATUS:CANCELLED\x0b\x1b"
	m.Invitation.Attendee = "Awa\rSTATUS:CANCELLED"
	_, found := parts(t, m)
	text := strings.ReplaceAll(found["text/calendar REQUEST"][0], "\r\n ", "")
	for line := range strings.SplitSeq(text, "\r\n") {
		if strings.ContainsAny(line, "\r\n\x0b\x1b") || strings.HasPrefix(line, "STATUS:CANCELLED") {
			t.Errorf("a line reads %q", line)
		}
	}
	if !strings.Contains(text, `Première ligne\nSTATUS`) || strings.Count(text, "\r\nATTENDEE") != 1 {
		t.Errorf("the invitation became %s", text)
	}
}

func TestAG2_ACancellationTakesTheMeetingOutOfTheCalendar(t *testing.T) {
	m := notice(t)
	m.Invitation.Cancelled, m.Invitation.Sequence, m.Invitation.Call = true, 2, ""
	_, found := parts(t, m)
	if len(found["text/calendar CANCEL"]) != 2 {
		t.Fatalf("parts: %v", found)
	}
	c, err := ical.NewDecoder(strings.NewReader(found["text/calendar CANCEL"][0])).Decode()
	if err != nil {
		t.Fatal(err)
	}
	method, err := c.Props.Text(ical.PropMethod)
	status, err2 := c.Events()[0].Status()
	if err != nil || err2 != nil || method != "CANCEL" || status != ical.EventCancelled {
		t.Errorf("%s %s", method, status)
	}
}
