package batch

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// merged gives what batch prints for files of a folder, in the order of their names.
func merged(t testing.TB, dir string, opt Options, names ...string) (string, Result) {
	t.Helper()
	var out bytes.Buffer
	args := []string{dir}
	if names != nil {
		args = nil
		for _, n := range names {
			args = append(args, filepath.Join(dir, n))
		}
	}
	opt.Merge = true
	res, err := Run(context.Background(), &out, args, opt)
	if err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(out.String(), dir+string(filepath.Separator), ""), res
}

// printed is what the tests want to know of an object.
type printed struct {
	ID     string
	Time   string
	Source struct {
		Name string
		Line int
	}
	Peer  string
	Links []struct{ Rel, To string }
	Same  string `json:"same_as"`
}

func printedOf(t testing.TB, out string) []printed {
	t.Helper()
	var all []printed
	for line := range strings.Lines(out) {
		var s printed
		if err := json.Unmarshal([]byte(line), &s); err != nil {
			t.Fatal(err, line)
		}
		all = append(all, s)
	}
	return all
}

func writeFile(t testing.TB, dir, name, text string) {
	t.Helper()
	name = filepath.Join(dir, name)
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(name, now, now); err != nil {
		t.Fatal(err)
	}
}

// frrLine is a line of FRR about a NOTIFICATION.
func frrLine(at time.Time, n int) string {
	return fmt.Sprintf("%s r1 bgpd[1]: %%NOTIFICATION: received from neighbor 10.0.%d.%d 6/%d (Cease) 0 bytes\n",
		at.Format("2006-01-02T15:04:05.000Z07:00"), n/250, n%250+1, n%8+1)
}

// TestMergeOrder: events of many files come in the order of time, whatever the limits and block sizes are, and those of one
// file in their own.
func TestMergeOrder(t *testing.T) {
	dir := t.TempDir()
	r := rand.New(rand.NewPCG(1, 2))
	start := now.Add(-240 * time.Hour)
	const files, lines = 9, 120
	for f := range files {
		var text strings.Builder
		at := start.Add(time.Duration(f) * 20 * time.Minute)
		for n := range lines {
			at = at.Add(time.Duration(r.IntN(60)) * time.Second)
			text.WriteString(strings.Repeat("some other line\n", r.IntN(40)))
			text.WriteString(frrLine(at, f*lines+n))
		}
		name, s := fmt.Sprintf("%c.log", 'a'+f), text.String()
		if f%3 == 1 {
			name, s = name+".gz", zipped(t, s)
		}
		writeFile(t, dir, name, s)
	}
	var first string
	for _, opt := range []Options{{}, {Jobs: 4}, {Block: 512, Chunk: 700, Jobs: 3}, {MaxFiles: 2}} {
		opt.Form, opt.Now, opt.Location = JSONL(false), now, time.UTC
		out, res := merged(t, dir, opt)
		if opt.MaxFiles == 0 && (res.Stats.Late != 0 || res.Stats.Backwards != 0) {
			t.Errorf("late %d, backwards %d", res.Stats.Late, res.Stats.Backwards)
		}
		all := printedOf(t, out)
		if len(all) != files*lines {
			t.Fatalf("%d events", len(all))
		}
		last, line := map[string]int{}, ""
		for i, s := range all {
			if s.ID != fmt.Sprintf("e%d", i+1) {
				t.Fatalf("id %s at %d", s.ID, i+1)
			}
			if s.Source.Line <= last[s.Source.Name] {
				t.Fatalf("%s line %d behind line %d", s.Source.Name, s.Source.Line, last[s.Source.Name])
			}
			last[s.Source.Name] = s.Source.Line
			if opt.MaxFiles == 0 && s.Time < line {
				t.Fatalf("%s behind %s", s.Time, line)
			}
			line = s.Time
		}
		if opt.MaxFiles > 0 {
			if res.Stats.Late == 0 {
				t.Error("9 files that overlap fit into 2 places")
			}
			continue
		}
		if first == "" {
			first = out
		} else if out != first {
			t.Errorf("%+v gives something else", opt)
		}
	}
}

// TestMergeLazily: of files that follow each other no more than two are open at a time, and the order is right all the same.
func TestMergeLazily(t *testing.T) {
	dir := t.TempDir()
	start := now.Add(-2400 * time.Hour)
	const files = 30
	for f := range files {
		var text strings.Builder
		for n := range 10 {
			text.WriteString(frrLine(start.Add(time.Duration(f*24+n)*time.Hour), f*10+n))
		}
		writeFile(t, dir, fmt.Sprintf("log.%02d", files-f), text.String()) // the newest has the lowest number, as rotation has it
	}
	opt := testOptions()
	opt.MaxFiles = 2
	out, res := merged(t, dir, opt)
	all := printedOf(t, out)
	if len(all) != files*10 || res.Stats.Late != 0 {
		t.Fatalf("%d events, %d inputs late", len(all), res.Stats.Late)
	}
	if !slices.IsSortedFunc(all, func(a, b printed) int { return strings.Compare(a.Time, b.Time) }) {
		t.Error("not in the order of time")
	}
}

// TestMergeTies: equal times go by input; events without a time stay behind their predecessor; what runs backwards keeps its
// order and is counted.
func TestMergeTies(t *testing.T) {
	dir := t.TempDir()
	at := func(s int) time.Time { return now.Add(time.Duration(s-100) * time.Second) }
	undated := "%BGP-3-NOTIFICATION: received from neighbor 192.0.2.9 4/0 (hold time expired) 0 bytes\n"
	writeFile(t, dir, "a.log", frrLine(at(1), 1)+undated+frrLine(at(5), 2)+frrLine(at(3), 3)+frrLine(at(9), 4))
	writeFile(t, dir, "b.log", frrLine(at(1), 5)+frrLine(at(4), 6)+frrLine(at(5), 7)+frrLine(at(9), 8))
	out, res := merged(t, dir, testOptions())
	var got []string
	for _, s := range printedOf(t, out) {
		got = append(got, fmt.Sprintf("%c%d", s.Source.Name[0], s.Source.Line))
	}
	if want := "a1 a2 b1 b2 a3 a4 b3 a5 b4"; strings.Join(got, " ") != want {
		t.Errorf("%s, want %s", strings.Join(got, " "), want)
	}
	if res.Stats.Backwards != 1 {
		t.Errorf("%d backwards", res.Stats.Backwards)
	}
	if !slices.Contains(res.Lines(), "1 event stands behind later ones of their input, which keeps its order") {
		t.Error(res.Lines())
	}
}

// TestMergeAlone: one input gives the same with and without merging, all samples, links included.
func TestMergeAlone(t *testing.T) {
	all := samples(t)
	for _, name := range keys(all) {
		opt := testOptions()
		var want bytes.Buffer
		if _, err := Run(context.Background(), &want, []string{name}, opt); err != nil {
			t.Fatal(err)
		}
		opt.Merge = true
		var got bytes.Buffer
		if _, err := Run(context.Background(), &got, []string{name}, opt); err != nil {
			t.Fatal(err)
		}
		if got.String() != want.String() {
			t.Errorf("%s differs", name)
		}
	}
}

// TestMergeLinks: links lead to the same events as when each input is read alone.
func TestMergeLinks(t *testing.T) {
	dir := t.TempDir()
	all := samples(t)
	opt := testOptions()
	type line struct {
		name string
		line int
	}
	links := func(out string) map[line][]string {
		at := map[string]line{}
		objs := printedOf(t, out)
		for _, s := range objs {
			at[s.ID] = line{s.Source.Name, s.Source.Line}
		}
		of := map[line][]string{}
		for _, s := range objs {
			l := line{s.Source.Name, s.Source.Line}
			for _, k := range s.Links {
				of[l] = append(of[l], fmt.Sprint(k.Rel, at[k.To]))
			}
		}
		return of
	}
	want, n := map[line][]string{}, 0
	for i, name := range keys(all) {
		file := fmt.Sprintf("%03d.log", i)
		writeFile(t, dir, file, all[name])
		var out bytes.Buffer
		if _, err := Run(context.Background(), &out, []string{filepath.Join(dir, file)}, opt); err != nil {
			t.Fatal(err)
		}
		for l, k := range links(strings.ReplaceAll(out.String(), dir+string(filepath.Separator), "")) {
			want[l] = k
			n += len(k)
		}
	}
	if n < 10 {
		t.Fatal("samples have few links")
	}
	for _, o := range []Options{{}, {Jobs: 3, MaxFiles: 500}} {
		opt.Jobs, opt.MaxFiles = o.Jobs, o.MaxFiles
		var names []string
		for range all {
			names = append(names, fmt.Sprintf("%03d.log", len(names)))
		}
		out, _ := merged(t, dir, opt, names...)
		got := links(out)
		for l, k := range want {
			if fmt.Sprint(got[l]) != fmt.Sprint(k) {
				t.Errorf("%v: %v, want %v", l, got[l], k)
			}
		}
	}
}

// TestMergeCaptures: logs and captures, compressed or not, come in the order of time; workers and blocks change nothing in any
// form, with a comparison, a filter or other names.
func TestMergeCaptures(t *testing.T) {
	dir := t.TempDir()
	var text strings.Builder
	for n := range 60 {
		text.WriteString(frrLine(now.Add(time.Duration(n-900)*time.Second), n))
	}
	writeFile(t, dir, "a.log", text.String())
	for _, ext := range []string{".mrt", ".pcap", ".pcapng"} {
		name := filepath.Join(dir, "w"+ext)
		save, err := OpenSave(name, nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		opt := testOptions()
		opt.Save = save
		if _, err := Run(context.Background(), io.Discard, []string{filepath.Join(dir, "a.log")}, opt); err != nil {
			t.Fatal(err)
		}
		if err := save.Close(); err != nil {
			t.Fatal(err)
		}
	}
	b, err := os.ReadFile(filepath.Join(dir, "w.mrt"))
	if err != nil {
		t.Fatal(err)
	}
	writeFile(t, dir, "z.mrt.gz", zipped(t, string(b)))

	out, res := merged(t, dir, testOptions())
	all := printedOf(t, out)
	if len(all) != 5*60 || res.Stats.Late+res.Stats.Backwards != 0 {
		t.Fatalf("%d events, %d inputs late, %d backwards", len(all), res.Stats.Late, res.Stats.Backwards)
	}
	for i := 1; i < len(all); i++ {
		a, b := &all[i-1], &all[i]
		if at, next := timeOf(t, a.Time), timeOf(t, b.Time); next.Before(at) || next.Equal(at) && b.Source.Name < a.Source.Name {
			t.Fatalf("%s of %s behind %s of %s", b.Time, b.Source.Name, a.Time, a.Source.Name)
		}
	}
	for name, form := range map[string]func() Form{
		"jsonl": func() Form { return JSONL(false) }, "csv": CSV, "timeline": TimelineJSONL,
		"summary": func() Form { return Summary(SummaryOptions{JSON: true}) },
	} {
		for _, both := range []bool{false, name != "timeline"} {
			var first string
			for _, opt := range []Options{{}, {Jobs: 4}, {Jobs: 2, Block: 600, Chunk: 500}} {
				opt.Form, opt.Now, opt.Location = form(), now, time.UTC
				opt.Correlate.On = both
				opt.Filter.Peers = []string{"10.0.0.0/28", "10.0.0.32/27"}
				if out, _ := merged(t, dir, opt); first == "" {
					first = out
				} else if out != first {
					t.Errorf("%s, compared %v, %d workers: %s", name, both, opt.Jobs, firstDifference(out, first))
				}
			}
			if first == "" {
				t.Errorf("%s writes nothing", name)
			}
		}
	}
}

func timeOf(t testing.TB, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}
