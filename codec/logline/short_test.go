package logline

import (
	"bytes"
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// mixture puts pieces of all samples together, changed: other heads, cuts, breaks, case and digits.
func mixture(r *rand.Rand, samples []string) string {
	heads := [...]string{"", "", "<30>Nov 21 23:43:12 edge1 bgpd[4242]: ", "2026-11-21T23:43:12.123+02:00 host.example rpd[12]: ",
		"*Dec  3 02:08:59.528: ", "2026/11/21 23:43:10.219544 BGP: ", "> ", "000123: Mar  1 10:00:00 CET: "}
	eol := [...]string{"\n", "\n", "\r\n", "<br>"}[r.Intn(4)]
	var b strings.Builder
	for n := 2 + r.Intn(20); n > 0; n-- {
		lines := strings.Split(samples[r.Intn(len(samples))], "\n")
		from := r.Intn(len(lines))
		for _, l := range lines[from:min(len(lines), from+1+r.Intn(4))] {
			x := []byte(heads[r.Intn(len(heads))] + l[:min(len(l), 2000)])
			if i := r.Intn(len(x) + 1); i < len(x) {
				switch r.Intn(12) {
				case 0:
					x[i] = byte(r.Intn(256))
				case 1:
					x = x[:i]
				case 2:
					x = append(x[:i:i], append([]byte(eol+" "), x[i:]...)...)
				case 3:
					x = bytes.ToUpper(x)
				case 4:
					x = bytes.ToLower(x)
				case 5:
					x = bytes.ReplaceAll(x, []byte{'1'}, []byte{byte('0' + r.Intn(10))})
				}
			}
			b.Write(x)
			b.WriteString(eol)
		}
	}
	return b.String()
}

// show tells all of some events that does not hang on how their record was put together.
func show(evs []Event) string {
	var b strings.Builder
	for _, e := range evs {
		if v := e.Dump.View; v != nil {
			from, _ := v.Pos(e.Dump.Start) // in the input: what stands elsewhere in the view may have another number of blanks
			to, _ := v.Pos(e.Dump.End - 1)
			fmt.Fprintf(&b, "%q %d %d ", v.Text[e.Dump.Start:e.Dump.End], from, to)
		}
		e.Dump, e.Words = Dump{}, strings.Join(strings.Fields(e.Words), " ") // likewise around a line end in the words
		if e.Offender != nil {
			fmt.Fprintf(&b, "%+v ", *e.Offender)
		}
		e.Offender, e.Alarm, e.Step, e.Told, e.link = nil, nil, nil, nil, nil
		fmt.Fprintf(&b, "%+v\n", e)
	}
	return b.String()
}

// allSamples returns the samples of all styles.
func allSamples(t *testing.T) (samples []string) {
	names, err := filepath.Glob("../../testdata/dumps/*/*.log")
	if err != nil || len(names) == 0 {
		t.Fatalf("no samples: %v", err)
	}
	for _, n := range names {
		b, err := os.ReadFile(n)
		if err != nil {
			t.Fatal(err)
		}
		samples = append(samples, string(b))
	}
	return samples
}

// TestShortWays: reading a record only in the ways that its line ends allow, and asking only the styles that the octets beside
// an anchor, or the score reached already, leave a chance changes nothing.
func TestShortWays(t *testing.T) {
	samples := allSamples(t)
	opt := Options{Now: time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC), Location: time.UTC, AllStates: true}
	slow := opt
	slow.slow = true
	total, differ := 0, 0
	for seed := range int64(700) {
		r := rand.New(rand.NewSource(seed))
		text := mixture(r, samples)
		if seed%4 == 0 { // wrapped by a screen, all of it or some lines
			width, all := 30+r.Intn(130), r.Intn(2) == 0
			text = eachLine(text, func(l string) string {
				if all || r.Intn(3) == 0 {
					return hardWrap(l, width)
				}
				return l
			})
		}
		evs := Scan(Split(text), opt)
		total += len(evs)
		got, want := show(evs), show(Scan(Split(text), slow))
		if got == want {
			continue
		}
		if seed%4 == 0 { // some lines are wrapped and some end: joining those alone may find more, or other ends of an event
			differ++
			continue
		}
		t.Fatalf("seed %d:\n%s\nnot\n%s", seed, got, want)
	}
	if differ > 5 {
		t.Errorf("%d wrapped texts are read in another way", differ)
	}
	if total < 3000 {
		t.Fatal("few events: ", total)
	}
}

// TestMost: no event scores more than its style says is possible.
func TestMost(t *testing.T) {
	for _, st := range Styles() {
		if st.Most == 0 {
			continue
		}
		ev := Event{Code: 3, Subcode: 4, Direction: DirSent, Peer: "192.0.2.1", PeerAS: 1, Declared: 1 << 20, DeclaredAs: CountData}
		c := Cursor{bonus: 5, dumped: true, octets: 1 << 20} // Judge adds 5 at most; the style itself nothing
		if n := c.score(&ev) + st.Weight; n > st.Most {
			t.Errorf("%s: %d", st.Name, n)
		}
	}
}
