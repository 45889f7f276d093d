package world

import (
	"fmt"
	"io"
	"iter"
	"net/url"
	"path"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/html"
)

// Page is what a browser shows: the document, and the address that it came from.
type Page struct {
	URL  *url.URL
	root *html.Node
}

func readPage(address *url.URL, body io.Reader) (*Page, error) {
	root, err := html.Parse(body)
	return &Page{URL: address, root: root}, err
}

// Part is the section of the page that is labelled by the heading with this id.
func (p *Page) Part(heading string) (*Page, error) {
	for n := range p.elements() {
		if attribute(n, "aria-labelledby") == heading {
			return &Page{URL: p.URL, root: n}, nil
		}
	}
	return nil, fmt.Errorf("%s has no section %q", p.URL.Path, heading)
}

// Texts are the texts of all elements of a kind: "h1", ".tag", "p.notice".
func (p *Page) Texts(kind string) []string {
	var texts []string
	for n := range p.kind(kind) {
		texts = append(texts, text(n))
	}
	return texts
}

// Parts are all elements of a kind, as pages of their own.
func (p *Page) Parts(kind string) []*Page {
	var parts []*Page
	for n := range p.kind(kind) {
		parts = append(parts, &Page{URL: p.URL, root: n})
	}
	return parts
}

// Moments are the instants that the page names, in their order.
func (p *Page) Moments() ([]time.Time, error) {
	var moments []time.Time
	for n := range p.kind("time") {
		at, err := time.Parse(time.RFC3339, attribute(n, "datetime"))
		if err != nil {
			return nil, err
		}
		moments = append(moments, at)
	}
	return moments, nil
}

// Text is all that the page says.
func (p *Page) Text() string { return text(p.root) }

// Says tells whether the page says something somewhere.
func (p *Page) Says(words string) bool { return strings.Contains(p.Text(), words) }

// Links are the paths of the links that fit a pattern ("/meetings/*"), in their order.
func (p *Page) Links(pattern string) []string {
	var links []string
	for n := range p.kind("a") {
		u, err := p.URL.Parse(attribute(n, "href"))
		if err != nil || u.Host != p.URL.Host {
			continue
		}
		if fits, err := path.Match(pattern, u.Path); err == nil && fits {
			links = append(links, u.Path)
		}
	}
	return links
}

// Link is the path of the link with this text.
func (p *Page) Link(words string) (string, error) {
	for n := range p.kind("a") {
		if text(n) == words {
			return attribute(n, "href"), nil
		}
	}
	return "", fmt.Errorf("%s has no link %q", p.URL.Path, words)
}

// Form is the form that posts to a path which fits a pattern ("/motions/*/ballot").
func (p *Page) Form(action string) (*Form, error) {
	for n := range p.kind("form") {
		u, err := p.URL.Parse(attribute(n, "action"))
		if err != nil {
			continue
		}
		if fits, err := path.Match(action, u.Path); err == nil && fits {
			return newForm(u, &Page{URL: p.URL, root: n}), nil
		}
	}
	return nil, fmt.Errorf("%s offers no %s: %s", p.URL.Path, action, p.Text())
}

func (p *Page) kind(kind string) iter.Seq[*html.Node] {
	tag, class, _ := strings.Cut(kind, ".")
	return func(yield func(*html.Node) bool) {
		for n := range p.elements() {
			fits := (tag == "" || n.Data == tag) && (class == "" || slices.Contains(strings.Fields(attribute(n, "class")), class))
			if fits && !yield(n) {
				return
			}
		}
	}
}

func (p *Page) elements() iter.Seq[*html.Node] {
	return func(yield func(*html.Node) bool) {
		for n := range p.root.Descendants() {
			if n.Type == html.ElementNode && !yield(n) {
				return
			}
		}
	}
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, name string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == name })
}

// text is what a reader sees of a node, with single spaces.
func text(n *html.Node) string {
	var words []string
	for d := range n.Descendants() {
		if d.Type == html.TextNode && d.Parent.Data != "script" && d.Parent.Data != "style" {
			words = append(words, strings.Fields(d.Data)...)
		}
	}
	return strings.Join(words, " ")
}

// rawText is what an element holds, as it is.
func rawText(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}
