package batch

import (
	"bytes"
	"context"
	"io"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/excerpt"
	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/inputs"
)

// script is a live source that waits where it is told to.
type script struct {
	parts []any // string, or error to give
	p     inputs.Pace
}

func (s *script) Pace() *inputs.Pace { return &s.p }
func (s *script) Close() error       { return nil }

func (s *script) Read(p []byte) (int, error) {
	for len(s.parts) > 0 {
		switch v := s.parts[0].(type) {
		case string:
			n := copy(p, v)
			if s.parts[0] = v[n:]; n == len(v) {
				s.parts = s.parts[1:]
			}
			return n, nil
		case error:
			s.parts = s.parts[1:]
			if s.p.Text {
				return 0, v
			}
		}
	}
	return 0, io.EOF
}

// scripted runs a script and gives what was printed.
func scripted(t *testing.T, opt Options, parts []any) (string, Result) {
	t.Helper()
	var out bytes.Buffer
	opt.Stdin = &script{parts: parts}
	res, err := Run(context.Background(), &out, []string{"-"}, opt)
	if err != nil {
		t.Fatal(err)
	}
	return out.String(), res
}

// TestIdleAnywhere: where a live text falls silent between its records changes nothing of what is printed, wherever it
// comes so slowly that what is complete is handed out, and however its octets are cut.
func TestIdleAnywhere(t *testing.T) {
	for seed := range uint64(4) {
		r := rand.New(rand.NewPCG(seed, 1))
		var records []string
		for i := range 400 {
			if r.IntN(4) > 0 {
				records = append(records, noiseLines(r, 1+r.IntN(3)))
			} else {
				records = append(records, strings.Replace(event, "192.0.2.9", "192.0.2."+string(rune('1'+i%9)), 1))
			}
		}
		text := strings.Join(records, "")
		opt := testOptions()
		want, wantRes := run(t, strings.Repeat("nothing\n", 9000)+text, opt)
		parts := []any{strings.Repeat("nothing\n", 9000)}
		for _, rec := range records {
			at := r.IntN(len(rec))
			parts = append(parts, rec[:at])
			if r.IntN(3) == 0 {
				parts = append(parts, excerpt.ErrIdle) // in the middle of a line, which waits
			}
			parts = append(parts, rec[at:])
			switch r.IntN(4) {
			case 0:
				parts = append(parts, excerpt.ErrIdle)
			case 1:
				parts = append(parts, excerpt.ErrHold)
			}
		}
		got, res := scripted(t, opt, parts)
		if got != want {
			t.Fatalf("seed %d: %s", seed, firstDifference(got, want))
		}
		if res.Stats != wantRes.Stats {
			t.Errorf("%+v, not %+v", res.Stats, wantRes.Stats)
		}
	}
}

// TestHoldAnywhere: handing out what is complete splits no record, whatever it is.
func TestHoldAnywhere(t *testing.T) {
	text := mixed(t, 5, 10)
	opt := testOptions()
	want, _ := run(t, text, opt)
	var parts []any
	for i, l := range strings.SplitAfter(text, "\n") {
		if parts = append(parts, l); i%50 == 49 {
			parts = append(parts, excerpt.ErrHold)
		}
	}
	got, _ := scripted(t, opt, parts)
	diff := map[string]int{}
	count := func(out string, n int) {
		for _, e := range decodeLines(t, out) {
			e = local(e)
			diff[e.Source.Style+" "+e.Session.Peer+" "+itoa(e.Source.Line)] += n
		}
	}
	count(want, 1)
	count(got, -1)
	bad := 0
	for k, n := range diff {
		if n != 0 {
			t.Logf("%+d %s", n, k)
			bad++
		}
	}
	// A record without a head of its own may be cut: there is nothing to tell it by.
	if bad > len(diff)/50 {
		t.Errorf("%d of %d events differ", bad, len(diff))
	}
}

// TestIdleFlush: what is complete comes out although nothing more arrives; half a line waits for its end; a small text is
// told as if it were a file.
func TestIdleFlush(t *testing.T) {
	from, to, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer from.Close()
	lines := make(chan string, 100)
	opt := testOptions()
	opt.Stdin = from
	done := make(chan error, 1)
	go func() {
		_, err := Run(context.Background(), writerFunc(func(p []byte) (int, error) { lines <- string(p); return len(p), nil }), []string{"-"}, opt)
		done <- err
	}()
	second := strings.Replace(event, "192.0.2.9", "198.51.100.7", 1)
	io.WriteString(to, "some noise\n"+event+second[:60])
	if got := await(t, lines); strings.Count(got, "\n") != 1 || !strings.Contains(got, `"192.0.2.9"`) {
		t.Errorf("%q", got)
	}
	io.WriteString(to, second[60:])
	if got := await(t, lines); strings.Count(got, "\n") != 1 || !strings.Contains(got, `"198.51.100.7"`) || !strings.Contains(got, `"line":3`) {
		t.Errorf("%q", got)
	}
	io.WriteString(to, "noise\n")
	to.Close()
	if err := <-done; err != nil {
		t.Error(err)
	}
	if len(lines) > 0 {
		t.Errorf("more: %q", <-lines)
	}
}

// await gives the next line, or fails when none comes in good time.
func await(t *testing.T, lines <-chan string) string {
	t.Helper()
	select {
	case l := <-lines:
		return l
	case <-time.After(30 * time.Second):
		t.Fatal("nothing comes")
		return ""
	}
}

// TestInterruptPipe: an interrupt while a pipe gives nothing ends the run at once, and what came is written.
func TestInterruptPipe(t *testing.T) {
	for name, opt := range map[string]Options{"jsonl": testOptions(), "csv": {Form: CSV(), Now: now, Location: time.UTC}} {
		from, to, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		defer from.Close()
		defer to.Close()
		ctx, cancel := context.WithCancel(context.Background())
		var out bytes.Buffer
		opt.Stdin = &telling{File: from, ctx: ctx, waits: cancel}
		io.WriteString(to, event+"half a line")
		res, err := Run(ctx, &out, []string{"-"}, opt)
		if err != context.Canceled || res.Stats.Events != 1 || !strings.HasPrefix(res.Where, "stdin, octet ") || res.Stats.Failed != 0 {
			t.Errorf("%s: %v %+v\n%s", name, err, res, out.String())
		}
	}
}

// telling is a live source that interrupts when it would wait.
type telling struct {
	*os.File
	ctx   context.Context
	waits func()
	p     inputs.Pace
	reads int
}

func (s *telling) Pace() *inputs.Pace { return &s.p }
func (s *telling) Read(p []byte) (int, error) {
	if s.reads++; s.reads == 1 {
		return s.File.Read(p)
	}
	s.waits()
	return 0, inputs.ErrStopped
}

func itoa(n int) string {
	return string(rune('0'+n/1000%10)) + string(rune('0'+n/100%10)) + string(rune('0'+n/10%10)) + string(rune('0'+n%10))
}
