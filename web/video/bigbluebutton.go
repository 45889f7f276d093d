package video

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"
)

// What a conversation with the server may take.
const (
	patience  = 10 * time.Second
	maxAnswer = 64 << 10
)

// bigBlueButton is a server of BigBlueButton 2.4 or newer, spoken to as its API says: every call carries a checksum made with a secret.
type bigBlueButton struct {
	api    *url.URL
	secret string
	client *http.Client
}

func newBigBlueButton(base *url.URL, secret string) bigBlueButton {
	return bigBlueButton{api: base.JoinPath("api"), secret: secret, client: &http.Client{
		Timeout:       patience,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// Enter makes sure that the room is there, and gives the address at which this visitor joins it. To make it again changes nothing, since
// it is asked for with the same words each time.
func (b bigBlueButton) Enter(ctx context.Context, r Room, who Visitor, _ time.Time) (string, error) {
	if err := b.create(ctx, url.Values{
		"meetingID": {r.Key}, "name": {r.Title}, "logoutURL": {r.Back},
		"attendeePW": {b.password("attendee", r)}, "moderatorPW": {b.password("moderator", r)},
		"record": {"false"}, "autoStartRecording": {"false"}, "allowStartStopRecording": {"false"},
	}); err != nil {
		return "", err
	}
	role := "VIEWER"
	if who.Leads {
		role = "MODERATOR"
	}
	return b.call("join", url.Values{"meetingID": {r.Key}, "fullName": {who.Name}, "userID": {who.ID}, "role": {role}, "redirect": {"true"}}), nil
}

// password is one that nobody is asked for: older servers take a room for the same only if its passwords are.
func (b bigBlueButton) password(of string, r Room) string {
	mac := hmac.New(sha256.New, []byte(b.secret))
	fmt.Fprintf(mac, "%s %s", of, r.Key)
	return hex.EncodeToString(mac.Sum(nil)[:16])
}

// call is the address of one call of the API.
func (b bigBlueButton) call(name string, parameters url.Values) string {
	query := parameters.Encode()
	sum := sha256.Sum256([]byte(name + query + b.secret))
	address := b.api.JoinPath(name)
	address.RawQuery = query + "&checksum=" + hex.EncodeToString(sum[:])
	return address.String()
}

func (b bigBlueButton) create(ctx context.Context, parameters url.Values) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, b.call("create", parameters), nil)
	if err != nil {
		return fmt.Errorf("video: %w", err)
	}
	answer, err := b.client.Do(request)
	if err != nil {
		return fmt.Errorf("video: %s does not answer: %w", b.api.Host, unaddressed(err))
	}
	defer answer.Body.Close()
	var said struct {
		Code string `xml:"returncode"`
		Key  string `xml:"messageKey"`
	}
	if err := xml.NewDecoder(io.LimitReader(answer.Body, maxAnswer)).Decode(&said); err != nil {
		return fmt.Errorf("video: %s answered %d, not as BigBlueButton does: %w", b.api.Host, answer.StatusCode, err)
	}
	if said.Code != "SUCCESS" {
		return fmt.Errorf("video: %s refused to make the room: %.80q", b.api.Host, said.Key)
	}
	return nil
}

// unaddressed is an error without the address that was asked for: whoever reads a log need not be able to make the same call.
func unaddressed(err error) error {
	if e, ok := err.(*url.Error); ok {
		return e.Err
	}
	return err
}
