package cli

import (
	"errors"
	"io"
	"math"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/ui"
)

// filler is n octets of a pattern without BGP in it.
type filler struct {
	pattern string
	n, at   int
}

func (f *filler) Read(p []byte) (int, error) {
	if f.at == f.n {
		return 0, io.EOF
	}
	n := 0
	for n < len(p) && f.at < f.n {
		c := copy(p[n:], f.pattern[f.at%len(f.pattern):])
		c = min(c, f.n-f.at)
		n += c
		f.at += c
	}
	return n, nil
}

// TestBigInput: 100 MB without BGP end in a clear error, and memory stays within some multiples of the input.
func TestBigInput(t *testing.T) {
	n := 100 << 20
	if testing.Short() || raced {
		n = 4 << 20
	}
	for _, tc := range []struct {
		name, pattern string
		n             int
	}{
		{"log lines", "Jan 12 03:04:05 host sshd[4711]: Accepted publickey for somebody from 192.0.2.9 port 50522 ssh2\n", n},
		{"zeros", "\x00\x00\x00\x00\x00\x00\x00\x00", n / 4},
		{"one line", "lorem ipsum dolor sit amet ", n / 4},
		{"hex without BGP", "0a0b 0c0d 0e0f 0a0b ", n / 10},
	} {
		r := run(t, &ui.Streams{In: &filler{pattern: tc.pattern, n: tc.n}})
		if r.code != ExitNothing || !strings.Contains(r.err, "no BGP message") || len(r.err) > 400 {
			t.Errorf("%s: exit code %d, %.200q, %.200q", tc.name, r.code, r.out, r.err)
		}
	}
	// What the heap took from the system it never gives back, so this is its peak.
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	if limit := uint64(8*n + 64<<20); m.HeapSys > limit {
		t.Errorf("%d MiB of heap for %d MiB of input", m.HeapSys>>20, n>>20)
	}
	t.Logf("%d MiB of heap at most for %d MiB of input", m.HeapSys>>20, n>>20)
}

// TestInputLimit: reading stops at the limit, however long the input is.
func TestInputLimit(t *testing.T) {
	f := &filler{pattern: "abc ", n: math.MaxInt}
	r := run(t, &ui.Streams{In: f}, "--max-input=1MiB")
	if r.code != ExitFailed || !strings.Contains(r.err, "more than 1 MiB; --max-input") {
		t.Errorf("%+v", r)
	}
	if f.at > 2<<20 {
		t.Errorf("%d octets were read", f.at)
	}
}

// failing is a writer that fails.
type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

func TestWriteErrors(t *testing.T) {
	full := errors.New("no space left on device")
	for _, args := range [][]string{{keepalive}, {"--json", keepalive}, {"registry"}, {"explain", "3/4"}, {"schema"}, {"version"}, {"--help"}, {"completion", "bash"}, {"help", "exit-codes"}} {
		if r := run(t, &ui.Streams{Out: failing{full}}, args...); r.code != ExitFailed || !contains(r.err, "writing", "no space") {
			t.Errorf("%v: full disk: %+v", args, r)
		}
		if r := run(t, &ui.Streams{Out: failing{syscall.EPIPE}}, args...); r.code != ExitDone || r.err != "" {
			t.Errorf("%v: broken pipe: %+v", args, r)
		}
	}
}
