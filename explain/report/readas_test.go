package report

import (
	"strings"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec/dump"
	"github.com/bgpdecode/bgpdecode/codec/tree"
)

// TestReadAs: a style without a maker, as captures have, has no parentheses.
func TestReadAs(t *testing.T) {
	for _, c := range []struct{ vendor, want, not string }{{"", "style mrt", "()"}, {"Some Maker", "style mrt (Some Maker)", "()"}} {
		var b Builder
		ev := dump.Read(strings.Repeat("ff", 16)+"001304", dump.Options{})[0]
		ev.Style, ev.Vendor = "mrt", c.vendor
		var out strings.Builder
		Text(&out, b.Build(&ev, Options{}), tree.Style{}, TextOptions{Width: 100})
		if text := out.String(); !strings.Contains(text, c.want) || strings.Contains(text, c.not) {
			t.Errorf("%q: %s", c.vendor, text)
		}
	}
}
