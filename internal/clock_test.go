package internal

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"strings"
	"testing"
)

// What becomes of a transmission does not depend on a clock: no pure package
// asks for the time, so a clock that jumps can change no decision.
func TestPurePackagesAskForNoTime(t *testing.T) {
	asks := map[string]bool{"Now": true, "Since": true, "Until": true, "After": true, "AfterFunc": true, "NewTimer": true, "NewTicker": true, "Tick": true, "Sleep": true}
	for _, name := range pure {
		noTests := func(f fs.FileInfo) bool { return !strings.HasSuffix(f.Name(), "_test.go") }
		pkgs, err := parser.ParseDir(token.NewFileSet(), name, noTests, 0)
		if err != nil || len(pkgs) == 0 {
			t.Fatalf("%s: %d packages, %v", name, len(pkgs), err)
		}
		for _, pkg := range pkgs {
			for file, f := range pkg.Files {
				ast.Inspect(f, func(n ast.Node) bool {
					if s, ok := n.(*ast.SelectorExpr); ok {
						if x, ok := s.X.(*ast.Ident); ok && x.Name == "time" && asks[s.Sel.Name] {
							t.Errorf("%s: time.%s", file, s.Sel.Name)
						}
					}
					return true
				})
			}
		}
	}
}
