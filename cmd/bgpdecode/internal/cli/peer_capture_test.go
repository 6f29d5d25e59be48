//go:build unix

package cli

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec/capture"
	"github.com/bgpdecode/bgpdecode/registry"
)

// captured gives the messages of a capture, each with its ends; damage fails the test.
func captured(t *testing.T, name string) (all []string) {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	src, err := capture.Open(bytes.NewReader(b), capture.Options{})
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	for r, err := range src.Records() {
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if r.Kind == capture.RecordMessage {
			all = append(all, fmt.Sprintf("%s>%s %x", r.Src, r.Dst, r.Octets))
		}
	}
	return all
}

// writeTo gives the flags for a file of each format.
func writeTo(dir, name string) (flags, files []string) {
	for _, s := range []string{".pcapng", ".pcap", ".mrt", ".jsonl"} {
		f := filepath.Join(dir, name+s)
		flags, files = append(flags, "--write", f), append(files, f)
	}
	return flags, files
}

// from keeps the messages that one end sent.
func from(all []string, end netip.AddrPort) (list []string) {
	for _, m := range all {
		if strings.HasPrefix(m, end.String()+">") {
			list = append(list, m)
		}
	}
	return list
}

// TestPeerWrite: both sides of a session write it; the files hold the same messages, between the real ends.
func TestPeerWrite(t *testing.T) {
	needLoopbacks(t)
	dir := t.TempDir()
	flagsA, a := writeTo(dir, "a")
	flagsB, b := writeTo(dir, "b")
	server := launch(t, false, nil, append([]string{"peer", "127.0.0.2", "--as", "64500", "--passive", "--listen", "127.0.0.1:0", "--json", "--until", "notification"}, flagsB...)...)
	at := server.listening()
	client := launch(t, false, nil, append([]string{"peer", "127.0.0.1", "--port", fmt.Sprint(at.Port()), "--local", "127.0.0.2", "--as", "4200000001",
		"--announce", "198.51.100.0/24 next-hop 192.0.2.9", "--until", "established", "--json"}, flagsA...)...)
	client.wait(ExitDone)
	server.wait(ExitDone)
	for i := range a[:2] {
		one, two := captured(t, a[i]), captured(t, b[i])
		ours, theirs := from(one, at), from(two, at)
		if len(ours) < 2 || strings.Join(ours, "\n") != strings.Join(theirs, "\n") {
			t.Errorf("%s holds other messages of %s than %s:\n%q\n%q", a[i], at, b[i], ours, theirs)
		}
		if n := len(one) - len(ours); n < 3 {
			t.Errorf("%s holds %d messages of the other side: %q", a[i], n, one)
		}
	}
	if n, m := len(captured(t, a[2])), len(captured(t, a[0])); n != m {
		t.Errorf("%d messages in MRT, %d in pcapng", n, m)
	}
	told, err := os.ReadFile(a[3])
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(told)) { // the same objects as on standard output, but for what is no event
		if !strings.Contains(client.out.String(), line) {
			t.Errorf("not on standard output: %s", line)
		}
	}
	if !strings.Contains(client.stderr(), "written "+a[2]) {
		t.Errorf("standard error: %s", client.stderr())
	}
}

// TestPeerKilled: what had been told when the process was killed is in its files, and these are whole.
func TestPeerKilled(t *testing.T) {
	needLoopbacks(t)
	flags, files := writeTo(t.TempDir(), "live")
	server := launch(t, true, nil, append([]string{"peer", "127.0.0.2", "--as", "64500", "--passive", "--listen", "127.0.0.1:0", "--json", "--hold", "3"}, flags...)...)
	at := server.listening()
	launch(t, false, nil, "peer", "127.0.0.1", "--port", fmt.Sprint(at.Port()), "--local", "127.0.0.2", "--as", "64501", "--reconnect", "--quiet",
		"--announce", "198.51.100.0/24 next-hop 192.0.2.9")
	told := 0
	for sc := bufio.NewScanner(server.pipe); sc.Scan(); {
		if bytes.Contains(sc.Bytes(), []byte(`"kind":"message"`)) {
			if told++; told == 6 {
				server.cmd.Process.Kill()
			}
		}
	}
	server.cmd.Wait()
	for _, name := range files[:3] {
		if n := len(captured(t, name)); told < 6 || n < told {
			t.Errorf("%s: %d messages, %d were told of", name, n, told)
		}
	}
	if b, err := os.ReadFile(files[3]); err != nil || !bytes.HasSuffix(b, []byte("}\n")) || bytes.Count(b, []byte(`"kind":"message"`)) < told {
		t.Errorf("%v: %d objects", err, bytes.Count(b, []byte("\n")))
	}
}

// TestPeerFull: when a file cannot be written to, the session goes on, the error is said at once and in the exit code.
func TestPeerFull(t *testing.T) {
	needLoopbacks(t)
	dir := t.TempDir()
	bad, good := filepath.Join(dir, "bad.mrt"), filepath.Join(dir, "good.mrt")
	if err := os.Symlink("/dev/full", bad); err != nil {
		t.Fatal(err)
	}
	server := launch(t, false, nil, "peer", "127.0.0.2", "--as", "64500", "--passive", "--listen", "127.0.0.1:0", "--until", "notification", "--write", bad, "--write", good)
	at := server.listening()
	client := launch(t, false, nil, "peer", "127.0.0.1", "--port", fmt.Sprint(at.Port()), "--local", "127.0.0.2", "--as", "64501", "--until", "established")
	client.wait(ExitDone)
	server.wait(ExitFailed)
	if s := server.stderr(); strings.Count(s, "no space left on device; the session goes on without it") != 1 || !strings.Contains(s, "not all was written") {
		t.Errorf("standard error: %s", s)
	}
	if n := len(captured(t, good)); n < 4 {
		t.Errorf("%d messages in the other file", n)
	}
}

// TestPeerProxy: a session through a proxy, which shows it, writes it and counts it.
func TestPeerProxy(t *testing.T) {
	needLoopbacks(t)
	flags, files := writeTo(t.TempDir(), "proxy")
	server := launch(t, false, nil, "peer", "127.0.0.2", "--as", "64500", "--passive", "--listen", "127.0.0.1:0", "--until", "notification")
	target := server.listening()
	proxy := launch(t, false, nil, append([]string{"peer", "--proxy", "127.0.0.3:0", target.String(), "--local", "127.0.0.2", "--json", "--until", "notification",
		"--metrics", "127.0.0.1:0"}, flags...)...)
	page := proxy.metrics()
	at := proxy.listening()
	client := launch(t, false, nil, "peer", at.Addr().String(), "--port", fmt.Sprint(at.Port()), "--as", "4200000001", "--until", "established",
		"--announce", "198.51.100.0/24 next-hop 192.0.2.9")
	before := fetch(t, page)
	client.wait(ExitDone)
	server.wait(ExitDone)
	proxy.wait(ExitDone)
	if !strings.Contains(before, `bgpdecode_build_info{version="`) || !strings.Contains(before, `bgpdecode_connections_open{peer="proxy"}`) {
		t.Errorf("metrics: %s", before)
	}
	objects := proxy.objects()
	for kind, list := range objects {
		for _, o := range list {
			s, _ := o["session"].(map[string]any)
			if kind == "summary" || o["step"] != nil && o["step"].(map[string]any)["what"] == "listening" {
				continue
			}
			if s["src"] == nil || s["dst"] == nil || s["direction"] != nil || s["peer"] != nil {
				t.Errorf("%s: session %v", kind, s)
			}
		}
	}
	if len(objects["negotiated"]) != 1 || len(objects["message"]) < 6 {
		t.Errorf("%d objects of what was agreed, %d messages", len(objects["negotiated"]), len(objects["message"]))
	}
	for _, name := range files[:3] {
		all := captured(t, name)
		if len(all) != len(objects["message"]) {
			t.Errorf("%s: %d messages, %d on standard output", name, len(all), len(objects["message"]))
		}
		if n := fmt.Sprintf("%02x", byte(registry.MsgNotification)); !strings.Contains(all[len(all)-1], "0015"+n+"0602") {
			t.Errorf("%s ends with %s", name, all[len(all)-1])
		}
	}
	if got := from(captured(t, files[0]), target); len(got) < 2 {
		t.Errorf("%d messages of the target", len(got))
	}
}

// metrics waits until the program says where its counts are.
func (p *proc) metrics() string {
	p.t.Helper()
	for line := range p.lines {
		if _, url, ok := strings.Cut(line, "metrics at "); ok {
			return url
		}
	}
	p.t.Fatalf("no metrics: %s", p.stderr())
	return ""
}

func fetch(t *testing.T, url string) string {
	t.Helper()
	res, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK {
		t.Fatalf("%s: %d, %v", url, res.StatusCode, err)
	}
	return string(b)
}
