package main_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "federes.org"

// room is a package (or, with /..., a package and all below it) and what of ours it may import. Arrows point down: a commune is whole without
// any confederation, and web and federation do not know each other.
type room struct {
	packages string
	ours     []string
	pure     bool // no database, clock, file or network, and no context: state in, event or refusal out
}

var (
	commune       = []string{"commune", "commune/jobs", "commune/locale", "commune/procedure", "commune/prose", "commune/record", "commune/register", "commune/spreadsheet", "commune/store"}
	confederation = []string{"confederation/..."}
	foundations   = []string{"commune", "commune/record", "commune/register", "migrations"}
)

var house = []room{
	{packages: "migrations"},
	{packages: "commune", pure: true},
	{packages: "commune/register", pure: true},
	{packages: "commune/record", ours: []string{"commune"}, pure: true},
	{packages: "commune/locale"},
	{packages: "commune/prose", pure: true},
	{packages: "commune/spreadsheet", ours: []string{"commune"}, pure: true},
	{packages: "commune/jobs", ours: foundations},
	{packages: "commune/store", ours: slices.Concat(foundations, []string{"commune/jobs"})},
	{packages: "commune/store/storetest", ours: slices.Concat(foundations, []string{"commune/store"})},
	{packages: "commune/procedure", ours: commune},
	{packages: "confederation", ours: []string{"commune", "commune/record", "commune/register"}, pure: true},
	{packages: "confederation/store", ours: slices.Concat(commune, []string{"confederation"})},
	{packages: "confederation/procedure", ours: slices.Concat(commune, confederation)},
	{packages: "confederation/simulation", ours: slices.Concat(commune, confederation)},
	{packages: "federation/...", ours: slices.Concat(commune, confederation, []string{"federation/..."})},
	{packages: "web/letters", ours: slices.Concat(commune, []string{"web/ics", "web/mail", "web/page"})},
	{packages: "web/...", ours: slices.Concat(commune, confederation, []string{"web/..."})},
	{packages: "cmd/...", ours: []string{"..."}},
}

// homes says where alone a library is known. One library, one home: replacing it touches one folder.
var homes = map[string][]string{
	"golang.org/x/mod/sumdb":                {"commune/register"},
	"github.com/gowebpki/jcs":               {"commune/record"},
	"github.com/pressly/goose/v3":           {"migrations"},
	"github.com/leonelquinteros/gotext":     {"commune/locale"},
	"golang.org/x/text":                     {"commune/locale", "commune/spreadsheet"},
	"github.com/yuin/goldmark":              {"commune/prose"},
	"gorm.io/gorm":                          {"commune/store/...", "commune/jobs", "confederation/store", "federation/store"},
	"gorm.io/driver":                        {"commune/store"},
	"modernc.org/sqlite":                    {"commune/store"},
	"github.com/jackc/pgx/v5":               {"commune/store/..."},
	"github.com/go-fed/activity":            {"federation"},
	"github.com/go-fed/httpsig":             {"federation"},
	"github.com/hashicorp/go-retryablehttp": {"federation"},
	"github.com/gin-gonic/gin":              {"web/..."},
	"github.com/a-h/templ":                  {"web/..."},
	"github.com/alexedwards/scs/v2":         {"web/..."},
	"github.com/wneessen/go-mail":           {"web/..."},
	"github.com/skip2/go-qrcode":            {"web/..."},
	"codeberg.org/go-pdf/fpdf":              {"web/pdf"},
	"golang.org/x/image":                    {"web/pdf"},
	"github.com/emersion/go-ical":           {"web/ics"},
	"github.com/golang-jwt/jwt/v5":          {"web/video"},
	"golang.org/x/crypto":                   {"web/..."},
	"golang.org/x/time":                     {"federation", "web/..."},
	"github.com/alecthomas/kong":            {"cmd/..."},
	"github.com/emersion/go-smtp":           {"cmd/..."},
	"golang.org/x/net":                      {"cmd/...", "web"},
}

// impure is what a pure package does without.
var impure = []string{"context", "database/sql", "net", "net/http", "os", "os/exec", "log", "log/slog"}

// clocks may read the time; everybody else is told it.
var clocks = []string{"cmd/...", "commune/store"}

var sqlText = regexp.MustCompile(`(?i)\b(select\s.+\sfrom|insert\s+into|update\s.+\sset|delete\s+from|(create|alter|drop)\s+(table|index))\b`)

func TestEveryPackageHasItsRoom(t *testing.T) {
	found := packages(t)
	for _, name := range slices.Sorted(maps.Keys(found)) {
		if roomOf(name) == nil {
			t.Errorf("package %s is not listed: give it a room in this table, and in the map of the house", name)
		}
	}
}

func TestPackagesImportOnlyWhatIsBelowThem(t *testing.T) {
	eachImport(t, func(name, imported string, at token.Position) {
		own, ok := strings.CutPrefix(imported, module+"/")
		if r := roomOf(name); ok && r != nil && !within(own, r.ours) {
			t.Errorf("%v: %s may not import %s", at, name, own)
		}
	})
}

func TestALibraryIsKnownOnlyInItsHome(t *testing.T) {
	eachImport(t, func(name, imported string, at token.Position) {
		if first, _, _ := strings.Cut(imported, "/"); !strings.Contains(first, ".") || first == module {
			return
		}
		for library, home := range homes {
			if imported == library || strings.HasPrefix(imported, library+"/") {
				if !within(name, home) {
					t.Errorf("%v: %s is for %v, not for %s", at, library, home, name)
				}
				return
			}
		}
		t.Errorf("%v: %s has no home in this table", at, imported)
	})
}

func TestPurePackagesReachNothingOutside(t *testing.T) {
	eachImport(t, func(name, imported string, at token.Position) {
		if r := roomOf(name); r != nil && r.pure && slices.Contains(impure, imported) {
			t.Errorf("%v: %s is pure and may not import %s", at, name, imported)
		}
	})
}

func TestOnlyTheStoreAndTheCommandsReadTheClock(t *testing.T) {
	eachNode(t, func(name string, n ast.Node, at token.Position) {
		if s, ok := n.(*ast.SelectorExpr); ok && !within(name, clocks) &&
			(selects(s, "time", "Now") || selects(s, "time", "Since") || selects(s, "time", "Until")) {
			t.Errorf("%v: %s reads the clock; be told the time", at, name)
		}
	})
}

func TestNoSQLIsPutTogetherFromText(t *testing.T) {
	eachNode(t, func(_ string, n ast.Node, at token.Position) {
		call, ok := n.(*ast.CallExpr)
		if !ok || len(call.Args) == 0 {
			return
		}
		format := slices.ContainsFunc([]string{"Sprintf", "Sprint", "Fprintf", "Appendf"}, func(f string) bool {
			return selects(call.Fun, "fmt", f)
		})
		for _, argument := range call.Args {
			if literal, ok := argument.(*ast.BasicLit); ok && format && sqlText.MatchString(literal.Value) {
				t.Errorf("%v: SQL is written whole, with parameters", at)
			}
		}
	})
}

// roomOf returns the most exact room of a package.
func roomOf(name string) *room {
	var of *room
	for i, r := range house {
		if within(name, []string{r.packages}) && (of == nil || len(r.packages) > len(of.packages)) {
			of = &house[i]
		}
	}
	return of
}

// within says whether a package is one of the patterns: a path, a path with /..., or ... for all.
func within(name string, patterns []string) bool {
	return slices.ContainsFunc(patterns, func(p string) bool {
		above, all := strings.CutSuffix(p, "...")
		above = strings.TrimSuffix(above, "/")
		return name == above || all && (above == "" || strings.HasPrefix(name, above+"/"))
	})
}

func selects(n ast.Node, pkg, name string) bool {
	s, ok := n.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	x, ok := s.X.(*ast.Ident)
	return ok && x.Name == pkg && s.Sel.Name == name
}

var positions = token.NewFileSet()

func eachImport(t *testing.T, f func(name, imported string, at token.Position)) {
	t.Helper()
	for name, files := range packages(t) {
		for _, file := range files {
			for _, i := range file.Imports {
				imported, err := strconv.Unquote(i.Path.Value)
				if err != nil {
					t.Fatal(err)
				}
				f(name, imported, positions.Position(i.Pos()))
			}
		}
	}
}

func eachNode(t *testing.T, f func(name string, n ast.Node, at token.Position)) {
	t.Helper()
	for name, files := range packages(t) {
		for _, file := range files {
			ast.Inspect(file, func(n ast.Node) bool {
				if n != nil {
					f(name, n, positions.Position(n.Pos()))
				}
				return true
			})
		}
	}
}

// packages parses the whole house but its tests, by path below the module.
func packages(t *testing.T) map[string][]*ast.File {
	t.Helper()
	root, found := filepath.Join("..", ".."), map[string][]*ast.File{}
	err := filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && file != root && (strings.HasPrefix(d.Name(), ".") || d.Name() == "node_modules" || d.Name() == "testdata"):
			return filepath.SkipDir
		case d.IsDir() || !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go"):
			return nil
		}
		parsed, err := parser.ParseFile(positions, file, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		below, err := filepath.Rel(root, file)
		name := path.Dir(filepath.ToSlash(below))
		found[name] = append(found[name], parsed)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(found) < 2 {
		t.Fatalf("found only %d packages below %s", len(found), root)
	}
	return found
}
