package policy

import (
	"go/ast"
	"go/token"
	"strconv"
	"strings"
	"testing"

	"github.com/bgpdecode/bgpdecode/registry"
)

// guardedTables are the registries whose names must not be spelled a second
// time: they are looked up by number.
var guardedTables = []string{
	"bgp-parameters-path-attributes",
	"bgp-parameters-error-codes",
	"bgp-parameters-error-subcodes-", // all of them
	"capability-codes",
}

// mayName are packages and files where such a name is not a second table: what
// vendors write, what the texts say, what the fields of messages are called.
var mayName = []string{"registry", "codec/logline", "explain/kb", "codec/fields.go"}

// common are names of rows that are ordinary words.
var common = map[string]bool{"Reserved": true, "Unassigned": true, "Unspecific": true, "Deprecated": true, "Cease": true}

func TestNamesComeFromTheRegistry(t *testing.T) {
	names := map[string]string{}
	for _, want := range guardedTables {
		found := false
		for _, table := range registry.Tables() {
			if table.ID != want && !(strings.HasSuffix(want, "-") && strings.HasPrefix(table.ID, want)) {
				continue
			}
			found = true
			for _, row := range table.Rows {
				if !common[row.Name] {
					names[row.Name] = table.ID
				}
			}
		}
		if !found {
			t.Errorf("the registry has no table %s", want)
		}
	}
	for _, p := range packages(t) {
		for _, f := range p.files {
			if exempt(f.name) {
				continue
			}
			for _, lit := range literals(f.ast) {
				if table := names[lit.text]; table != "" {
					t.Errorf("%s: %q is a name of %s: look it up there", fset.Position(lit.pos), lit.text, table)
				}
			}
		}
	}
}

func exempt(path string) bool {
	for _, dir := range mayName {
		if under(path, dir) {
			return true
		}
	}
	return false
}

// literal is a string constant in the source.
type literal struct {
	text string
	pos  token.Pos
}

// literals gives the string literals of a file, but for import paths and tags.
func literals(f *ast.File) []literal {
	var all []literal
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ImportSpec:
			return false
		case *ast.Field:
			if n.Tag != nil {
				return false
			}
		case *ast.BasicLit:
			if n.Kind == token.STRING {
				if s, err := strconv.Unquote(n.Value); err == nil {
					all = append(all, literal{s, n.Pos()})
				}
			}
		}
		return true
	})
	return all
}
