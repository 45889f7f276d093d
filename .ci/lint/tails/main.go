// Command tails fails on files of more than 300 lines and functions of more than 40: a house is judged by its most crowded rooms, not by the
// average. Generated files and tests are left aside.
package main

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

const (
	maxFile     = 300
	maxFunction = 40 // lines between the braces
)

func main() {
	crowded, err := inspect(os.Args[1])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	for _, room := range crowded {
		fmt.Println(room)
	}
	if len(crowded) > 0 {
		os.Exit(1)
	}
}

// inspect walks the folder and returns what is too large in it.
func inspect(root string) (crowded []string, err error) {
	err = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && path != root && (strings.HasPrefix(d.Name(), ".") || d.Name() == "node_modules" || d.Name() == "testdata"):
			return filepath.SkipDir
		case d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		source, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		found, err := measure(strings.TrimPrefix(path, root+"/"), source)
		crowded = append(crowded, found...)
		return err
	})
	return crowded, err
}

func measure(name string, source []byte) (crowded []string, err error) {
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, name, source, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil || ast.IsGenerated(file) {
		return nil, err
	}
	if lines := bytes.Count(source, []byte("\n")); lines > maxFile {
		crowded = append(crowded, fmt.Sprintf("%s: %d lines, of %d at most", name, lines, maxFile))
	}
	for _, d := range file.Decls {
		f, ok := d.(*ast.FuncDecl)
		if !ok || f.Body == nil {
			continue
		}
		first, last := files.Position(f.Body.Lbrace), files.Position(f.Body.Rbrace)
		if lines := last.Line - first.Line - 1; lines > maxFunction {
			crowded = append(crowded, fmt.Sprintf("%s: %s has %d lines, of %d at most", first, f.Name.Name, lines, maxFunction))
		}
	}
	return crowded, nil
}
