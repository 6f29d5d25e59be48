package batch

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/excerpt"
	"github.com/bgpdecode/bgpdecode/codec/dump"
	"github.com/bgpdecode/bgpdecode/codec/logline"
)

const testdata = "../../../../testdata"

var now = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func testOptions() Options {
	return Options{Form: JSONL(false), Now: now, Location: time.UTC}
}

// run gives what batch prints for a text on standard input.
func run(t testing.TB, text string, opt Options) (string, Result) {
	t.Helper()
	var out bytes.Buffer
	opt.Stdin = strings.NewReader(text)
	res, err := Run(context.Background(), &out, []string{"-"}, opt)
	if err != nil {
		t.Fatal(err)
	}
	return out.String(), res
}

// samples gives the texts of the corpus.
func samples(t testing.TB) map[string]string {
	t.Helper()
	files, err := filepath.Glob(testdata + "/dumps/*/*")
	if err != nil || len(files) == 0 {
		t.Fatal("no samples", err)
	}
	all := map[string]string{}
	for _, f := range files {
		if strings.HasSuffix(f, ".jsonl") {
			continue
		}
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		all[f] = string(b)
	}
	return all
}

func keys(m map[string]string) []string {
	var names []string
	for k := range m {
		names = append(names, k)
	}
	// Maps have no order, tests must have one.
	for i := range names {
		for k := i + 1; k < len(names); k++ {
			if names[k] < names[i] {
				names[i], names[k] = names[k], names[i]
			}
		}
	}
	return names
}

// place is what tells one event from another.
type seen struct {
	Kind   string
	Raw    string
	Source struct {
		Line, Offset int
		Style        string
	}
	Session      struct{ Peer string }
	Notification struct{ Code, Subcode int }
	Links        []struct{ Rel, ID string }
}

func decodeLines(t testing.TB, out string) []seen {
	t.Helper()
	var all []seen
	for _, l := range strings.Split(strings.TrimSuffix(out, "\n"), "\n") {
		if l == "" {
			continue
		}
		var s seen
		if err := json.Unmarshal([]byte(l), &s); err != nil {
			t.Fatalf("%v in %s", err, l)
		}
		all = append(all, s)
	}
	return all
}

// TestCorpusAsDump: what batch finds in a sample is what codec/dump finds in it, at the same place.
func TestCorpusAsDump(t *testing.T) {
	for name, text := range samples(t) {
		if strings.IndexByte(text, 0xff) >= 0 {
			continue // octets, not text
		}
		want := dump.Read(text, dump.Options{Log: logline.Options{Now: now, Location: time.UTC}})
		out, res := run(t, text, testOptions())
		got := decodeLines(t, out)
		compare(t, name, got, want)
		if res.Stats.Events != int64(len(got)) {
			t.Errorf("%s: %d events counted, %d written", name, res.Stats.Events, len(got))
		}
	}
}

func compare(t *testing.T, name string, got []seen, want []dump.Event) {
	t.Helper()
	key := func(kind, style string, offset, line int, peer string) string {
		return fmt.Sprintf("%s %s %d %d %s", kind, style, offset, line, peer)
	}
	have := map[string]int{}
	for _, g := range got {
		have[key(g.Kind, g.Source.Style, g.Source.Offset, g.Source.Line, g.Session.Peer)]++
	}
	for _, w := range want {
		k := key(w.Kind.String(), w.Style, w.Offset, w.Line, w.Peer)
		if have[k] == 0 {
			t.Errorf("%s: missing %s", name, k)
		}
		have[k]--
	}
	for k, n := range have {
		if n > 0 {
			t.Errorf("%s: %d too many %s", name, n, k)
		}
	}
}

var noise = []string{
	"Nov 21 23:%02d:%02d host%d sshd[%d]: Failed password for invalid user admin from 10.1.%d.%d port 22 ssh2\n",
	"Nov 21 23:%02d:%02d host%d kernel: [%d.12] eth%d: link up, 1000Mbps, full duplex, 0x%04x\n",
	"2026-11-21T23:%02d:%02dZ sw%d %%LINEPROTO-5-UPDOWN: Line protocol on Interface Gi%d/%d/%d, changed state to up\n",
	"<30>Nov 21 23:%02d:%02d fw%d CRON[%d]: (root) CMD (cd / && run-parts --report /etc/cron.hourly %d %d)\n",
	"%02d:%02d not a stamp at all %d %d %d %d, the notifications of a switch, 12 bytes from 192.0.2.1\n",
}

func noiseLines(r *rand.Rand, n int) string {
	var b strings.Builder
	for range n {
		fmt.Fprintf(&b, noise[r.IntN(len(noise))], r.IntN(60), r.IntN(60), r.IntN(99), r.IntN(9999), r.IntN(250), r.IntN(250))
	}
	return b.String()
}

// mixed shuffles the corpus into noise.
func mixed(t testing.TB, seed uint64, lines int) string {
	r := rand.New(rand.NewPCG(seed, 7))
	all := samples(t)
	names := keys(all)
	r.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
	var b strings.Builder
	for _, n := range names {
		text := all[n]
		if strings.IndexByte(text, 0xff) >= 0 || strings.Contains(n, "no-events") {
			continue
		}
		b.WriteString(noiseLines(r, r.IntN(lines+1)))
		b.WriteString(strings.TrimRight(text, "\n"))
		b.WriteString("\n")
	}
	return b.String()
}

// TestBlockSize: neither the size of blocks, nor the number of workers, nor how a reader hands octets out, changes a thing.
func TestBlockSize(t *testing.T) {
	for seed := range uint64(3) {
		text := mixed(t, seed, 40)
		opt := testOptions()
		opt.Block, opt.Chunk, opt.MaxLine = len(text)+1, 64<<10, 8<<10
		want, wantRes := run(t, text, opt)
		for _, block := range []int{1 << 10, 1500, 4 << 10, 64 << 10, 1 << 20} {
			for _, jobs := range []int{1, 3} {
				opt.Block, opt.Jobs = block, jobs
				got, res := run(t, text, opt)
				if got != want {
					t.Fatalf("seed %d: blocks of %d, %d jobs: %s", seed, block, jobs, firstDifference(got, want))
				}
				if res.Stats != wantRes.Stats {
					t.Errorf("seed %d: blocks of %d: %+v, not %+v", seed, block, res.Stats, wantRes.Stats)
				}
			}
		}
	}
}

func firstDifference(a, b string) string {
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range min(len(x), len(y)) {
		if x[i] != y[i] {
			return fmt.Sprintf("line %d:\n%s\n%s", i+1, x[i], y[i])
		}
	}
	return fmt.Sprintf("%d and %d lines", len(x), len(y))
}

// TestMixedAsDump: noise around the samples, and what is left out of it, hides no event and moves none.
func TestMixedAsDump(t *testing.T) {
	for seed := range uint64(2) {
		text := mixed(t, seed, 200)
		opt := testOptions()
		opt.Chunk = 1 << 30
		out, res := run(t, text, opt)
		if len(text) <= excerpt.WholeInput {
			t.Fatal("too short to prove anything")
		}
		want := dump.Read(text, dump.Options{Log: logline.Options{Now: now, Location: time.UTC}})
		compare(t, fmt.Sprint("seed ", seed), decodeLines(t, out), want)
		if res.Stats.Lines != int64(strings.Count(text, "\n")) || res.Stats.Octets != int64(len(text)) {
			t.Errorf("%+v", res.Stats)
		}
	}
}

// TestChunkSize: where a text is cut for the workers hides no event, and gives none twice.
func TestChunkSize(t *testing.T) {
	for seed := range uint64(2) {
		text := mixed(t, seed, 20)
		opt := testOptions()
		opt.Chunk = 1 << 30
		out, _ := run(t, text, opt)
		want := decodeLines(t, out)
		if len(want) < 300 {
			t.Fatalf("only %d events", len(want))
		}
		for _, size := range []int{50000, 64 << 10, 128 << 10} {
			opt.Chunk = size
			out, _ := run(t, text, opt)
			got := decodeLines(t, out)
			diff := map[string]int{}
			for _, e := range want {
				e = local(e)
				diff[fmt.Sprint(e)]++
			}
			for _, e := range got {
				e = local(e)
				diff[fmt.Sprint(e)]--
			}
			for k, n := range diff {
				if n != 0 {
					t.Errorf("seed %d, chunks of %d: %+d %s", seed, size, -n, k)
				}
			}
		}
	}
}

// local takes out what depends on lines far away: what maghemite's lines about one connection come to, and which of them it is
// that another one tells again.
func local(e seen) seen {
	if strings.HasPrefix(e.Source.Style, "maghemite") {
		e.Notification.Code, e.Notification.Subcode, e.Links = 0, 0, nil
	}
	return e
}
