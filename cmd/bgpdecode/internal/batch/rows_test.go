package batch

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// TestFarRows: rows of a dump that stand in messages of their own are found in a long log, up to 60 lines behind their
// event, with lines of others between, and whatever the size of blocks.
func TestFarRows(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 15))
	var log, want []string
	filler := func(n int) {
		for range n {
			log = append(log, fmt.Sprintf("Jul  9 08:51:%02d web%d sshd[%d]: Accepted publickey for admin from 192.0.2.99 port %d ssh2", r.IntN(60), r.IntN(9), r.IntN(9999), r.IntN(65535)))
		}
	}
	filler(1500)
	for n := range 40 {
		host := fmt.Sprintf("rtr%d", n)
		var octets []byte
		for range 30 + r.IntN(30) {
			octets = append(octets, byte(r.IntN(256)))
		}
		head := fmt.Sprintf("%%NOTIFICATION: sent to neighbor 198.51.100.%d 3/1 (UPDATE Message Error/Malformed Attribute List) %d bytes ", n, len(octets))
		tag := [...]string{"bgpd[7]: ", "", "000123: "}[n%3]
		log = append(log, fmt.Sprintf("Jul  9 08:51:32 %s %s%s", host, tag, head))
		rows := (len(octets) + 15) / 16
		for i := range rows {
			filler(r.IntN(60 / (rows + 1)))
			log = append(log, fmt.Sprintf("Jul  9 08:51:32 %s %s%04x: % x", host, tag, i*16, octets[i*16:min(len(octets), i*16+16)]))
		}
		want = append(want, fmt.Sprintf(`"data":"%x"`, octets))
		filler(r.IntN(200))
	}
	text := strings.Join(log, "\n") + "\n"
	for _, block := range []int{0, 4096, 70000} {
		opt := testOptions()
		opt.Block, opt.Jobs = block, 2
		out, _ := run(t, text, opt)
		lines := strings.Split(strings.TrimSpace(out), "\n")
		if len(lines) != len(want) {
			t.Fatalf("block %d: %d events, want %d", block, len(lines), len(want))
		}
		for i, l := range lines {
			if !strings.Contains(l, want[i]) {
				t.Errorf("block %d: event %d has no %s: %s", block, i, want[i], l)
			}
		}
	}
}
