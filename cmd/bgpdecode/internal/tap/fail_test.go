package tap

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// TestRefuses: names that say no format, inputs, one file twice, folders that are not there.
func TestRefuses(t *testing.T) {
	dir := t.TempDir()
	in := filepath.Join(dir, "routes.mrt")
	if err := os.WriteFile(in, []byte("precious"), 0o600); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(dir, "link.mrt")
	if err := os.Symlink(in, link); err != nil {
		t.Skipf("skipped: no symbolic links here: %v", err)
	}
	out, other := filepath.Join(dir, "out.pcap"), filepath.Join(dir, "other.pcap")
	if err := os.WriteFile(out, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(out, other); err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		files []string
		want  string
	}{
		{[]string{filepath.Join(dir, "live.txt")}, "ends in none of"},
		{[]string{filepath.Join(dir, "live")}, "ends in none of"},
		{[]string{in}, "is an input"},
		{[]string{link}, "is an input"},
		{[]string{out, other}, "are one file"},
		{[]string{out, out}, "are one file"},
		{[]string{filepath.Join(dir, "no", "live.mrt")}, "no such file"},
		{[]string{filepath.Join(dir, "live.jsonl")}, "nobody gives JSON"},
	} {
		_, err := Open(Options{Files: tc.files, Inputs: []string{in}})
		if err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%q: %v", tc.files, err)
		}
	}
	if b, err := os.ReadFile(in); err != nil || string(b) != "precious" {
		t.Errorf("the input is now %q, %v", b, err)
	}
}

// full opens a file that takes nothing: the device that is always full.
func full(t *testing.T, name string) {
	t.Helper()
	if _, err := os.Stat("/dev/full"); err != nil {
		t.Skip("skipped: there is no /dev/full here")
	}
	if err := os.Symlink("/dev/full", name); err != nil {
		t.Fatal(err)
	}
}

// TestFull: a file that cannot be written to is told of once; the others go on, and Close says what is missing.
func TestFull(t *testing.T) {
	dir := t.TempDir()
	bad, good := filepath.Join(dir, "bad.mrt"), filepath.Join(dir, "good.mrt")
	full(t, bad)
	var told []string
	tap := open(t, Options{Files: []string{bad, good}, Tell: func(err error) { told = append(told, err.Error()) }})
	k := session(1, "192.0.2.1:40000", "192.0.2.2:179", false)
	for _, e := range k.all {
		tap.Event(e)
	}
	if len(told) != 1 || !strings.Contains(told[0], "no space left") || !strings.Contains(told[0], bad) || !strings.Contains(told[0], "goes on") {
		t.Errorf("told %q", told)
	}
	if err := tap.Close(); !errors.Is(err, ErrIncomplete) || !strings.Contains(err.Error(), "10 messages") {
		t.Errorf("close: %v", err)
	}
	if got := messages(read(t, good)); len(got) != 10 {
		t.Errorf("the other file has %d messages", len(got))
	}
	if s := tap.Written(); !strings.Contains(s[0], "10 messages missing") || strings.Contains(s[1], "missing") {
		t.Errorf("written %q", s)
	}
}

// TestDeleted: when somebody deletes the file or its folder, that is said; with rotation a later file holds the session.
func TestDeleted(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("skipped: open files cannot be deleted here")
	}
	for _, rotate := range []bool{false, true} {
		dir := filepath.Join(t.TempDir(), "gone")
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		var told []string
		o := Options{Files: []string{filepath.Join(dir, "live.pcapng")}, Tell: func(err error) { told = append(told, err.Error()) }}
		if rotate {
			o.RotateSize = 1 << 20
		}
		tap := open(t, o)
		for _, f := range tap.files {
			f.checked = began
		}
		k := newTalk(1, "192.0.2.1:40000", "192.0.2.2:179", false)
		k.establish(as4(65001), as4(4200000002))
		before := len(k.all)
		for range 400 { // 100 seconds
			k.msg(false, update(1, 4, false))
		}
		for i, e := range k.all {
			if i == before {
				if err := os.RemoveAll(dir); err != nil {
					t.Fatal(err)
				}
			}
			if i == before+200 {
				if err := os.Mkdir(dir, 0o700); err != nil {
					t.Fatal(err)
				}
			}
			tap.Event(e)
		}
		err := tap.Close()
		if !errors.Is(err, ErrIncomplete) || !strings.Contains(told[0], "deleted") {
			t.Errorf("rotate %v: %v, told %q", rotate, err, told)
		}
		left := files(t, dir, ".pcapng")
		if !rotate {
			if len(told) != 1 || len(left) != 0 {
				t.Errorf("told %q, files %q", told, left)
			}
			continue
		}
		if len(told) != 2 || len(left) != 1 || !strings.Contains(told[1], "lacks 240 messages") {
			t.Fatalf("told %q, files %q", told, left)
		}
		msgs := messages(read(t, left[0]))
		if n := len(msgs); n < 150 || !bytes.Equal(msgs[0].Octets, openOf(65001, as4(65001))) {
			t.Errorf("%d messages in the new file", n)
		}
	}
}

// TestPartial: of a record that the disk had half a place for nothing is left, so that the file stays a whole one.
func TestPartial(t *testing.T) {
	dir := small(t, 16<<10)
	name := filepath.Join(dir, "x.pcapng")
	var told []error
	tap := open(t, Options{Files: []string{name}, Tell: func(err error) { told = append(told, err) }})
	k := newTalk(1, "192.0.2.1:40000", "192.0.2.2:179", false)
	k.establish(as4(65001), as4(4200000002))
	for range 20 {
		k.msg(false, update(900, 4, false))
	}
	for _, e := range k.all {
		tap.Event(e)
	}
	if len(told) != 1 || !strings.Contains(told[0].Error(), "no space left") {
		t.Errorf("told %v", told)
	}
	if n := len(messages(read(t, name))); n < 5 || n > 9 {
		t.Errorf("%d messages in 16 KiB", n)
	}
	tap.Close()
}

// TestEventAfterClose: what comes after Close is dropped.
func TestEventAfterClose(t *testing.T) {
	name := filepath.Join(t.TempDir(), "x.mrt")
	tap := open(t, Options{Files: []string{name}})
	tap.Close()
	for _, e := range session(1, "192.0.2.1:40000", "192.0.2.2:179", false).all {
		tap.Event(e)
	}
	if info, err := os.Stat(name); err != nil || info.Size() != 0 {
		t.Errorf("%v %v", info, err)
	}
}
