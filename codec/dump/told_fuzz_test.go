package dump

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec"
)

// FuzzTold: records of other tools, whatever is in them, give messages whose headers are right.
func FuzzTold(f *testing.F) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, tool := range tools {
		f.Add(tool.print(randomRoute(r)))
		log, err := os.ReadFile(filepath.Join("../../testdata/dumps", tool.style, tool.style+".log"))
		if err != nil {
			f.Fatal(err)
		}
		for l := range strings.Lines(string(log)) {
			f.Add(l)
		}
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, e := range Read(s, Options{}) {
			if e.Told == nil || e.Octets == nil {
				continue
			}
			if h, ok := codec.ParseHeader(e.Octets); !ok || h.Length != len(e.Octets) || len(e.Octets) > codec.MaxExtLen {
				t.Fatalf("header %+v of %d octets", h, len(e.Octets))
			}
		}
	})
}
