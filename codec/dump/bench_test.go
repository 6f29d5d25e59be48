package dump

import (
	"strings"
	"testing"
)

func BenchmarkReadNoise(b *testing.B) {
	line := "Oct 20 07:09:48 host sshd[1]: Accepted publickey for root from 192.0.2.77 port 22 ssh2: RSA SHA256:deadbeefcafe\n"
	text := strings.Repeat(line, 8<<20/len(line))
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		if evs := Read(text, Options{}); len(evs) != 0 {
			b.Fatal("events in noise")
		}
	}
}

func BenchmarkReadEvents(b *testing.B) {
	line := "Oct 20 07:09:48 host bgpd[1]: %NOTIFICATION: received from neighbor 192.0.2.17 3/4 (UPDATE Message Error/Attribute Flags Error) 12 bytes e0 07 08 00 01 00 0f c0 00 02 63 01\n"
	text := strings.Repeat(line, 1<<20/len(line))
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		if evs := Read(text, Options{}); len(evs) == 0 {
			b.Fatal("no events")
		}
	}
}
