package codec

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/bgpdecode/bgpdecode/registry"
)

// decodedTypes names everything that has a decoder, as codec/oracle/coverage.txt does.
func decodedTypes() (out []string) {
	add := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	for t := 1; t < 256; t++ {
		if lo, _ := lengthsOf(registry.MessageType(t), true); lo > 0 {
			name := EnumName(EnumMessageType, uint64(t))
			if name == "" {
				name = fmt.Sprint("type ", t)
			}
			add("message %s", name)
		}
	}
	for c := range 256 {
		if attrDecoder(registry.AttrCode(c)) != nil {
			add("attribute %d", c)
		}
	}
	for c := range 256 {
		if capDecoders[c] != nil {
			add("capability %d", c)
		}
	}
	for _, f := range KnownFamilies() {
		if !f.HasTypedRoutes() {
			add("route %v", f)
			continue
		}
		for t := range 256 {
			if partsOf(f, uint8(t)) != nil {
				add("route %v %d", f, t)
			}
		}
	}
	for _, f := range extForms {
		add("extended community 0x%02x 0x%02x", f.typ, f.sub)
	}
	return out
}

// TestOracleTable: coverage.txt has a line for everything that has a decoder, and for nothing else. The tests of
// codec/oracle hold what the lines say about tshark and GoBGP.
func TestOracleTable(t *testing.T) {
	const file = "oracle/coverage.txt"
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	cases := map[string]bool{}
	for _, v := range vectors(t) {
		cases[v.name] = true
	}
	rows := map[string]bool{}
	for line := range bytes.Lines(data) {
		name, who, ok := strings.Cut(string(line), "|")
		if !ok || line[0] == '#' {
			continue
		}
		rows[strings.TrimSpace(name)] = true
		if _, v, ok := strings.Cut(who, "vector "); ok && !cases[strings.TrimSpace(v)] {
			t.Errorf("%s: %s: there is no such case: %q", file, name, v)
		}
	}
	for _, name := range decodedTypes() {
		if !rows[name] {
			t.Errorf("%s has no line for %q: say which oracle or which example of an RFC there is, or none", file, name)
		}
		delete(rows, name)
	}
	for name := range rows {
		t.Errorf("%s: %q has no decoder", file, name)
	}
}
