package federation

import (
	"cmp"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"sync/atomic"
	"time"

	"github.com/hashicorp/go-retryablehttp"
)

// Config says who asks, by which clock, and which networks may be reached beside the public internet.
type Config struct {
	Own     string           // our canonical host, which we never ask
	Agent   string           // our name as User-Agent
	Fetcher Signer           // the instance actor: signs every GET of a document
	Now     func() time.Time // dates the signatures
	Allow   []netip.Prefix   // in these networks plain http and any port pass too
	Roots   *x509.CertPool   // who vouches for the hosts; nil: the system's authorities
	Timeout time.Duration    // of one fetch or delivery; zero: FetchTimeout
}

// Client is the one way by which this instance speaks to others. Every request that leaves, each redirect and each repetition included,
// passes the guard, is counted against its budget and is signed at that moment.
type Client struct {
	config    Config
	guard     guard
	transport *http.Transport
}

// NewClient makes the client of an instance.
func NewClient(config Config) *Client {
	if config.Timeout == 0 {
		config.Timeout = FetchTimeout
	}
	c := &Client{config: config, guard: newGuard(config.Own, config.Allow)}
	dialer := &net.Dialer{Timeout: config.Timeout, Control: c.guard.dial}
	c.transport = &http.Transport{
		Proxy:                  nil, // never the environment's: a proxy would dial for us, unguarded
		DialContext:            dialer.DialContext,
		TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: config.Roots},
		TLSHandshakeTimeout:    config.Timeout,
		ForceAttemptHTTP2:      true,
		MaxResponseHeaderBytes: MaxHeaders,
		MaxIdleConnsPerHost:    2,
		IdleConnTimeout:        time.Minute,
	}
	return c
}

// Close lets go of the connections kept for the next request.
func (c *Client) Close() { c.transport.CloseIdleConnections() }

// WithBudget bounds the requests made under ctx; what one incoming activity causes runs under FetchBudget (SSR-23).
func WithBudget(ctx context.Context, requests int) context.Context {
	left := new(atomic.Int64)
	left.Store(int64(requests))
	return context.WithValue(ctx, budgetKey{}, left)
}

type budgetKey struct{}

func spend(ctx context.Context) error {
	left, bounded := ctx.Value(budgetKey{}).(*atomic.Int64)
	if bounded && left.Add(-1) < 0 {
		return ErrBudget
	}
	return nil
}

// StatusError is an answer that is no success. Retry is the pause that the host asks for, if any.
type StatusError struct {
	Status int
	Retry  time.Duration
}

func (e StatusError) Error() string { return fmt.Sprintf("answered %d", e.Status) }

// Gone tells whether err says that what we asked for is no longer, or never was, there (SIG-35).
func Gone(err error) bool {
	var answer StatusError
	return errors.As(err, &answer) && (answer.Status == http.StatusGone || answer.Status == http.StatusNotFound)
}

// page is what a GET found, and where.
type page struct {
	address string
	body    []byte
}

// question is what a GET asks for, as whom, and which content types answer it.
type question struct {
	accept string
	suits  func(contentType string) bool
	signer Signer
	most   int64 // bytes; zero for MaxDocument
}

// get fetches one document within every limit. The address is the caller's to compare with what the document says.
func (c *Client) get(ctx context.Context, address string, q question) (page, error) {
	ctx, cancel := context.WithTimeout(ctx, c.config.Timeout)
	defer cancel()
	r, err := c.request(ctx, http.MethodGet, address, nil)
	if err != nil {
		return page{}, fmt.Errorf("fetching %s: %w", address, err)
	}
	r.Header.Set("Accept", q.accept)
	answer, err := c.send(r, passage{client: c, signer: q.signer})
	if err != nil {
		return page{}, fmt.Errorf("fetching %s: %w", address, err)
	}
	defer answer.Body.Close()
	body, err := c.read(answer, q)
	if err != nil {
		return page{}, fmt.Errorf("fetching %s: %w", address, err)
	}
	return page{address: answer.Request.URL.String(), body: body}, nil
}

// Plain fetches a text or bytes that are no document: a log's head, or a tile of it.
func (c *Client) Plain(ctx context.Context, address string) ([]byte, error) {
	found, err := c.get(ctx, address, question{accept: "*/*", suits: func(string) bool { return true }, signer: c.config.Fetcher})
	return found.body, err
}

// read takes a success of the right type, whole or not at all; the limit counts bytes once decompressed.
func (c *Client) read(answer *http.Response, q question) ([]byte, error) {
	if answer.StatusCode/100 != 2 {
		return nil, StatusError{Status: answer.StatusCode, Retry: c.pause(answer)}
	}
	if !q.suits(answer.Header.Get("Content-Type")) || answer.Header.Get("Content-Encoding") != "" {
		return nil, ErrContentType
	}
	most := cmp.Or(q.most, MaxDocument)
	body, err := io.ReadAll(io.LimitReader(answer.Body, most+1))
	if err == nil && int64(len(body)) > most {
		err = ErrTooLarge
	}
	return body, err
}

func (c *Client) request(ctx context.Context, method, address string, body []byte) (*retryablehttp.Request, error) {
	if _, err := parseURL(address); err != nil {
		return nil, err
	}
	r, err := retryablehttp.NewRequestWithContext(ctx, method, address, body)
	if err != nil {
		return nil, err
	}
	r.Header.Set("User-Agent", c.config.Agent)
	return r, nil
}

// send lets a request through its passage, a second and third time when the other side only blinked.
func (c *Client) send(r *retryablehttp.Request, way passage) (*http.Response, error) {
	attempts := retryablehttp.Client{
		HTTPClient:   &http.Client{Transport: way, CheckRedirect: redirect},
		RetryMax:     MaxRetries,
		RetryWaitMin: MinRetryWait,
		RetryWaitMax: MaxRetryWait,
		CheckRetry:   c.blinked,
		Backoff:      patience,
		ErrorHandler: retryablehttp.PassthroughErrorHandler,
	}
	answer, err := attempts.Do(r)
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		err = wrapped.Err // the caller names the address
	}
	return answer, err
}

// redirect follows a GET as far as the limit, and a POST nowhere (SSR-08, SSR-19).
func redirect(next *http.Request, so []*http.Request) error {
	switch {
	case so[0].Method != http.MethodGet:
		return http.ErrUseLastResponse
	case len(so) > MaxRedirects:
		return ErrRedirects
	}
	return nil
}

// passage is the last step before the wire, taken anew by each attempt and each redirect.
type passage struct {
	client *Client
	signer Signer
	body   []byte
}

// RoundTrip lets through what the guard admits and the budget allows, freshly signed.
func (p passage) RoundTrip(r *http.Request) (*http.Response, error) {
	out, err := p.prepare(r)
	if err != nil {
		if r.Body != nil {
			r.Body.Close()
		}
		return nil, err
	}
	return p.client.transport.RoundTrip(out)
}

func (p passage) prepare(r *http.Request) (*http.Request, error) {
	if _, err := parseURL(r.URL.String()); err != nil {
		return nil, err
	}
	if err := p.client.guard.admit(r.URL); err != nil {
		return nil, err
	}
	if err := spend(r.Context()); err != nil {
		return nil, err
	}
	out := r.Clone(r.Context())
	out.Header.Del("Referer")
	if p.signer.Key == nil {
		return out, nil
	}
	return out, p.signer.Sign(out, p.body, p.client.config.Now())
}
