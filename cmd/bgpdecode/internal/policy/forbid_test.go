package policy

import (
	"fmt"
	"go/ast"
	"go/token"
	"slices"
	"strings"
	"testing"
)

// forbidden says what a package must not import by itself, and why. "else" below
// stands for everything outside the standard library.
var forbidden = []struct {
	pkg     string   // the package; with /... also all below it
	imports []string // paths, each with all below it
	but     []string // exceptions
	why     string
}{
	{"registry", []string{"else"}, nil, "it is data"},
	{"codec/safetext", []string{"else"}, nil, "everyone may use it"},
	{"codec", []string{"net", "os", "time", "fmt", "log", "syscall", "else"}, []string{"net/netip", module + "/registry", module + "/codec/safetext"}, "it is pure, portable, and built into programs that count every octet"},
	{"codec/hexdump", []string{module + "/codec", "else"}, nil, "it finds octets, it does not judge them"},
	{"codec/tree", []string{module + "/explain", "github.com/fatih/color", "os", "net"}, []string{"net/netip"}, "style comes in as a value"},
	{"codec/...", []string{"github.com/spf13/cobra", "github.com/fatih/color", "net/http"}, nil, "it is a library"},
	{"explain/...", []string{"net", "os", module + "/speaker", "github.com/spf13/cobra", "github.com/fatih/color"}, []string{"net/netip"}, "it is a pure function of tree and evidence"},
	{"speaker/fsm", []string{"net", "context", "sync", "os"}, []string{"net/netip"}, "it must be a table test"},
	{"speaker/...", []string{module + "/explain", "github.com/spf13/cobra", "github.com/fatih/color"}, nil, "it is a library"},
	{"registry/...", []string{module + "/cmd"}, nil, "nobody imports the command"},
	{"codec/...", []string{module + "/cmd"}, nil, "nobody imports the command"},
	{"explain/...", []string{module + "/cmd"}, nil, "nobody imports the command"},
	{"speaker/...", []string{module + "/cmd"}, nil, "nobody imports the command"},
	{"cmd/...", []string{"net/http", "html/template", "regexp/syntax"}, nil, "a cold paste must be answered at once"},
}

// clash gives the rule that an import breaks, or "".
func clash(from, imp string, rules []string, but []string) string {
	if slices.ContainsFunc(but, func(b string) bool { return imp == b }) {
		return ""
	}
	for _, r := range rules {
		first, _, _ := strings.Cut(imp, "/")
		if r == "else" && strings.Contains(first, ".") && !under(imp, module+"/"+from+"/internal") || r != "else" && under(imp, r) {
			return r
		}
	}
	return ""
}

func TestForbiddenImports(t *testing.T) {
	for _, p := range packages(t) {
		for _, rule := range forbidden {
			dir, deep := strings.CutSuffix(rule.pkg, "/...")
			if p.path != dir && !(deep && under(p.path, dir)) {
				continue
			}
			for _, imp := range p.imports {
				if clash(p.path, imp, rule.imports, rule.but) != "" {
					t.Errorf("%s must not import %s: %s", p.path, imp, rule.why)
				}
			}
		}
	}
}

func TestClash(t *testing.T) {
	for _, tc := range []struct {
		imp  string
		rule []string
		but  []string
		bad  bool
	}{
		{"net/netip", []string{"net"}, []string{"net/netip"}, false},
		{"net/http", []string{"net"}, []string{"net/netip"}, true},
		{"net", []string{"net"}, nil, true},
		{"network", []string{"net"}, nil, false},
		{"strings", []string{"else"}, nil, false},
		{"golang.org/x/sys/unix", []string{"else"}, nil, true},
		{module + "/registry", []string{"else"}, nil, true},
		{module + "/codec/internal/x", []string{"else"}, nil, false},
		{module + "/codec/tree", []string{module + "/codec"}, nil, true},
	} {
		if got := clash("codec", tc.imp, tc.rule, tc.but); (got != "") != tc.bad {
			t.Errorf("%s under %v: %q", tc.imp, tc.rule, got)
		}
	}
}

// TestNothingRunsAtStart: a cold paste must not pay for what it does not use.
// What the command cannot link, tools of the project itself, may do as it likes.
func TestNothingRunsAtStart(t *testing.T) {
	o, err := parsePolicy(policyText)
	if err != nil {
		t.Fatal(err)
	}
	const command = "cmd/bgpdecode"
	for _, p := range packages(t) {
		if at, _ := o.place(p.path); at != command && !o[command][at] {
			continue
		}
		for _, f := range p.files {
			for _, d := range f.ast.Decls {
				for _, what := range startsWith(d) {
					t.Errorf("%s: %s", fset.Position(d.Pos()), what)
				}
			}
		}
	}
}

// startsWith names what a declaration makes the program do before main.
func startsWith(d ast.Decl) []string {
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Recv == nil && d.Name.Name == "init" {
			return []string{"an init function runs at every start"}
		}
	case *ast.GenDecl:
		if d.Tok != token.VAR {
			return nil
		}
		var bad []string
		for _, s := range d.Specs {
			for i, v := range s.(*ast.ValueSpec).Values {
				if what := costly(v); what != "" {
					bad = append(bad, fmt.Sprintf("%s %s at every start", s.(*ast.ValueSpec).Names[min(i, len(s.(*ast.ValueSpec).Names)-1)], what))
				}
			}
		}
		return bad
	}
	return nil
}

// costly says what evaluating a package variable costs, or "".
func costly(v ast.Expr) (what string) {
	ast.Inspect(v, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false // runs when it is called
		case *ast.CompositeLit:
			if _, ok := n.Type.(*ast.MapType); ok && len(n.Elts) > 0 {
				what = "fills a map"
			}
		case *ast.CallExpr:
			if sel, ok := n.Fun.(*ast.SelectorExpr); ok {
				if x, ok := sel.X.(*ast.Ident); ok && x.Name == "regexp" {
					what = "compiles a regexp"
				}
			}
		}
		return true
	})
	return what
}
