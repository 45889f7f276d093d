package commune_test

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"federes.org/commune"
)

func TestARefusalIsItsKeyWhateverItNamesAndHoweverItIsWrapped(t *testing.T) {
	named := commune.ErrVoteClosed.With(start, 3)
	if !errors.Is(named, commune.ErrVoteClosed) || !errors.Is(fmt.Errorf("x: %w", named), commune.ErrVoteClosed) {
		t.Error("a refusal that names something is another one")
	}
	if errors.Is(named, commune.ErrVoteNotOpen) || errors.Is(named, errors.New("vote_closed")) {
		t.Error("two refusals are one")
	}
	if len(commune.ErrVoteClosed.Args) != 0 {
		t.Error("naming changed the declaration")
	}
}

// Two refusals of one key would be told the reader as one, and errors.Is could not tell them apart.
func TestEveryRefusalHasAKeyOfItsOwnAndAKind(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	seen := make(map[string]bool)
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		if file.Name.Name == "commune" {
			ast.Inspect(file, func(n ast.Node) bool { declared(t, n, seen); return true })
		}
	}
	if len(seen) < 40 {
		t.Errorf("only %d refusals were found", len(seen))
	}
}

func declared(t *testing.T, n ast.Node, seen map[string]bool) {
	call, ok := n.(*ast.CallExpr)
	if !ok || fmt.Sprint(call.Fun) != "Refuse" {
		return
	}
	key, err := strconv.Unquote(call.Args[1].(*ast.BasicLit).Value)
	if err != nil || seen[key] || !regexp.MustCompile(`^[a-z]+(_[a-z]+)*$`).MatchString(key) {
		t.Errorf("the key %q is doubled or malformed (%v)", key, err)
	}
	seen[key] = true
	if kind := fmt.Sprint(call.Args[0]); !strings.Contains("Invalid NotFound Forbidden Conflict", kind) {
		t.Errorf("%s is of the kind %s", key, kind)
	}
}
