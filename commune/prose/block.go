package prose

import (
	"html"
	"regexp"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// Kind is what a block is.
type Kind int

// A block is a paragraph, a heading, an item of a list, or a line across the page.
const (
	Paragraph Kind = iota
	Heading
	Item
	Rule
)

// Block is one piece of a text in its place, for a medium that knows no nesting.
type Block struct {
	Kind   Kind
	Level  int    // of a heading, from 1
	Depth  int    // in how many lists it stands
	Mark   string // what stands before an item; empty for what continues one
	Quoted bool
	Runs   []Run
}

// Run is a piece of a block in one face.
type Run struct {
	Text               string
	Bold, Italic, Code bool
	Link               string
}

// Blocks are the pieces of a text, in their order.
func Blocks(markdown string) []Block {
	r := reader{source: []byte(markdown)}
	doc := parse(r.source)
	r.below(doc, Block{})
	return r.blocks
}

type reader struct {
	source []byte
	blocks []Block
}

// below reads the blocks within a node; like is what they have from what they stand in.
func (r *reader) below(n ast.Node, like Block) {
	number := 0
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		switch child := child.(type) {
		case *ast.Heading:
			like.Kind, like.Level = Heading, child.Level
			r.add(child, like)
			like.Kind, like.Level = Paragraph, 0
		case *ast.ThematicBreak:
			r.blocks = append(r.blocks, Block{Kind: Rule})
		case *ast.Blockquote:
			inner := like
			inner.Quoted = true
			r.below(child, inner)
		case *ast.List:
			inner := like
			inner.Depth++
			r.below(child, inner)
		case *ast.ListItem:
			r.item(child, like, number)
			number++
		default:
			r.add(child, like)
		}
	}
}

// item reads one item of a list: its first block carries the mark.
func (r *reader) item(n *ast.ListItem, like Block, number int) {
	first := len(r.blocks)
	like.Kind = Item
	r.below(n, like)
	if first == len(r.blocks) {
		r.blocks = append(r.blocks, like)
	}
	r.blocks[first].Mark = "•"
	if list, ok := n.Parent().(*ast.List); ok && list.IsOrdered() {
		r.blocks[first].Mark = strconv.Itoa(list.Start+number) + "."
	}
}

func (r *reader) add(n ast.Node, b Block) {
	b.Runs = nil
	r.inline(n, Run{}, &b)
	r.blocks = append(r.blocks, b)
}

// inline reads the runs within a block.
func (r *reader) inline(n ast.Node, like Run, b *Block) {
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		inner := like
		switch child := child.(type) {
		case *ast.Text:
			inner.Text = unescaped(child.Segment.Value(r.source), like.Code)
			if child.HardLineBreak() || child.SoftLineBreak() {
				inner.Text += "\n"
			}
			b.Runs = append(b.Runs, inner)
			continue
		case *ast.String:
			inner.Text = string(child.Value)
			b.Runs = append(b.Runs, inner)
			continue
		case *ast.AutoLink:
			inner.Text, inner.Link = string(child.Label(r.source)), string(child.URL(r.source))
			b.Runs = append(b.Runs, inner)
			continue
		case *ast.Emphasis:
			inner.Bold, inner.Italic = like.Bold || child.Level == 2, like.Italic || child.Level == 1
		case *ast.CodeSpan:
			inner.Code = true
		case *ast.Link:
			inner.Link = string(child.Destination)
		}
		r.inline(child, inner, b)
	}
}

// protected is what a backslash protects, and what an entity names.
var protected = regexp.MustCompile("\\\\[!-/:-@\\[-`{-~]|&#?[0-9A-Za-z]+;")

// unescaped is a piece of source as it is read. Code is taken as it is.
func unescaped(source []byte, code bool) string {
	if code {
		return string(source)
	}
	return protected.ReplaceAllStringFunc(string(source), func(found string) string {
		if found[0] == '\\' {
			return found[1:]
		}
		return html.UnescapeString(found)
	})
}

// Plain is what the text says, without its marks.
func Plain(markdown string) string {
	var b strings.Builder
	for _, block := range Blocks(markdown) {
		for _, run := range block.Runs {
			b.WriteString(run.Text)
		}
		b.WriteByte('\n')
	}
	return strings.TrimSpace(b.String())
}
