//go:build unix

package batch

import (
	"bytes"
	"context"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// put writes a file and gives its name.
func putFile(t *testing.T, text string, path ...string) string {
	t.Helper()
	name := filepath.Join(path...)
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// runFiles gives what batch prints for files, and the errors it told.
func runFiles(t *testing.T, opt Options, args ...string) (out string, told []string, res Result) {
	t.Helper()
	var b bytes.Buffer
	opt.Failed = func(err error) { told = append(told, err.Error()) }
	res, err := Run(context.Background(), &b, args, opt)
	if err != nil {
		t.Fatal(err)
	}
	return b.String(), told, res
}

// peer gives an event of another peer.
func peer(addr string) string { return strings.Replace(event, "192.0.2.9", addr, 1) }

// peersOf gives the peers of the events, in their order.
func peersOf(t *testing.T, out string) string {
	t.Helper()
	var all []string
	for _, e := range decodeLines(t, out) {
		all = append(all, e.Session.Peer)
	}
	return strings.Join(all, " ")
}

// TestStrangeFiles: nothing in a directory or behind a pattern blocks, leads in circles or is read twice, and the output
// is not read.
func TestStrangeFiles(t *testing.T) {
	dir := t.TempDir()
	a := putFile(t, peer("10.0.0.1"), dir, "a.log")
	putFile(t, peer("10.0.0.2"), dir, "deep", "er", "b.log")
	out := putFile(t, peer("10.0.0.3"), dir, "out.jsonl")
	if err := syscall.Mkfifo(filepath.Join(dir, "pipe.log"), 0o600); err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("unix", filepath.Join(dir, "s.log"))
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	for from, to := range map[string]string{"loop": ".", "self.log": "self.log", "c.log": "a.log", "deep/up": ".."} {
		if err := os.Symlink(to, filepath.Join(dir, from)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Link(a, filepath.Join(dir, "deep", "hard.log")); err != nil {
		t.Fatal(err)
	}
	opt := testOptions()
	if opt.Output, err = os.Stat(out); err != nil {
		t.Fatal(err)
	}
	got, told, res := runFiles(t, opt, dir)
	if peers := peersOf(t, got); peers != "10.0.0.1 10.0.0.2" || len(told) != 0 || res.Stats.Again != 1 || res.Stats.Special != 6 || res.Stats.Output != 1 {
		t.Errorf("directory: %q %q %+v", peers, told, res.Stats)
	}
	got, told, res = runFiles(t, opt, filepath.Join(dir, "*.log"), a, filepath.Join(dir, "loop"), out)
	if peers := peersOf(t, got); peers != "10.0.0.1 10.0.0.2" || len(told) != 2 || !strings.Contains(told[0], "self.log") || !strings.Contains(told[1], "output goes") {
		t.Errorf("pattern: %q %q %+v", peers, told, res.Stats)
	}
	// A link that is named is followed.
	if got, _, _ := runFiles(t, opt, filepath.Join(dir, "c.log")); peersOf(t, got) != "10.0.0.1" {
		t.Errorf("link: %s", got)
	}
}

// TestStdinFile: standard input may be a file, which is read from where it stands and known under its name too.
func TestStdinFile(t *testing.T) {
	name := putFile(t, peer("10.0.0.1")+peer("10.0.0.2"), t.TempDir(), "a.log")
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	opt := testOptions()
	opt.Stdin = f
	if got, _, res := runFiles(t, opt, "-", name, "-"); peersOf(t, got) != "10.0.0.1 10.0.0.2" || res.Stats.Again != 2 {
		t.Errorf("%s %+v", got, res.Stats)
	}
	f.Seek(int64(len(peer("10.0.0.1"))), 0)
	if got, _, _ := runFiles(t, opt, "-"); peersOf(t, got) != "10.0.0.2" {
		t.Error(got)
	}
}

// TestUnreadable: a file or a directory that may not be read is told in its place, and those around it are read.
func TestUnreadable(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("root may read all")
	}
	dir := t.TempDir()
	putFile(t, peer("10.0.0.1"), dir, "a")
	os.Chmod(putFile(t, peer("10.0.0.2"), dir, "b"), 0)
	putFile(t, peer("10.0.0.3"), dir, "c", "d")
	os.Chmod(filepath.Join(dir, "c"), 0)
	defer os.Chmod(filepath.Join(dir, "c"), 0o700)
	putFile(t, peer("10.0.0.4"), dir, "e")
	got, told, res := runFiles(t, testOptions(), dir)
	if peersOf(t, got) != "10.0.0.1 10.0.0.4" || len(told) != 2 || res.Stats.Failed != 2 {
		t.Errorf("%s %q %+v", got, told, res.Stats)
	}
}

// TestNamedPipe: a pipe that is named is read; an interrupt ends the wait for a writer.
func TestNamedPipe(t *testing.T) {
	name := filepath.Join(t.TempDir(), "fifo")
	if err := syscall.Mkfifo(name, 0o600); err != nil {
		t.Fatal(err)
	}
	go os.WriteFile(name, []byte(peer("10.0.0.1")), 0)
	if got, _, _ := runFiles(t, testOptions(), name); peersOf(t, got) != "10.0.0.1" {
		t.Error(got)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Run(ctx, &bytes.Buffer{}, []string{name}, testOptions()); err != context.Canceled {
		t.Error(err)
	}
	if f, err := os.OpenFile(name, os.O_WRONLY|syscall.O_NONBLOCK, 0); err == nil { // lets the reader go
		f.Close()
	}
}

// TestDeepTree: a tree as deep as a file system takes is read as far as its paths can be named.
func TestDeepTree(t *testing.T) {
	dir := t.TempDir()
	deep := dir
	for range 100 {
		deep = filepath.Join(deep, "d")
	}
	putFile(t, peer("10.0.0.1"), deep, "a")
	if got, told, _ := runFiles(t, testOptions(), dir); peersOf(t, got) != "10.0.0.1" || len(told) != 0 {
		t.Errorf("%s %q", got, told)
	}
}

// TestLooseOctets: what only might be a piece of a message is told where somebody names the file, and not of files that
// are found in a directory; whole messages are, wherever they are.
func TestLooseOctets(t *testing.T) {
	const marker = "ffffffffffffffffffffffffffffffff"
	for name, tc := range map[string]struct {
		text  string
		found bool // also below a directory
	}{
		"a body":                  {"want := []byte{1, 2, 3, 4}\n", false},
		"code and subcode":        {"{6,4}\n", false},
		"an attribute":            {"e00708000302ed5bdc3f01\n", false},
		"ones and anything":       {marker + "ddcceeffffffffffffffffffffffffffffffffff\n", false},
		"a message":               {marker + "0015030604\n", true},
		"a message that is cut":   {marker + "00400200000010400101\n", true},
		"a type that is not one":  {marker + "001563abcd\n", true},
		"a KEEPALIVE of length 0": {marker + "000004\n", true},
	} {
		dir := t.TempDir()
		path := putFile(t, tc.text, dir, "a.txt")
		for _, arg := range []string{path, dir} {
			out, _, _ := runFiles(t, testOptions(), arg)
			if want := arg == path || tc.found; (out != "") != want {
				t.Errorf("%s, named %v: told %q", name, arg == path, out)
			}
		}
	}
}
