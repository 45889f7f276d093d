// Package prose reads the Markdown that people write, and gives it as HTML that is safe wherever it goes, or as blocks for paper. It is the
// only package that knows the library that parses it.
//
// The dialect is small: headings with #, lists, quotes, emphasis, code between backquotes, links, and lines that stay lines. HTML is text
// like any other. Nothing in it reaches beyond the section in which it stands, so that sections can be joined.
package prose

import (
	"bytes"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// schemes are those to which a link may lead.
var schemes = []string{"http://", "https://", "mailto:"}

// newParser reads the dialect.
func newParser() parser.Parser {
	return parser.NewParser(
		parser.WithBlockParsers(
			util.Prioritized(parser.NewThematicBreakParser(), 200),
			util.Prioritized(parser.NewListParser(), 300),
			util.Prioritized(parser.NewListItemParser(), 400),
			util.Prioritized(parser.NewATXHeadingParser(), 600),
			util.Prioritized(parser.NewBlockquoteParser(), 800),
			util.Prioritized(lines{parser.NewParagraphParser()}, 1000),
		),
		parser.WithInlineParsers(
			util.Prioritized(parser.NewCodeSpanParser(), 100),
			util.Prioritized(parser.NewLinkParser(), 200),
			util.Prioritized(parser.NewEmphasisParser(), 500),
			util.Prioritized(extension.NewLinkifyParser(extension.WithLinkifyAllowedProtocols([]string{"http:", "https:"})), 999),
		),
		parser.WithASTTransformers(util.Prioritized(harmless{}, 100)),
	)
}

// lines are a paragraph, however far its first line stands from the edge.
type lines struct{ parser.BlockParser }

// CanAcceptIndentedLine holds: nothing is code for being indented.
func (lines) CanAcceptIndentedLine() bool { return true }

// harmless makes a link of an image, so that nothing is fetched by reading, and plain words of a link that leads nowhere good.
type harmless struct{}

// Transform rewrites the links of a document.
func (harmless) Transform(doc *ast.Document, _ text.Reader, _ parser.Context) {
	var links []ast.Node
	walk(doc, func(n ast.Node) {
		if n.Kind() == ast.KindImage || n.Kind() == ast.KindLink {
			links = append(links, n)
		}
	})
	for _, n := range links {
		var into ast.Node
		switch n := n.(type) {
		case *ast.Link:
			if leads(n.Destination) {
				continue
			}
		case *ast.Image:
			if leads(n.Destination) {
				link := ast.NewLink()
				link.Destination = n.Destination
				into = link
			}
		}
		replace(n, into)
	}
}

// replace puts the children of a node in its place, within another node if one is given.
func replace(n, into ast.Node) {
	parent := n.Parent()
	for child := n.FirstChild(); child != nil; child = n.FirstChild() {
		n.RemoveChild(n, child)
		if into != nil {
			into.AppendChild(into, child)
		} else {
			parent.InsertBefore(parent, n, child)
		}
	}
	if into != nil {
		parent.InsertBefore(parent, n, into)
	}
	parent.RemoveChild(parent, n)
}

func leads(address []byte) bool {
	to := strings.ToLower(string(address))
	return slices.ContainsFunc(schemes, func(s string) bool { return strings.HasPrefix(to, s) })
}

// walk visits every node below one, each before its children.
func walk(n ast.Node, visit func(ast.Node)) {
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		visit(child)
		walk(child, visit)
	}
}

func parse(source []byte) ast.Node { return newParser().Parse(text.NewReader(source)) }

// HTML is the text as HTML.
func HTML(markdown string) string {
	source := []byte(markdown)
	r := renderer.NewRenderer(renderer.WithNodeRenderers(util.Prioritized(html.NewRenderer(html.WithHardWraps()), 1000)))
	var out bytes.Buffer
	if err := r.Render(&out, source, parse(source)); err != nil {
		return "" // a buffer takes everything
	}
	return out.String()
}

// Under is the text with its headings so many levels deeper, to stand below a heading of that level.
func Under(markdown string, depth int) string {
	source := []byte(markdown)
	var at []int
	walk(parse(source), func(n ast.Node) {
		h, ok := n.(*ast.Heading)
		if !ok || h.Lines().Len() == 0 {
			return
		}
		sign := bytes.LastIndexByte(source[:h.Lines().At(0).Start], '#')
		for range min(depth, 6-h.Level) {
			at = append(at, sign)
		}
	})
	for _, sign := range slices.Backward(at) {
		source = slices.Insert(source, sign, '#')
	}
	return string(source)
}

// UnderTitle is the text as it stands below a page's title, which is the only heading of the first level: if the text has such a heading
// too, all of its headings go one level deeper.
func UnderTitle(markdown string) string {
	depth := 0
	walk(parse([]byte(markdown)), func(n ast.Node) {
		if h, ok := n.(*ast.Heading); ok && h.Level == 1 {
			depth = 1
		}
	})
	return Under(markdown, depth)
}
