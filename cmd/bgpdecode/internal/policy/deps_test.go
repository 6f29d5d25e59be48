package policy

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// policyText is the whole import policy, in the notation of go/build's
// deps_test: "a, b < c < d" means that c may import a and b, that d may import
// c, and that each may import all that is below. NONE is below nothing. Paths are
// those below the module. A folder named internal belongs to the package it is
// in, unless it is listed itself. Test files are free to import anything.
//
// A package that is not listed may not exist: give it a line.
const policyText = `
# data and text
NONE < registry
NONE < registry/internal/source < registry/diff < registry/diffcmd
registry/internal/source, registry < registry/gen
NONE < codec/safetext
NONE < codec/hexdump
NONE < codec/internal/vector

# octets
registry, codec/safetext < codec
codec < codec/tree, codec/capture
codec/tree < codec/encode
codec/tree, codec/internal/vector < codec/oracle

# text in
registry, codec/safetext, codec/hexdump < codec/logline
codec, codec/logline < codec/rebuild < codec/dump

# meaning
NONE < explain/kb
codec < explain/incidents, explain/repro
codec < codec/fault
codec/fault, explain/kb, explain/incidents < explain
explain, explain/repro, codec/tree, codec/dump, codec/capture < explain/report

# speaker
codec < speaker/fsm < speaker/session
NONE < speaker/transport
codec < speaker/rib
codec/capture, speaker/rib < speaker/routes
speaker/session, speaker/transport, speaker/rib, speaker/routes, codec/capture < speaker
speaker < speaker/proxy
speaker/routes < speaker/shortform
codec/tree, codec/fault, speaker, speaker/shortform < speaker/inject < speaker/probe

# tests only
NONE < speaker/netnstest
speaker/transport < speaker/pipenet

# command; the small packages of its own stay small
NONE < cmd/bgpdecode/internal/version
NONE < cmd/bgpdecode/internal/peertest
NONE < cmd/bgpdecode/internal/policy
NONE < cmd/bgpdecode/internal/interop
NONE < cmd/bgpdecode/internal/coldbase
NONE < cmd/bgpdecode/internal/coldbench
codec/capture, cmd/bgpdecode/internal/peertest < cmd/bgpdecode/internal/wirebench
codec/safetext, codec/tree < cmd/bgpdecode/internal/ui
speaker < cmd/bgpdecode/internal/tap
cmd/bgpdecode/internal/tap < cmd/bgpdecode/internal/peerbench
speaker < cmd/bgpdecode/internal/metrics
explain/report, explain/repro, codec/encode, speaker/probe, speaker/proxy, cmd/bgpdecode/internal/version, cmd/bgpdecode/internal/ui < cmd/bgpdecode
explain/report, speaker/probe < cmd/bgpdecode/internal/trial
cmd/bgpdecode/internal/tap, cmd/bgpdecode/internal/metrics, cmd/bgpdecode/internal/trial < cmd/bgpdecode
`

// order is what may be imported: order[p][q] means that p may import q.
type order map[string]map[string]bool

// parsePolicy reads the notation and gives it closed: what is below what is
// below is below.
func parsePolicy(text string) (order, error) {
	o := order{}
	for i, line := range strings.Split(text, "\n") {
		line, _, _ = strings.Cut(line, "#")
		if strings.TrimSpace(line) == "" {
			continue
		}
		var below []string
		for j, side := range strings.Split(line, "<") {
			names := strings.Split(side, ",")
			for k, name := range names {
				name = strings.TrimSpace(name)
				names[k] = name
				switch {
				case name == "" || strings.ContainsAny(name, " \t"):
					return nil, fmt.Errorf("line %d: bad name %q", i+1, name)
				case name == "NONE":
					if j > 0 || len(names) > 1 {
						return nil, fmt.Errorf("line %d: NONE stands alone and first", i+1)
					}
					continue
				case j > 0 && o[name] == nil:
					o[name] = map[string]bool{}
				case o[name] == nil:
					return nil, fmt.Errorf("line %d: %s is used before it has a place", i+1, name)
				}
				for _, b := range below {
					if b != "NONE" {
						o[name][b] = true
					}
				}
			}
			below = names
		}
	}
	for changed := true; changed; {
		changed = false
		for p := range o {
			for q := range o[p] {
				for r := range o[q] {
					if !o[p][r] {
						o[p][r], changed = true, true
					}
				}
			}
		}
	}
	for p := range o {
		if o[p][p] {
			return nil, fmt.Errorf("%s is below itself", p)
		}
	}
	return o, nil
}

// place gives the listed package whose rules hold for path.
func (o order) place(path string) (string, bool) {
	if o[path] != nil {
		return path, true
	}
	if i := strings.LastIndex(path, "/internal"); i >= 0 {
		return o.place(path[:i])
	}
	return "", false
}

// check gives a complaint for each import that the policy does not allow.
// imports holds, for each package, those of this module.
func (o order) check(imports map[string][]string) []string {
	var bad []string
	for p, list := range imports {
		at, ok := o.place(p)
		if !ok {
			bad = append(bad, fmt.Sprintf("%s has no place in the import policy (deps_test.go)", p))
			continue
		}
		for _, q := range list {
			to, ok := o.place(q)
			switch {
			case ok && (to == at || o[at][to]):
			case !ok:
				bad = append(bad, fmt.Sprintf("%s imports %s, which has no place in the policy", p, q))
			default:
				bad = append(bad, fmt.Sprintf("%s imports %s: not below it in the policy", p, q))
			}
		}
	}
	slices.Sort(bad)
	return bad
}

func TestImportPolicy(t *testing.T) {
	o, err := parsePolicy(policyText)
	if err != nil {
		t.Fatal(err)
	}
	imports := map[string][]string{}
	for _, p := range packages(t) {
		var own []string
		for _, q := range p.imports {
			if rest, ok := strings.CutPrefix(q, module+"/"); ok {
				own = append(own, rest)
			}
		}
		imports[p.path] = own
	}
	for _, complaint := range o.check(imports) {
		t.Error(complaint)
	}
}

func TestParsePolicy(t *testing.T) {
	for _, tc := range []struct{ name, text, fault string }{
		{"cycle", "NONE < a < b\nb < a", "below itself"},
		{"unknown", "a < b", "before it has a place"},
		{"two names without a comma", "NONE < a b", "bad name"},
		{"empty name", "NONE < a, < b", "bad name"},
		{"NONE in the middle", "NONE < a\na < NONE < b", "NONE stands alone"},
		{"good", "# why\nNONE < a < b\nNONE < c # because\nb, c < d", ""},
	} {
		_, err := parsePolicy(tc.text)
		if (err == nil) != (tc.fault == "") || err != nil && !strings.Contains(err.Error(), tc.fault) {
			t.Errorf("%s: %v, want %q", tc.name, err, tc.fault)
		}
	}
}

func TestPolicyCheck(t *testing.T) {
	o, err := parsePolicy("NONE < a < b\nNONE < c\nb < d\nNONE < d/internal/low")
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		from, to string
		ok       bool
	}{
		{"b", "a", true},
		{"d", "a", true}, // by way of b
		{"a", "b", false},
		{"d", "c", false},
		{"b", "b/internal/x", true},
		{"b/internal/x", "a", true},
		{"d", "b/internal/x", true},
		{"a", "b/internal/x", false},
		{"d/internal/low", "a", false}, // listed itself
		{"new", "a", false},
		{"b", "new", false},
	} {
		if bad := o.check(map[string][]string{tc.from: {tc.to}}); (len(bad) == 0) != tc.ok {
			t.Errorf("%s imports %s: %v, want ok %v", tc.from, tc.to, bad, tc.ok)
		}
	}
}
