package tap

import (
	"path/filepath"
	"testing"

	"github.com/bgpdecode/bgpdecode/speaker"
)

// BenchmarkEvent is the cost of an UPDATE of 1 KiB in a file of each format, most of it write(2).
func BenchmarkEvent(b *testing.B) {
	for _, suffix := range Suffixes {
		b.Run(suffix[1:], func(b *testing.B) {
			tap, err := Open(Options{Files: []string{filepath.Join(b.TempDir(), "x"+suffix)}, Lines: jsonLines})
			if err != nil {
				b.Fatal(err)
			}
			defer tap.Close()
			k := newTalk(1, "192.0.2.1:40000", "192.0.2.2:179", false)
			k.establish(as4(65001), as4(4200000002))
			for _, e := range k.all {
				tap.Event(e)
			}
			e := &speaker.Event{Time: k.now, Conn: k.conn, Kind: speaker.Message, Octets: update(245, 4, false)}
			b.SetBytes(int64(len(e.Octets)))
			b.ReportAllocs()
			for b.Loop() {
				tap.Event(e)
			}
		})
	}
}
