package main

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"federes.org/commune"
	"federes.org/commune/procedure"
	"federes.org/commune/store"
)

// byForm signs every elector in, and has them send the ballot's form as a browser does.
func (v *vote) byForm(ctx context.Context) (caster, func(), error) {
	requests := make([][]byte, len(v.electors))
	for n, who := range v.electors {
		cookie, err := v.signIn(ctx, who)
		if err != nil {
			return nil, nil, err
		}
		target := fmt.Sprintf("/motions/%d/ballot", v.motion)
		if requests[n], err = v.form(target, url.Values{"choice": {string(commune.Against)}}, cookie); err != nil {
			return nil, nil, err
		}
	}
	lines, hangUp, err := wires(v.address, hands)
	return func(way, elector int) error { return lines[way].exchange(requests[elector], http.StatusSeeOther) }, hangUp, err
}

// signIn spends a link as its member does, and gives the session's cookie.
func (i *instance) signIn(ctx context.Context, who commune.MemberID) (*http.Cookie, error) {
	var token string
	err := i.InTx(ctx, func(tx *store.Tx) (err error) {
		token, err = procedure.SignInLink(tx, who, time.Hour)
		return err
	})
	if err != nil {
		return nil, err
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	defer client.CloseIdleConnections()
	answer, err := client.PostForm("http://"+i.address+"/sign-in/"+token, nil)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	for _, c := range answer.Cookies() {
		if c.HttpOnly && strings.Contains(c.Name, "federes_") {
			return c, nil
		}
	}
	return nil, fmt.Errorf("signing in was answered %s, without a session", answer.Status)
}

// form is the request of a form that a member sends, as bytes.
func (i *instance) form(target string, values url.Values, session *http.Cookie) ([]byte, error) {
	r, err := http.NewRequest(http.MethodPost, "http://"+i.address+target, strings.NewReader(values.Encode()))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.AddCookie(session)
	var b bytes.Buffer
	err = r.Write(&b)
	return b.Bytes(), err
}
