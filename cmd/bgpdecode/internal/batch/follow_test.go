//go:build unix

package batch

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/inputs"
)

// following is a run that follows files.
type following struct {
	t      *testing.T
	mu     sync.Mutex
	out    bytes.Buffer
	notes  []string
	failed []error
	cancel context.CancelFunc
	done   chan struct{}
	res    Result
	err    error
	n      int // peers used
}

func follow(t *testing.T, opt Options, args ...string) *following {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	f := &following{t: t, cancel: cancel, done: make(chan struct{})}
	opt.Follow = true
	locked := func(do func()) {
		f.mu.Lock()
		defer f.mu.Unlock()
		do()
	}
	opt.Note = func(s string) { locked(func() { f.notes = append(f.notes, s) }) }
	opt.Failed = func(err error) { locked(func() { f.failed = append(f.failed, err) }) }
	go func() {
		defer close(f.done)
		f.res, f.err = Run(ctx, writerFunc(func(p []byte) (n int, err error) { locked(func() { n, err = f.out.Write(p) }); return }), args, opt)
	}()
	t.Cleanup(func() { cancel(); <-f.done })
	return f
}

// until waits for something to be so.
func (f *following) until(what string, so func() bool) {
	f.t.Helper()
	for end := time.Now().Add(60 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		f.mu.Lock()
		ok := so()
		f.mu.Unlock()
		if ok {
			return
		}
		if time.Now().After(end) {
			f.mu.Lock()
			defer f.mu.Unlock()
			f.t.Fatalf("%s does not come; notes %q, errors %v, output:\n%s", what, f.notes, f.failed, f.out.String())
		}
	}
}

// peer gives a new event, and a wait for it.
func (f *following) peer() (line string, come func()) {
	f.n++
	addr := fmt.Sprintf("10.9.%d.%d", f.n/250, f.n%250+1)
	return peer(addr), func() {
		f.t.Helper()
		f.until(addr, func() bool { return strings.Contains(f.out.String(), `"peer":"`+addr+`"`) })
	}
}

// end interrupts, and checks that each event came once.
func (f *following) end(want int) {
	f.t.Helper()
	f.cancel()
	<-f.done
	if f.err != context.Canceled || len(f.failed) > 0 {
		f.t.Errorf("%v, failed %v", f.err, f.failed)
	}
	seen := map[string]int{}
	for _, e := range decodeLines(f.t, f.out.String()) {
		seen[e.Session.Peer]++
	}
	for p, n := range seen {
		if n != 1 {
			f.t.Errorf("%s came %d times", p, n)
		}
	}
	if len(seen) != want {
		f.t.Errorf("%d events, want %d:\n%s", len(seen), want, f.out.String())
	}
}

func add(t *testing.T, name, text string) {
	t.Helper()
	f, err := os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteString(text); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

func rename(t *testing.T, from, to string) {
	t.Helper()
	if err := os.Rename(from, to); err != nil {
		t.Fatal(err)
	}
}

// TestFollowRename: what a file gets is written as it comes, before and after it is renamed and another one takes its name.
func TestFollowRename(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	log := putFile(t, peer("10.0.0.1")+"noise\n", dir, "r.log")
	f := follow(t, testOptions(), log)
	line, come := f.peer()
	add(t, log, line)
	come()
	for n := range 3 {
		// What is written to the old file by who has it open comes too.
		old, err := os.OpenFile(log, os.O_APPEND|os.O_WRONLY, 0)
		if err != nil {
			t.Fatal(err)
		}
		rename(t, log, fmt.Sprintf("%s.%d", log, n))
		late, lateCome := f.peer()
		old.WriteString(late)
		lateCome()
		last, lastCome := f.peer()
		old.WriteString(strings.TrimSuffix(last, "\n")) // nothing more follows
		old.Close()
		line, come = f.peer()
		add(t, log, line)
		come()
		lastCome()
	}
	line, come = f.peer()
	half := len(line) / 2
	add(t, log, line[:half])
	add(t, log, line[half:])
	come()
	f.end(1 + 1 + 3*3 + 1)
	if !strings.Contains(f.res.Where, "r.log, octet ") || f.res.Stats.Inputs != 4 {
		t.Errorf("%q, %d inputs", f.res.Where, f.res.Stats.Inputs)
	}
}

// TestFollowTruncate: a file that is copied and emptied is read from its start again, also when it has grown meanwhile.
func TestFollowTruncate(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	log := putFile(t, peer("10.0.0.1")+peer("10.0.0.2"), dir, "r.log")
	f := follow(t, testOptions(), dir)
	line, come := f.peer()
	add(t, log, line)
	come()
	b, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	putFile(t, string(b), dir, "r.log.1")
	if err := os.Truncate(log, 0); err != nil {
		t.Fatal(err)
	}
	f.until("note", func() bool { return len(f.notes) == 1 && strings.Contains(f.notes[0], "cut or written anew") })
	line, come = f.peer()
	add(t, log, line)
	come()
	// Longer than before at once: the first octets tell.
	text := "2026-11-22T00:00:00Z r1 started anew\n" + strings.Repeat("noise\n", 300)
	line, come = f.peer()
	if err := os.WriteFile(log, []byte(text+line), 0o600); err != nil {
		t.Fatal(err)
	}
	come()
	f.end(5)
}

// TestFollowGone: a file may be away for a while, may not be there at first, and a link may lead elsewhere.
func TestFollowGone(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	late := filepath.Join(dir, "late.log")
	gone := putFile(t, peer("10.0.0.1"), dir, "gone.log")
	one, two := putFile(t, peer("10.0.0.2"), dir, "one"), putFile(t, peer("10.0.0.3"), dir, "two")
	link := filepath.Join(dir, "current")
	if err := os.Symlink(one, link); err != nil {
		t.Fatal(err)
	}
	f := follow(t, testOptions(), late, gone, link)
	f.until("note", func() bool { return len(f.notes) == 1 && strings.Contains(f.notes[0], "waiting for it") })
	line, come := f.peer()
	add(t, gone, line)
	come()
	if err := os.Remove(gone); err != nil {
		t.Fatal(err)
	}
	line, come = f.peer()
	add(t, late, line)
	come()
	line, come = f.peer()
	add(t, gone, line)
	come()
	line, come = f.peer()
	add(t, one, line)
	come()
	if err := os.Symlink(two, link+".new"); err != nil {
		t.Fatal(err)
	}
	rename(t, link+".new", link)
	line, come = f.peer()
	add(t, two, line)
	come()
	f.end(3 + 5)
}

// TestFollowDirectory: logs in a directory are rotated again and again, with compression; new ones are picked up.
func TestFollowDirectory(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	first := "2026-11-21T00:00:00Z r1 the first line is not the same in each of the files, number %d\n"
	log := putFile(t, fmt.Sprintf(first, 0)+peer("10.0.0.1"), dir, "r.log")
	putFile(t, zipped(t, fmt.Sprintf(first, 1)+peer("10.0.0.2")), dir, "r.log.2.gz")
	putFile(t, fmt.Sprintf(first, 2)+peer("10.0.0.3"), dir, "r.log.1")
	f := follow(t, testOptions(), dir)
	want := 3
	for n := range 3 {
		line, come := f.peer()
		add(t, log, line)
		come()
		// logrotate with delaycompress
		for i := 4; i >= 2; i-- {
			name := filepath.Join(dir, fmt.Sprintf("r.log.%d.gz", i))
			if _, err := os.Stat(name); err == nil {
				rename(t, name, filepath.Join(dir, fmt.Sprintf("r.log.%d.gz", i+1)))
			}
		}
		b, err := os.ReadFile(log + ".1")
		if err != nil {
			t.Fatal(err)
		}
		var z bytes.Buffer
		w := gzip.NewWriter(&z)
		w.Write(b)
		w.Close()
		putFile(t, z.String(), log+".2.gz")
		os.Remove(log + ".1")
		rename(t, log, log+".1")
		putFile(t, fmt.Sprintf(first, 10+n), log)
		line, come = f.peer()
		add(t, log, line)
		come()
		line, come = f.peer()
		putFile(t, line, dir, "sub", fmt.Sprintf("new%d.txt", n))
		come()
		want += 3
	}
	f.end(want)
}

// TestFollowCapture: the part of a record at the end waits for the rest.
func TestFollowCapture(t *testing.T) {
	t.Parallel()
	keepalive := strings.Repeat("\xff", 16) + "\x00\x13\x04"
	text := pcapOf(keepalive, keepalive, keepalive)
	one := 16 + 40 + len(keepalive)
	name := putFile(t, text[:24+one+20], t.TempDir(), "c.pcap")
	f := follow(t, testOptions(), name)
	count := func(n int) func() bool {
		return func() bool { return strings.Count(f.out.String(), `"KEEPALIVE"`) == n }
	}
	f.until("first message", count(1))
	add(t, name, text[24+one+20:24+2*one+3])
	f.until("second message", count(2))
	add(t, name, text[24+2*one+3:])
	f.until("third message", count(3))
	f.cancel()
	<-f.done
	if f.res.Stats.Damaged != 0 || f.res.Stats.Events != 3 {
		t.Errorf("%+v", f.res.Stats)
	}
}

// TestFollowMany: files beyond the limit are read; several are followed at the same time, ids are given once.
func TestFollowMany(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for i := range 12 {
		putFile(t, peer(fmt.Sprintf("10.0.0.%d", i+1)), dir, fmt.Sprintf("f%02d", i))
	}
	opt := testOptions()
	opt.MaxFiles = 9
	f := follow(t, opt, dir)
	f.until("all", func() bool { return strings.Count(f.out.String(), "\n") == 12 })
	for i := range 9 {
		line, _ := f.peer()
		add(t, filepath.Join(dir, fmt.Sprintf("f%02d", i)), line)
	}
	f.until("all", func() bool { return strings.Count(f.out.String(), "\n") == 21 })
	f.end(21)
	for i := range 21 {
		if strings.Count(f.out.String(), fmt.Sprintf(`"id":"e%d"`, i+1)) != 1 {
			t.Errorf("e%d", i+1)
		}
	}
	if len(f.notes) != 1 || f.res.Stats.Unfollowed != 3 || !strings.Contains(f.res.Where, "and so on in 4 more") {
		t.Errorf("%q %+v %q", f.notes, f.res.Stats, f.res.Where)
	}
}

// TestFollowStdin: when nothing can be followed, the end of standard input ends the run.
func TestFollowStdin(t *testing.T) {
	t.Parallel()
	opt := testOptions()
	opt.Stdin = strings.NewReader(peer("10.0.0.1"))
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	opt.Follow = true
	var out bytes.Buffer
	if _, err := Run(ctx, &out, []string{"-"}, opt); err != nil || peersOf(t, out.String()) != "10.0.0.1" {
		t.Errorf("%v\n%s", err, out.String())
	}
}

// TestFreshAtFirst: a log that is rotated while the files are looked at for the first time is not read twice; what was there
// before is no copy, be its beginning the same.
func TestFreshAtFirst(t *testing.T) {
	dir := t.TempDir()
	text := "2026-11-21T00:00:00Z r1 the first line of a log that is rotated\n" + peer("10.0.0.1")
	log := putFile(t, text, dir, "r.log")
	info, err := os.Stat(log)
	if err != nil {
		t.Fatal(err)
	}
	w := &watcher{r: &reader{p: &pipe{opt: testOptions().withDefaults()}}, bases: map[string]bool{"r.log": true}, passed: map[string]any{},
		ids: map[any]string{inputs.ID(info, log): text}, heads: map[string]bool{text: true}, since: time.Now().Add(-2 * settled)}
	rename(t, log, log+".1")
	packed := putFile(t, zipped(t, text), dir, "r.log.2.gz")
	old := putFile(t, zipped(t, text), dir, "r.log.3.gz")
	if err := os.Chtimes(old, time.Time{}, time.Now().Add(-time.Hour)); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		path         string
		first, fresh bool
	}{{log + ".1", true, false}, {packed, true, false}, {old, true, true}, {old, false, false}, {putFile(t, "other", dir, "r.log.4"), true, true}} {
		clear(w.passed)
		settle(t, c.path)
		if got := w.fresh(c.path, c.first); got != c.fresh {
			t.Errorf("%s at first %t: fresh is %t", filepath.Base(c.path), c.first, got)
		}
	}
	// What is being packed or copied is not told from others yet.
	whole := zipped(t, "not the same\n"+text)
	for _, part := range []string{"", whole[:4], whole} {
		name := putFile(t, part, dir, "r.log.5.gz")
		if w.fresh(name, true) || w.fresh(name, false) {
			t.Errorf("%d octets of %d were read at once", len(part), len(whole))
		}
	}
	settle(t, filepath.Join(dir, "r.log.5.gz"))
	if !w.fresh(filepath.Join(dir, "r.log.5.gz"), false) {
		t.Error("another packed file is not read")
	}
}

// settle makes what was written a moment ago older than what may still be written to, but not older than the run.
func settle(t *testing.T, name string) {
	t.Helper()
	info, err := os.Stat(name)
	if err != nil {
		t.Fatal(err)
	}
	if old := info.ModTime().Add(-settled); time.Since(info.ModTime()) < settled {
		if err := os.Chtimes(name, time.Time{}, old); err != nil {
			t.Fatal(err)
		}
	}
}
