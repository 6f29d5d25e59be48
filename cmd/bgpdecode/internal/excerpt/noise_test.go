package excerpt

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// noiseLines gives n lines that tell nothing of BGP.
func noiseLines(r *rand.Rand, n int) string {
	var b strings.Builder
	for range n {
		switch r.IntN(3) {
		case 0:
			fmt.Fprintf(&b, "Jan  2 03:%02d:04 web%d sshd[%d]: Accepted publickey for admin from 198.51.100.%d\n", r.IntN(60), r.IntN(9), r.IntN(9999), r.IntN(250))
		case 1:
			fmt.Fprintf(&b, `{"level":"info","ts":17953045%02d.041,"msg":"request done","status":%d,"bytes":%d}`+"\n", r.IntN(99), 200+r.IntN(300), r.IntN(1<<20))
		default:
			fmt.Fprintf(&b, "kernel: [%d.%06d] eth%d: link is up at %08x\n", r.IntN(1<<20), r.IntN(1000000), r.IntN(8), r.Uint32())
		}
	}
	return b.String()
}
