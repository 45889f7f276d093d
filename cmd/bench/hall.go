package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"federes.org/commune"
	"federes.org/commune/locale"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
	confederal "federes.org/confederation/procedure"
	"federes.org/federation"
)

const (
	waiting = 50 // who have asked for the floor at any time
	leaders = 40 // who take turns at leading, so that none does more than one person may
)

// hall is a meeting in session of a real process, with everybody in it and signed in.
type hall struct {
	program
	*serving
	database string
	data     string
	line     *wire // over which acts come one after another
	turn     int   // at the floor
	meeting  commune.MeetingID
	motion   commune.MotionID
	members  []commune.MemberID
	names    []string
	tokens   []string
	sessions []string // cookies
}

// fillHall founds an organisation as its founder does, opens a meeting with so many members, and starts the process that serves it.
func fillHall(ctx context.Context, o options, p program, database string) (*hall, error) {
	data := filepath.Join(o.folder, "hall-"+fmt.Sprint(database != ""))
	p.environment = []string{
		"FEDERES_URL=http://127.0.0.1:8080", "FEDERES_LISTEN=127.0.0.1:0", "FEDERES_DATA=" + data, "FEDERES_DATABASE=" + database,
	}
	h := &hall{program: p, database: database, data: data}
	if err := p.do(ctx, "init", "--name", "Commune du Faubourg-des-Tisserands", "--founder", "zoe@tisserands.example"); err != nil {
		return nil, err
	}
	err := h.within(ctx, func(i *instance) error {
		return i.InTx(ctx, func(tx *store.Tx) error { return h.convene(tx, i, o.hall) })
	})
	if err != nil {
		return nil, err
	}
	if h.serving, err = p.start(ctx); err != nil {
		return nil, err
	}
	for n := range h.members {
		cookie, err := h.enter(n)
		if err != nil {
			return nil, errors.Join(err, h.stop())
		}
		h.sessions = append(h.sessions, cookie)
	}
	return h, nil
}

// within opens the hall's database.
func (h *hall) within(ctx context.Context, do func(*instance) error) (err error) {
	words, err := locale.Load()
	if err != nil {
		return err
	}
	i := &instance{house: confederal.Confederate(procedure.NewHouse(words))}
	if i.Store, err = store.Open(ctx, store.Config{Database: h.database, Data: h.data, Publisher: federation.Outbox{}}); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, i.Close()) }()
	return do(i)
}

// convene calls a meeting that is due, admits everybody, and opens it.
func (h *hall) convene(tx *store.Tx, i *instance, people int) error {
	founder, err := tx.MemberByEmail("zoe@tisserands.example")
	if err != nil {
		return err
	}
	i.founder = founder.ID
	if h.members, err = i.admit(tx, people); err != nil {
		return err
	}
	m, err := procedure.CallMeeting(tx, i.founder, commune.Call{
		Matter: "Coopérative d'achat", Reason: "Le prix du blé.", Place: "Maison du peuple", StartsAt: tx.Now().Add(time.Minute),
	})
	if err != nil {
		return err
	}
	h.meeting = m.ID
	for n, who := range h.members {
		if err := procedure.Attend(tx, who, m.ID, commune.Room); err != nil {
			return err
		}
		token, err := procedure.SignInLink(tx, who, time.Hour)
		if err != nil {
			return err
		}
		member, err := tx.Member(who)
		if err != nil {
			return err
		}
		h.tokens, h.names = append(h.tokens, token), append(h.names, member.PublicName)
		if n >= leaders {
			continue
		}
		if err := lead(tx, who); err != nil {
			return err
		}
	}
	if _, err := procedure.OpenMeeting(tx, i.founder, m.ID); err != nil {
		return err
	}
	return h.prepare(tx, i)
}

// lead gives a mandate to facilitate.
func lead(tx *store.Tx, who commune.MemberID) error {
	_, err := tx.PutMandate(commune.Mandate{
		Holder: who, Title: "Animation", Clauses: commune.Clauses{"Animer."}, Capabilities: commune.Capabilities{commune.Facilitate},
		Provisional: true, GrantedAt: tx.Now(), AcceptedAt: tx.Now(),
	})
	return err
}

// prepare puts a text under the meeting's matter, and the first members into the queue.
func (h *hall) prepare(tx *store.Tx, i *instance) error {
	items, err := tx.Items(h.meeting)
	if err != nil {
		return err
	}
	motion, err := procedure.ProposeMotion(tx, i.house, i.founder, commune.Motion{
		Item: items[0].ID, Form: commune.FormResolution, Text: someText, Audience: commune.Public,
	})
	h.motion = motion.ID
	for n := 0; err == nil && n < h.queue(); n++ {
		err = procedure.AskFloor(tx, h.members[n], commune.SpeechRequest{Meeting: h.meeting, Member: h.members[n], Kind: commune.Turn})
	}
	return err
}

// queue is how many wait for the floor.
func (h *hall) queue() int { return min(waiting, len(h.members)/2) }

// enter spends a member's link from an address of their own, and gives the session's cookie.
func (h *hall) enter(n int) (string, error) {
	r, err := http.NewRequest(http.MethodPost, "http://"+h.address+"/sign-in/"+h.tokens[n], nil)
	if err != nil {
		return "", err
	}
	r.Header.Set("X-Forwarded-For", fmt.Sprintf("10.0.%d.%d", n/250, n%250+1))
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	for _, c := range answer.Cookies() {
		if strings.Contains(c.Name, "federes_") {
			return c.Name + "=" + c.Value, nil
		}
	}
	return "", fmt.Errorf("signing in was answered %s, without a session", answer.Status)
}

// request is what a member's browser sends from its seat.
func (h *hall) request(method, target string, member int, values url.Values) ([]byte, error) {
	seat := fmt.Sprintf("/meetings/%d/seat", h.meeting)
	body := ""
	if method == http.MethodPost {
		values.Set("back", seat)
		body = values.Encode()
	}
	r, err := http.NewRequest(method, "http://"+h.address+target, strings.NewReader(body))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Cookie", h.sessions[member])
	r.Header.Set("Referer", "http://"+h.address+seat)
	if method == http.MethodPost {
		r.Header.Set("Accept", "application/json")
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	var b bytes.Buffer
	err = r.Write(&b)
	return b.Bytes(), err
}
