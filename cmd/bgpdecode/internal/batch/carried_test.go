package batch

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/bgpdecode/bgpdecode/codec/dump"
	"github.com/bgpdecode/bgpdecode/codec/logline"
)

// carriers give each line of a text a head, or a record, of its own.
var carriers = map[string]func(string) string{
	"RFC 5424": func(l string) string { return "<30>1 2026-11-21T23:43:12.041595Z relay7 fwd 4242 - - " + l },
	"RFC 3164": func(l string) string { return "Nov 21 23:43:12 relay7 fwd[4242]: " + l },
	"journald": func(l string) string {
		b, _ := json.Marshal(map[string]string{"MESSAGE": l, "_HOSTNAME": "relay7", "__REALTIME_TIMESTAMP": "1795304592041595"})
		return string(b)
	},
	"docker": func(l string) string {
		b, _ := json.Marshal(map[string]string{"log": l + "\n", "stream": "stdout", "time": "2026-11-21T23:43:12.041595Z"})
		return string(b)
	},
}

// TestCarriedAsDump: of lines that something carried one by one, with a long log around them, batch finds what codec/dump finds in
// them alone, whatever the size of blocks. That is for all events but a few in a hundred: how far around a place lines are
// kept is bounded.
func TestCarriedAsDump(t *testing.T) {
	all := samples(t)
	for name, carry := range carriers {
		t.Run(name, func(t *testing.T) {
			r := rand.New(rand.NewPCG(3, 9))
			var b strings.Builder
			row := 1
			want := map[string]int{}
			total := 0
			for _, n := range keys(all) {
				if strings.IndexByte(all[n], 0xff) >= 0 || strings.Contains(n, "no-events") {
					continue
				}
				var small strings.Builder
				for l := range strings.Lines(all[n]) {
					if l = strings.TrimRight(l, "\r\n"); l != "" {
						l = carry(l)
					}
					small.WriteString(l + "\n")
				}
				filler := noiseLines(r, 150+r.IntN(200))
				row += strings.Count(filler, "\n")
				b.WriteString(filler)
				for _, ev := range dump.Read(small.String(), dump.Options{Log: logline.Options{Now: now, Location: time.UTC}}) {
					want[fmt.Sprint(ev.Kind, ev.Style, ev.Offset+b.Len(), ev.Line+row-1, ev.Peer)]++
					total++
				}
				row += strings.Count(small.String(), "\n")
				b.WriteString(small.String())
			}
			for _, block := range []int{0, 4096, 50000} {
				opt := testOptions()
				opt.Block, opt.Jobs = block, 2
				out, _ := run(t, b.String(), opt)
				found, more := 0, 0
				left := map[string]int{}
				for k, n := range want {
					left[k] = n
				}
				for _, g := range decodeLines(t, out) {
					k := fmt.Sprint(g.Kind, g.Source.Style, g.Source.Offset, g.Source.Line, g.Session.Peer)
					if left[k]--; left[k] >= 0 {
						found++
					} else {
						more++
						t.Log("more: ", k)
					}
				}
				for k, n := range left {
					if n > 0 {
						t.Log("missing: ", k)
					}
				}
				if found*100 < total*97 || more*100 > total*5 {
					t.Errorf("block %d: %d of %d found, %d more", block, found, total, more)
				}
			}
		})
	}
}
