package batch

import (
	"bytes"
	"context"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
)

// BenchmarkBatch reads logs of three kinds from memory. "read" is what passing over them costs, for the ratio.
func BenchmarkBatch(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	line := "Oct 20 07:09:48 host bgpd[1]: %NOTIFICATION: received from neighbor 192.0.2.17 3/4 (UPDATE Message Error/Attribute Flags Error) 7 bytes e0 07 04 00 01 00 0f\n"
	quiet := noiseLines(r, 200000)
	var sparse strings.Builder
	for rest := quiet; rest != ""; {
		n := min(len(rest), 99*90)
		n += strings.IndexByte(rest[n:], '\n') + 1
		if n <= 0 || n > len(rest) {
			n = len(rest)
		}
		sparse.WriteString(rest[:n])
		sparse.WriteString(line)
		rest = rest[n:]
	}
	dense := strings.Repeat(line, 4<<20/len(line))
	b.Run("read", func(b *testing.B) {
		b.SetBytes(int64(len(quiet)))
		for b.Loop() {
			bytes.Count([]byte(quiet), []byte{'\n'})
		}
	})
	for _, c := range []struct{ name, text string }{{"noise", quiet}, {"1-percent", sparse.String()}, {"dense", dense}} {
		for _, f := range []struct {
			name string
			form func() Form
		}{{"jsonl", func() Form { return JSONL(false) }}} {
			b.Run(c.name+"/"+f.name, func(b *testing.B) {
				b.SetBytes(int64(len(c.text)))
				for b.Loop() {
					opt := testOptions()
					opt.Form, opt.Stdin = f.form(), strings.NewReader(c.text)
					if _, err := Run(context.Background(), io.Discard, []string{"-"}, opt); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
