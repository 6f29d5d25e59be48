package proxy

import (
	"bytes"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// FuzzStream: whatever comes in whatever pieces goes out, all of it, in order; nothing is kept that is no beginning of a
// message; what is called a message has a marker and a length.
func FuzzStream(f *testing.F) {
	f.Add(bytes.Join([][]byte{keepalive(), openMsg(65001), update(0, 0, 0, 0)}, nil), uint8(7), false)
	f.Add(append(codec.AppendHeader(nil, 5000, registry.MsgUpdate), keepalive()...), uint8(1), true)
	f.Add(append([]byte("GET / HTTP/1.1\r\n\r\n"), bytes.Repeat([]byte{0xff}, 50)...), uint8(3), false)
	f.Add(bytes.Repeat(codec.AppendHeader(nil, 18, 200), 9), uint8(19), true)
	f.Fuzz(func(t *testing.T, in []byte, size uint8, lost bool) {
		var s stream
		if lost {
			s.jump()
		}
		var out []byte
		for rest := in; len(rest) > 0; {
			n := min(len(rest), int(size)+1)
			s.add(rest[:n])
			for rest = rest[n:]; ; {
				b, message := s.next(codec.MaxLen)
				if len(b) == 0 {
					break
				}
				if h, ok := codec.ParseHeader(b); message && (!ok || !codec.HasMarker(b)) {
					t.Fatalf("a message without a header: %x", b)
				} else if message && h.Length >= codec.HeaderLen && h.Length <= codec.MaxLen && h.Length != len(b) && !s.astray {
					t.Fatalf("a message of %d octets has %d", h.Length, len(b))
				}
				out = append(out, b...)
			}
			if left := len(s.buf) - s.off; left >= codec.MaxLen {
				t.Fatalf("%d octets held back", left)
			}
		}
		out = append(out, s.rest()...)
		if !bytes.Equal(out, in) {
			t.Fatalf("out %x\nin  %x", out, in)
		}
	})
}
