package tap

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/peertest"
)

// childVar makes the test binary the child of TestKill: it holds the names of the files.
const childVar = "TAP_TEST_CHILD"

func TestMain(m *testing.M) {
	if names := os.Getenv(childVar); names != "" {
		child(strings.Split(names, "\n"))
		return
	}
	os.Exit(m.Run())
}

// child writes events until it is killed, and tells the number of each message behind its Event.
func child(names []string) {
	tap, err := Open(Options{Files: names, Lines: jsonLines})
	if err != nil {
		fmt.Println(err)
		return
	}
	k := newTalk(1, "192.0.2.1:40000", "192.0.2.2:179", false)
	k.establish(as4(65001), as4(4200000002))
	n := 0
	for i := 0; ; i++ {
		for _, e := range k.all {
			tap.Event(e)
			if len(e.Octets) > 0 {
				n++
				fmt.Println(n)
			}
		}
		k.all = k.all[:0]
		k.msg(i%3 == 0, update(i%1000, 4, false))
	}
}

// TestKill: a process that is killed in the middle of its work leaves whole files with everything that it had been told,
// and at most one message more. Wireshark and bgpdump read them without a complaint. Only where the kernel ended the last write
// itself, between two pages, is the last record cut.
func TestKill(t *testing.T) {
	for _, after := range []int{1, 5, 300} {
		dir := t.TempDir()
		var names []string
		for _, s := range Suffixes {
			names = append(names, filepath.Join(dir, "live"+s))
		}
		told := kill(t, names, after)
		cut := map[string]bool{}
		for _, name := range names {
			info, err := os.Stat(name)
			if err != nil {
				t.Fatal(err)
			}
			cut[name] = info.Size()%int64(os.Getpagesize()) == 0
		}
		for _, name := range names[:3] {
			n := len(messages(readUpTo(t, name, cut[name])))
			if n < told || n > told+1 {
				t.Errorf("%s: %d messages, %d were told of", name, n, told)
			}
		}
		lines, err := os.ReadFile(names[3])
		if err != nil || len(lines) == 0 || lines[len(lines)-1] != '\n' && !cut[names[3]] {
			t.Errorf("the last line is not whole: %v", err)
		}
		t.Run("tshark", func(t *testing.T) {
			for _, name := range names[:2] {
				if !cut[name] {
					quietTshark(t, name)
				}
			}
		})
		t.Run("bgpdump", func(t *testing.T) {
			if !cut[names[2]] {
				quietBgpdump(t, names[2])
			}
		})
	}
}

// kill starts the child, waits until it has told of so many messages, kills it, and gives how many it told of.
func kill(t *testing.T, names []string, after int) (told int) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childVar+"="+strings.Join(names, "\n"))
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer cmd.Wait()
	for sc := bufio.NewScanner(out); sc.Scan(); {
		if _, err := fmt.Sscan(sc.Text(), &told); err != nil {
			cmd.Process.Kill()
			t.Fatalf("the child says %q", sc.Text())
		}
		if told == after {
			cmd.Process.Kill() // SIGKILL; what it wrote until then is still read
		}
	}
	return told
}

// quietTshark fails when Wireshark has anything to say against a file.
func quietTshark(t *testing.T, name string) {
	t.Helper()
	var stderr bytes.Buffer
	cmd := exec.Command(peertest.Need(t, "tshark"), "-r", name, "-o", "ip.check_checksum:TRUE", "-o", "tcp.check_checksum:TRUE",
		"-Y", "tcp.analysis.flags || _ws.malformed || _ws.expert.severity >= 0x600000 && !tcp.connection.rst")
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil || len(out) > 0 || complains(stderr.String()) {
		t.Errorf("%s: tshark: %v\n%s%s", name, err, out, stderr.String())
	}
}

// complains reports whether there is more than tshark's word about root.
func complains(text string) bool {
	for line := range strings.Lines(text) {
		if !strings.HasPrefix(line, "Running as user") && strings.TrimSpace(line) != "" {
			return true
		}
	}
	return false
}

// quietBgpdump fails when bgpdump has anything to say against a file, and gives what it reads.
func quietBgpdump(t *testing.T, name string) string {
	t.Helper()
	var stderr bytes.Buffer
	cmd := exec.Command(peertest.Need(t, "bgpdump"), "-m", name)
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Errorf("%s: bgpdump: %v", name, err)
	}
	for line := range strings.Lines(stderr.String()) {
		if !strings.Contains(line, "[info]") {
			t.Errorf("%s: bgpdump: %s", name, line)
		}
	}
	return string(out)
}

// TestReadBack: Wireshark and bgpdump read sessions of all kinds, with rotation too, and see what happened.
func TestReadBack(t *testing.T) {
	dir := t.TempDir()
	var o Options
	for _, s := range Suffixes[:3] {
		o.Files = append(o.Files, filepath.Join(dir, "live"+s))
	}
	o.RotateSize = 30000
	tap := open(t, o)
	talks := []*talk{
		session(1, "192.0.2.1:40000", "192.0.2.2:179", false),
		session(2, "192.0.2.1:179", "192.0.2.2:50000", true), // the other one of a collision
		session(3, "[2001:db8::1]:40000", "[2001:db8::2]:179", false),
		newTalk(4, "192.0.2.1:40001", "192.0.2.2:179", false), // nobody says anything
		newTalk(5, "192.0.2.1:40002", "192.0.2.2:179", false),
		session(6, "192.0.2.1:40003", "192.0.2.2:179", false),
	}
	talks[3].add(closedBy("peer", false))
	talks[4].establish(as4(1), as4(2))
	talks[4].add(closedBy("peer", true))
	for _, e := range byTime(talks...) {
		tap.Event(e)
	}
	if err := tap.Close(); err != nil {
		t.Fatal(err)
	}
	for _, s := range Suffixes[:2] {
		list := files(t, dir, s)
		if len(list) < 2 {
			t.Fatalf("no rotation: %q", list)
		}
		for _, name := range list {
			quietTshark(t, name)
		}
	}
	text := ""
	for _, name := range files(t, dir, ".mrt") {
		text += quietBgpdump(t, name)
	}
	announced := 0
	for line := range strings.Lines(text) {
		if strings.Contains(line, "|A|") {
			announced++
		}
	}
	if want := 4 * (1 + 201 + 401 + 601 + 801); announced != want {
		t.Errorf("bgpdump reads %d routes of %d", announced, want)
	}
	if n := strings.Count(text, "|STATE|"); n != 15 {
		t.Errorf("bgpdump reads %d states", n)
	}
}
