package logline

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// TestMayMean: the quick look in front of the tables refuses nothing that they have.
func TestMayMean(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	var rows []string
	for _, table := range [...][]wording{commonWords, quaggaWords, exabgpWords, freertrWords, huaweiWords, nokiaWords, noneWords} {
		for _, w := range table {
			rows = append(rows, w.text)
			if k := strings.IndexAny(w.text, "0123456789"); k >= 0 && !strings.ContainsAny(w.text[:k], "/:,") {
				t.Errorf("%q: mayMean wants no digit there", w.text)
			}
		}
	}
	pick := func(from ...string) string { return from[r.IntN(len(from))] }
	found := 0
	for range 20000 {
		var b strings.Builder
		for range 1 + r.IntN(3) {
			b.WriteString(pick("", " ", "-", "\"", "BGP ", "bgp-", "[deprecated] ", ". ", "7", "x"))
			w := pick(rows...)
			switch r.IntN(4) {
			case 0:
				w = strings.ToUpper(w)
			case 1:
				w = strings.NewReplacer(" ", "-", "z", "s").Replace(w)
			}
			b.WriteString(w + pick("", " error", "/", ": ", ", ", "-", "996"))
		}
		style, text := pick("junos", "quagga", "exabgp", "freertr", "huawei-vrp", "nokia-sros", "fortios"), b.String()
		want := words(style, text, 0)
		if want.ok {
			found++
		}
		for code := Unknown; code < 7; code++ {
			whole := search(style, text, code)
			if w, ok := lookup(style, text, code); ok != whole.ok || ok && (w.code != whole.code || w.sub != whole.sub) {
				t.Fatalf("%s %q: %+v, not %+v", style, text, w, whole)
			}
		}
		if code, sub, ok := Words(style, text); (meaning{code, sub, ok}) != want {
			t.Fatalf("%s %q: %d/%d %v, not %+v", style, text, code, sub, ok, want)
		}
	}
	if found < 2000 {
		t.Errorf("only %d texts mean something", found)
	}
	for _, text := range []string{"", "996, state 117 of 4", "  ", "/", "zz"} {
		if mayMean(text) {
			t.Errorf("%q", text)
		}
	}
}
