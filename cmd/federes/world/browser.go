package world

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"time"
)

// patience bounds one request of a browser.
const patience = 30 * time.Second

// Browser visits one instance as one person's browser does: it keeps cookies, follows redirects, and posts the forms of its pages.
type Browser struct {
	Base    string // of the instance
	Address string // network address, as the proxy before the instance would tell it; empty for loopback itself
	Page    *Page  // that is open

	client *http.Client
}

// NewBrowser opens no page yet.
func NewBrowser(base, address string) *Browser {
	jar, _ := cookiejar.New(nil) // never fails without options
	return &Browser{Base: base, Address: address, client: &http.Client{Jar: jar, Timeout: patience}}
}

// Refused is an answer of 400 or more, with the sentence that says why.
type Refused struct {
	Path     string
	Status   int
	Sentence string
}

// Error says what was refused, and why.
func (r Refused) Error() string { return fmt.Sprintf("%s: %d: %s", r.Path, r.Status, r.Sentence) }

// Open opens a page by its path or address.
func (b *Browser) Open(ctx context.Context, path string) (*Page, error) {
	r, err := b.request(ctx, http.MethodGet, path, nil)
	if err != nil {
		return nil, err
	}
	return b.load(b.client, r)
}

// Submit posts a form and shows where it leads.
func (b *Browser) Submit(ctx context.Context, f *Form) (*Page, error) {
	r, err := b.posting(ctx, f)
	if err != nil {
		return nil, err
	}
	return b.load(b.client, r)
}

// Send posts a form and is content with the answer: it opens nothing afterwards.
func (b *Browser) Send(ctx context.Context, f *Form) error {
	r, err := b.posting(ctx, f)
	if err != nil {
		return err
	}
	still := *b.client
	still.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	_, err = b.load(&still, r)
	return err
}

func (b *Browser) posting(ctx context.Context, f *Form) (*http.Request, error) {
	r, err := b.request(ctx, http.MethodPost, f.Action.String(), strings.NewReader(f.values.Encode()))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", b.Base)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	if b.Page != nil {
		r.Header.Set("Referer", b.Page.URL.String())
	}
	return r, nil
}

func (b *Browser) request(ctx context.Context, method, path string, body io.Reader) (*http.Request, error) {
	base, err := url.Parse(b.Base)
	if err != nil {
		return nil, err
	}
	address, err := base.Parse(path)
	if err != nil {
		return nil, err
	}
	r, err := http.NewRequestWithContext(ctx, method, address.String(), body)
	if err != nil {
		return nil, err
	}
	r.Header.Set("Accept-Language", "fr")
	r.Header.Set("Accept", "text/html")
	if b.Address != "" {
		r.Header.Set("X-Forwarded-For", b.Address)
	}
	return r, nil
}

// load does a request and keeps the page that it ends on.
func (b *Browser) load(client *http.Client, r *http.Request) (*Page, error) {
	answer, err := client.Do(r)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	page, err := readPage(answer.Request.URL, answer.Body)
	if err != nil {
		return nil, err
	}
	b.Page = page
	if answer.StatusCode >= http.StatusBadRequest {
		return page, Refused{Path: r.URL.Path, Status: answer.StatusCode, Sentence: refusal(page)}
	}
	return page, nil
}

// refusal is the sentence of a page that says what stands against a request: beside a form's fields, or alone.
func refusal(p *Page) string {
	for _, kind := range []string{".bad", "p.lead", "body"} {
		if texts := p.Texts(kind); len(texts) > 0 && texts[0] != "" {
			return texts[0]
		}
	}
	return "no reason given"
}

// Listen opens a stream of events, and gives what closes when the instance ends it.
func (b *Browser) Listen(ctx context.Context, path string) (ended <-chan struct{}, err error) {
	r, err := b.request(ctx, http.MethodGet, path, nil)
	if err != nil {
		return nil, err
	}
	patient := *b.client
	patient.Timeout = 0
	answer, err := patient.Do(r)
	if err != nil {
		return nil, err
	}
	if answer.StatusCode != http.StatusOK {
		return nil, errors.Join(Refused{Path: path, Status: answer.StatusCode, Sentence: answer.Status}, answer.Body.Close())
	}
	over := make(chan struct{})
	go func() {
		defer close(over)
		defer answer.Body.Close()
		_, _ = io.Copy(io.Discard, answer.Body) // however it ends
	}()
	return over, nil
}

// Fetch reads a JSON document as another program would.
func (b *Browser) Fetch(ctx context.Context, path, accept string, into any) error {
	r, err := b.request(ctx, http.MethodGet, path, nil)
	if err != nil {
		return err
	}
	r.Header.Set("Accept", accept)
	answer, err := b.client.Do(r)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		return err
	}
	if answer.StatusCode != http.StatusOK {
		return Refused{Path: path, Status: answer.StatusCode, Sentence: string(bytes.TrimSpace(body))}
	}
	return json.Unmarshal(body, into)
}
