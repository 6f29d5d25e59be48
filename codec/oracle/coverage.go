package oracle

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// Covered collects the types of which an oracle's values were compared and were the same.
type Covered map[string]bool

// Add notes a type.
func (c Covered) Add(name string) { c[name] = true }

// Value notes what value holds: that of an attribute or a capability, in the form of Compare. topic names it, the family of
// routes behind the number; a route's type is its own.
func (c Covered) Value(topic string, value any) {
	switch f := strings.Fields(topic); {
	case len(f) == 3 && f[2] != "other":
		c.Add(strings.Join(f[:2], " "))
		c.routes(f[2], value)
	case len(f) == 2:
		c.Add(topic)
	}
}

func (c Covered) routes(family string, value any) {
	m, _ := value.(map[string]any)
	list, _ := m["nlri"].([]any)
	for _, r := range list {
		m, _ := r.(map[string]any)
		if len(m) < 2 && m["prefix"] == nil && m["components"] == nil {
			continue
		}
		if t := m["type"]; t != nil {
			c.Add("route " + family + " " + fmt.Sprint(t))
		} else {
			c.Add("route " + family)
		}
	}
}

// Row is a line of coverage.txt: a type and who else was asked about it.
type Row struct {
	Line   int
	Tshark bool
	GoBGP  bool
	Vector string // a case of testdata/wire that is an RFC's own example, "" for none
}

// ReadCoverage reads coverage.txt: on each line a type, "|", and "tshark", "gobgp", or "none", separated by commas, and last the
// name of a vector behind "vector ".
func ReadCoverage(file string) (map[string]Row, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	out := map[string]Row{}
	n := 0
	for line := range strings.Lines(string(data)) {
		n++
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		name, who, ok := strings.Cut(line, "|")
		name = strings.TrimSpace(name)
		if !ok || out[name].Line > 0 {
			return nil, fmt.Errorf("%s:%d: no |, or a second line for %q", file, n, name)
		}
		r := Row{Line: n}
		who, vector, _ := strings.Cut(who, "vector ") // a name may have commas
		r.Vector = strings.TrimSpace(vector)
		for w := range strings.SplitSeq(who, ",") {
			switch w = strings.TrimSpace(w); {
			case w == "tshark":
				r.Tshark = true
			case w == "gobgp":
				r.GoBGP = true
			case w == "" && vector != "", w == "none" && r == Row{Line: n}:
			default:
				return nil, fmt.Errorf("%s:%d: %q", file, n, w)
			}
		}
		out[name] = r
	}
	return out, nil
}

// Complaints compares what was covered with the rows of the file that name the oracle ("tshark" or "gobgp").
func (c Covered) Complaints(file, oracle string) (out []string) {
	rows, err := ReadCoverage(file)
	if err != nil {
		return []string{err.Error()}
	}
	for _, name := range slices.Sorted(maps.Keys(c)) {
		if r, ok := rows[name]; ok && !(oracle == "tshark" && r.Tshark || oracle == "gobgp" && r.GoBGP) {
			out = append(out, fmt.Sprintf("%s:%d: %s: %s covers it, and the line does not say so", file, r.Line, name, oracle))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(rows)) {
		if r := rows[name]; (oracle == "tshark" && r.Tshark || oracle == "gobgp" && r.GoBGP) && !c[name] {
			out = append(out, fmt.Sprintf("%s:%d: %s: %s does not cover it", file, r.Line, name, oracle))
		}
	}
	return out
}

// FamilyTopic names a family in the topic of an attribute of routes.
func FamilyTopic(afi uint16, safi uint8) string {
	if f := (codec.Family{AFI: registry.AFI(afi), SAFI: registry.SAFI(safi)}); f.HasNLRI() {
		return f.String()
	}
	return "other"
}
