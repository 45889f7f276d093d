package prose_test

import (
	"strings"
	"testing"

	"golang.org/x/net/html"

	"federes.org/commune/prose"
)

func TestMarkdownBecomesHTML(t *testing.T) {
	for markdown, want := range map[string]string{
		"# Titre\n\nDu *texte* **fort**":      "<h1>Titre</h1>\n<p>Du <em>texte</em> <strong>fort</strong></p>\n",
		"une ligne\nune autre":                "<p>une ligne<br>\nune autre</p>\n",
		"- un\n- deux":                        "<ul>\n<li>un</li>\n<li>deux</li>\n</ul>\n",
		"3. trois\n4. quatre":                 "<ol start=\"3\">\n<li>trois</li>\n<li>quatre</li>\n</ol>\n",
		"> dit":                               "<blockquote>\n<p>dit</p>\n</blockquote>\n",
		"voir https://lins.example/a?b=1&c=2": "<p>voir <a href=\"https://lins.example/a?b=1&amp;c=2\">https://lins.example/a?b=1&amp;c=2</a></p>\n",
		"[le plan](https://lins.example)":     "<p><a href=\"https://lins.example\">le plan</a></p>\n",
		"`code`":                              "<p><code>code</code></p>\n",
	} {
		if got := prose.HTML(markdown); got != want {
			t.Errorf("%q becomes %q, want %q", markdown, got, want)
		}
	}
}

func TestNothingHarmfulIsRendered(t *testing.T) {
	for _, markdown := range []string{
		"<script>alert(1)</script>", "<b onclick=x>", "<!-- ouvert", "<div>\n<p>\n", "[clic](javascript:alert(1))", "[clic](data:text/html,x)",
		"<javascript:alert(1)>", "![image](javascript:alert(1))", "[x](JaVaScRiPt:alert(1))", "[x]( vbscript:a )", "![suivi](https://ailleurs.example/pixel.png)",
	} {
		doc, err := html.Parse(strings.NewReader(prose.HTML(markdown)))
		if err != nil {
			t.Fatal(err)
		}
		each(doc, func(n *html.Node) {
			switch n.Data {
			case "html", "head", "body", "p", "br":
			case "a":
				for _, a := range n.Attr {
					if a.Key != "href" || !strings.HasPrefix(a.Val, "https://") {
						t.Errorf("%q leads to %s=%q", markdown, a.Key, a.Val)
					}
				}
			default:
				t.Errorf("%q renders a %s", markdown, n.Data)
			}
		})
	}
}

// each visits every element of a document.
func each(n *html.Node, visit func(*html.Node)) {
	if n.Type == html.ElementNode {
		visit(n)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		each(c, visit)
	}
}

// read is what a reader sees of a document, with its lines.
func read(t *testing.T, document string) string {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(document))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	var below func(n *html.Node)
	below = func(n *html.Node) {
		if n.Type == html.TextNode {
			b.WriteString(strings.ReplaceAll(n.Data, "\n", " "))
		}
		if n.Data == "br" || n.Data == "p" {
			b.WriteString("\n")
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			below(c)
		}
	}
	below(doc)
	return flat(b.String())
}

// flat is a text without what no reader sees: the spaces around lines, and empty lines.
func flat(s string) string {
	var lines []string
	for line := range strings.Lines(s) {
		if line = strings.Join(strings.Fields(line), " "); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

var exact = []string{
	"1. Pas une liste", "- ni ceci", "# ni un titre", "> ni une citation", "*ni* _ceci_ __ni__ `cela`", "un_mot_long et __init__", "5 * 3 * 2", "[a](b)", "![a](b)",
	"<script>", "a < b > c & d &amp; e &eacute;", "\\* \\", "---", "===", "***", "+ un", "12) deux", "L'eau, à 3 €/m³ : non !", "https://a.example/x_y?z=1&t=2_",
	"ligne\nligne", "fin\\\nsuite", "  décalé", "    beaucoup\n\n- et plus", "~~barré~~ | tableau |", "#", "1.", "©&copy;", "\u00a0insécable\u202f!",
}

func TestPlainTextIsShownExactly(t *testing.T) {
	for _, plain := range exact {
		shownExactly(t, plain)
	}
}

func FuzzPlainTextIsShownExactly(f *testing.F) {
	for _, plain := range exact {
		f.Add(plain)
	}
	f.Fuzz(func(t *testing.T, plain string) {
		if strings.ToValidUTF8(plain, "") != plain || strings.ContainsAny(plain, "\x00\r\v\f\u0085\u2028\u2029") {
			t.Skip() // no text that the rules let pass, or one that HTML itself rewrites
		}
		shownExactly(t, plain)
	})
}

func shownExactly(t *testing.T, plain string) {
	t.Helper()
	for name, markdown := range map[string]string{"escaped": prose.Escape(plain), "quoted": prose.Quote(plain)} {
		if got := read(t, prose.HTML(markdown)); got != flat(plain) {
			t.Errorf("%q %s is %q and reads %q", plain, name, markdown, got)
		}
		var b strings.Builder
		for _, block := range prose.Blocks(markdown) {
			for _, run := range block.Runs {
				b.WriteString(run.Text)
			}
			b.WriteString("\n")
		}
		if got := flat(b.String()); got != flat(plain) {
			t.Errorf("%q %s is on paper %q", plain, name, got)
		}
	}
}

func TestHeadingsStandBelowTheirSection(t *testing.T) {
	for markdown, want := range map[string]string{
		"# Un\n\ntexte\n\n## Deux #":   "### Un\n\ntexte\n\n#### Deux #",
		"##### Cinq":                   "###### Cinq",
		"- # dans une liste\n> # cité": "- ### dans une liste\n> ### cité",
		"`# code` et #mot":             "`# code` et #mot",
		"#":                            "#",
	} {
		if got := prose.Under(markdown, 2); got != want {
			t.Errorf("%q becomes %q, want %q", markdown, got, want)
		}
	}
}

func TestATitleIsTheOnlyHeadingOfTheFirstLevel(t *testing.T) {
	for markdown, want := range map[string]string{
		"# Un\n\n## Deux": "## Un\n\n### Deux", "## Deux\n\n### Trois": "## Deux\n\n### Trois", "sans titre": "sans titre", "## Deux\n\n# Un": "### Deux\n\n## Un",
	} {
		if got := prose.UnderTitle(markdown); got != want {
			t.Errorf("%q becomes %q, want %q", markdown, got, want)
		}
	}
}

func TestNothingReachesBeyondItsSection(t *testing.T) {
	for _, text := range []string{"```\ncode", "<!-- ", "<pre>", "[a]: https://x.example", "- liste", "> citation", "    code", "~~~", "<script>", "*ouvert", "`ouvert"} {
		if got := prose.HTML(text + "\n\n## Suite\n\n*oui* [a]"); !strings.HasSuffix(got, "<h2>Suite</h2>\n<p><em>oui</em> [a]</p>\n") {
			t.Errorf("after %q stands %q", text, got)
		}
	}
}

func TestBlocksAreWhatStandsOnPaper(t *testing.T) {
	got := prose.Blocks("# Titre\n\nDu **fort** et [un lien](https://x.example).\n\n1. un\n   - dedans\n2. deux\n\n> dit\n\n---")
	kinds := []struct {
		kind   prose.Kind
		depth  int
		mark   string
		quoted bool
	}{
		{prose.Heading, 0, "", false}, {prose.Paragraph, 0, "", false}, {prose.Item, 1, "1.", false}, {prose.Item, 2, "•", false},
		{prose.Item, 1, "2.", false}, {prose.Paragraph, 0, "", true}, {prose.Rule, 0, "", false},
	}
	if len(got) != len(kinds) {
		t.Fatalf("%d blocks: %+v", len(got), got)
	}
	for i, want := range kinds {
		if b := got[i]; b.Kind != want.kind || b.Depth != want.depth || b.Mark != want.mark || b.Quoted != want.quoted {
			t.Errorf("block %d is %+v, want %+v", i, b, want)
		}
	}
	if runs := got[1].Runs; len(runs) != 5 || !runs[1].Bold || runs[3].Link != "https://x.example" {
		t.Errorf("runs: %+v", runs)
	}
}
