package federation

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"
)

// Fate is what becomes of a delivery after one attempt.
type Fate int

// Delivered is done; Deferred is tried again later; Refused would be refused again.
const (
	Delivered Fate = iota + 1
	Deferred
	Refused
)

// Outcome is how an attempt to deliver ended.
type Outcome struct {
	Fate   Fate
	Status int           // the inbox's answer; zero when there was none
	Retry  time.Duration // the pause that the inbox asks for; zero when it does not say
	Err    error         // why it is not delivered
}

// Deliver posts an activity, byte for byte, to one inbox, signed by the acting actor. A redirected inbox is a refusal (SSR-19).
func (c *Client) Deliver(ctx context.Context, inbox string, activity []byte, as Signer) Outcome {
	ctx, cancel := context.WithTimeout(ctx, c.config.Timeout)
	defer cancel()
	r, err := c.request(ctx, http.MethodPost, inbox, activity)
	if err != nil {
		return Outcome{Fate: Refused, Err: fmt.Errorf("delivering to %s: %w", inbox, err)}
	}
	r.Header.Set("Content-Type", activityJSON)
	answer, err := c.send(r, passage{client: c, signer: as, body: activity})
	if err != nil {
		return Outcome{Fate: fateOf(err), Err: fmt.Errorf("delivering to %s: %w", inbox, err)}
	}
	defer answer.Body.Close()
	// Read for the sake of the connection, which can then serve again; the answer's words change nothing.
	_, _ = io.Copy(io.Discard, io.LimitReader(answer.Body, MaxHeaders))
	if answer.StatusCode/100 == 2 {
		return Outcome{Fate: Delivered, Status: answer.StatusCode}
	}
	refusal := StatusError{Status: answer.StatusCode, Retry: c.pause(answer)}
	return Outcome{
		Fate: fateOf(refusal), Status: refusal.Status, Retry: refusal.Retry,
		Err: fmt.Errorf("delivering to %s: %w", inbox, refusal),
	}
}

// Submit posts a text that is no activity, and gives what it is answered, whatever the status. Nobody signs it as an actor: what it says is signed inside.
func (c *Client) Submit(ctx context.Context, address string, text []byte) (status int, answer []byte, err error) {
	ctx, cancel := context.WithTimeout(ctx, c.config.Timeout)
	defer cancel()
	r, err := c.request(ctx, http.MethodPost, address, text)
	if err != nil {
		return 0, nil, fmt.Errorf("submitting to %s: %w", address, err)
	}
	r.Header.Set("Content-Type", plainText)
	got, err := c.send(r, passage{client: c})
	if err != nil {
		return 0, nil, fmt.Errorf("submitting to %s: %w", address, err)
	}
	defer got.Body.Close()
	answer, err = io.ReadAll(io.LimitReader(got.Body, MaxHeaders))
	return got.StatusCode, answer, err
}

// fateOf tells what time heals: absence, overload, a key that the peer could not fetch. Our own guard's refusals and other 3xx and 4xx are final.
func fateOf(err error) Fate {
	var ours FetchError
	if errors.As(err, &ours) {
		return Refused
	}
	var answer StatusError
	if !errors.As(err, &answer) {
		return Deferred
	}
	switch answer.Status {
	case http.StatusUnauthorized, http.StatusRequestTimeout, http.StatusTooEarly, http.StatusTooManyRequests:
		return Deferred
	}
	if answer.Status >= 500 && answer.Status != http.StatusNotImplemented {
		return Deferred
	}
	return Refused
}
