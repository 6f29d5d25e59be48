package policy

import (
	"go/ast"
	"go/token"
	"strings"
	"testing"
)

func TestPackageComments(t *testing.T) {
	for _, p := range packages(t) {
		if len(p.files) == 0 {
			continue
		}
		var have []string
		for _, f := range p.files {
			if f.ast.Doc == nil {
				continue
			}
			have = append(have, f.name)
			want := "Package " + p.name + " "
			if p.name == "main" {
				want = "Command " + p.path[strings.LastIndex(p.path, "/")+1:] + " "
			}
			if !strings.HasPrefix(f.ast.Doc.Text(), want) {
				t.Errorf("%s: the package comment does not begin with %q", f.name, want)
			}
		}
		if len(have) != 1 {
			t.Errorf("%s has %d package comments %v, want one", p.path, len(have), have)
		}
	}
}

func TestExportedHaveComments(t *testing.T) {
	for _, p := range packages(t) {
		if p.name == "main" {
			continue
		}
		for _, f := range p.files {
			for _, d := range f.ast.Decls {
				for _, id := range undocumented(d, ast.IsGenerated(f.ast)) {
					t.Errorf("%s: exported %s has no comment", fset.Position(id.Pos()), id.Name)
				}
			}
		}
	}
}

// wellKnown are methods whose meaning is the same everywhere.
var wellKnown = map[string]bool{"String": true, "Error": true, "Unwrap": true}

// undocumented gives the exported names that a declaration leaves without a
// comment. A comment on a group of constants or variables speaks for the group;
// in generated code one for the group is all that is asked.
func undocumented(d ast.Decl, generated bool) []*ast.Ident {
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Name.IsExported() && d.Doc == nil && exportedReceiver(d) && !(d.Recv != nil && wellKnown[d.Name.Name]) {
			return []*ast.Ident{d.Name}
		}
	case *ast.GenDecl:
		var bad []*ast.Ident
		for _, s := range d.Specs {
			switch s := s.(type) {
			case *ast.TypeSpec:
				alone := len(d.Specs) == 1 || generated
				if s.Name.IsExported() && s.Doc == nil && s.Comment == nil && !(alone && d.Doc != nil) {
					bad = append(bad, s.Name)
				}
			case *ast.ValueSpec:
				if d.Doc != nil || s.Doc != nil || s.Comment != nil || d.Tok == token.IMPORT {
					continue
				}
				for _, n := range s.Names {
					if n.IsExported() {
						bad = append(bad, n)
					}
				}
			}
		}
		return bad
	}
	return nil
}

// exportedReceiver reports whether a function is none's method, or an exported
// type's.
func exportedReceiver(d *ast.FuncDecl) bool {
	if d.Recv == nil {
		return true
	}
	typ := d.Recv.List[0].Type
	for {
		switch x := typ.(type) {
		case *ast.StarExpr:
			typ = x.X
		case *ast.IndexExpr:
			typ = x.X
		case *ast.IndexListExpr:
			typ = x.X
		case *ast.ParenExpr:
			typ = x.X
		case *ast.Ident:
			return x.IsExported()
		default:
			return true
		}
	}
}
