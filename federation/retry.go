package federation

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strconv"
	"syscall"
	"time"

	"github.com/hashicorp/go-retryablehttp"
)

// blinked tells whether to ask again at once: the connection broke, or the host is busy for no longer than MaxRetryWait.
// Refusals, ours or theirs, and names or certificates that do not hold, are not asked again.
func (c *Client) blinked(ctx context.Context, answer *http.Response, err error) (bool, error) {
	if ctx.Err() != nil || err != nil {
		return ctx.Err() == nil && broken(err), nil
	}
	busy := answer.StatusCode == http.StatusTooManyRequests && answer.Header.Get("Retry-After") != ""
	failing := answer.StatusCode >= 500 && answer.StatusCode != http.StatusNotImplemented
	return (busy || failing) && c.pause(answer) <= MaxRetryWait, nil
}

// patience is the wait before asking again, never beyond longest whatever the host and its clock say.
func patience(shortest, longest time.Duration, attempt int, answer *http.Response) time.Duration {
	return min(retryablehttp.DefaultBackoff(shortest, longest, attempt, answer), longest)
}

// broken holds for what befalls a connection between two healthy hosts.
func broken(err error) bool {
	for _, accident := range []error{io.EOF, io.ErrUnexpectedEOF, syscall.ECONNREFUSED, syscall.ECONNRESET, syscall.EPIPE, net.ErrClosed} {
		if errors.Is(err, accident) {
			return true
		}
	}
	return false
}

// pause is how long the host asks us to stay away, in seconds or until a date; zero when it does not say.
func (c *Client) pause(answer *http.Response) time.Duration {
	text := answer.Header.Get("Retry-After")
	var pause time.Duration
	if seconds, err := strconv.Atoi(text); err == nil {
		pause = time.Duration(min(seconds, int(MaxRetryAfter/time.Second))) * time.Second
	} else if until, err := http.ParseTime(text); err == nil {
		pause = until.Sub(c.config.Now())
	}
	return min(max(pause, 0), MaxRetryAfter)
}
