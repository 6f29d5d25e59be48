//go:build unix

package cli

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// proc is a running bgpdecode. Its standard error is read line by line.
type proc struct {
	t      *testing.T
	cmd    *exec.Cmd
	out    bytes.Buffer // complete when wait has returned
	pipe   io.ReadCloser
	mu     sync.Mutex
	errs   strings.Builder
	lines  chan string
	copied chan struct{}
}

// patience is how long a test waits for what must come.
const patience = 30 * time.Second

// launch starts the program. With held, its output is left to the test.
func launch(t *testing.T, held bool, env []string, args ...string) *proc {
	t.Helper()
	p := &proc{t: t, cmd: exec.Command(program(t), args...), lines: make(chan string, 1000), copied: make(chan struct{})}
	p.cmd.Env = append(os.Environ(), env...)
	errs, err := p.cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if p.pipe, err = p.cmd.StdoutPipe(); err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		p.cmd.Process.Kill()
		p.pipe.Close()
	})
	go func() {
		defer close(p.lines)
		sc := bufio.NewScanner(errs)
		for sc.Scan() {
			p.mu.Lock()
			p.errs.WriteString(sc.Text() + "\n")
			p.mu.Unlock()
			p.lines <- sc.Text()
		}
	}()
	if held {
		close(p.copied)
	} else {
		go func() {
			defer close(p.copied)
			io.Copy(&p.out, p.pipe)
		}()
	}
	return p
}

// stderr is what came on standard error so far.
func (p *proc) stderr() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.errs.String()
}

// listening waits until the program says where it listens.
func (p *proc) listening() netip.AddrPort {
	p.t.Helper()
	late := time.After(patience)
	for {
		select {
		case line, ok := <-p.lines:
			if !ok {
				p.t.Fatalf("it has ended: %s", p.stderr())
			}
			if _, addr, ok := strings.Cut(line, "listening on "); ok {
				return netip.MustParseAddrPort(addr)
			}
		case <-late:
			p.t.Fatal("it does not listen")
		}
	}
}

// wait waits until the program has ended, and wants an exit code; -1 stands for the end by a signal.
func (p *proc) wait(want int) {
	p.t.Helper()
	timer := time.AfterFunc(patience, func() { p.cmd.Process.Kill() })
	defer timer.Stop()
	<-p.copied
	for range p.lines {
	}
	p.cmd.Wait()
	if got := p.cmd.ProcessState.ExitCode(); got != want {
		p.t.Errorf("%v ends with %d (%v), not %d\nstandard error: %s\nstandard output: %s", p.cmd.Args[1:], got, p.cmd.ProcessState, want, p.stderr(), p.out.String())
	}
}

// objects gives the objects of JSON output by kind.
func (p *proc) objects() map[string][]map[string]any {
	p.t.Helper()
	all := map[string][]map[string]any{}
	for line := range strings.Lines(p.out.String()) {
		var o map[string]any
		if err := json.Unmarshal([]byte(line), &o); err != nil {
			p.t.Fatalf("%v in %q", err, line)
		}
		kind := o["kind"].(string)
		all[kind] = append(all[kind], o)
	}
	return all
}

// needLoopbacks skips where 127.0.0.2 is not an address of the machine.
func needLoopbacks(t *testing.T) {
	t.Helper()
	if runtime.GOOS != "linux" {
		t.Skip("skipped: only Linux has all of 127.0.0.0/8")
	}
}

// TestPeerTwo: two processes speak with each other; each sees what the other one did.
func TestPeerTwo(t *testing.T) {
	needLoopbacks(t)
	a := launch(t, false, nil, "peer", "127.0.0.1", "--as", "64496", "--peer-as", "64500", "--passive", "--listen", "127.0.0.2:0", "--json",
		"--until", "notification", "--family", "ipv4-unicast,ipv6-unicast", "--add-path", "recv")
	at := a.listening()
	b := launch(t, false, nil, "peer", at.Addr().String(), "--port", port(at), "--local", "127.0.0.1", "--as", "64500",
		"--family", "ipv4-unicast,ipv6-unicast", "--add-path", "send:ipv4-unicast", "--role", "customer",
		"--announce", "198.51.100.0/24 203.0.113.0/24 next-hop 192.0.2.9 community 64500:7", "--announce", "2001:db8:1::/48 next-hop 2001:db8::9",
		"--shutdown-text", "see ticket 7", "--count", "8", "--width", "100")
	b.wait(ExitDone)
	a.wait(ExitDone)
	for _, want := range []string{"Established", "→ UPDATE +198.51.100.0/24 path id", "← KEEPALIVE", "+2001:db8:1::/48", "ADD-PATH Capability, ipv4-unicast", "Ended      stopped as asked for: 8 messages came"} {
		if !strings.Contains(b.out.String(), want) {
			t.Errorf("%q is missing in\n%s", want, b.out.String())
		}
	}
	got := a.objects()
	if len(got["negotiated"]) != 1 || len(got["summary"]) != 1 {
		t.Fatalf("objects: %s", a.out.String())
	}
	sum := got["summary"][0]["peering"].(map[string]any)
	ended := sum["ended"].(map[string]any)
	if ended["how"] != "notification-received" || sum["learnt"] != 3.0 || sum["withdrawn"] != 3.0 {
		t.Errorf("summary %v", sum)
	}
	for _, o := range got["message"] {
		if n, ok := o["notification"].(map[string]any); ok && n["communication"] != "see ticket 7" {
			t.Errorf("notification %v", n)
		}
	}
}

func port(a netip.AddrPort) string { return a.String()[strings.LastIndexByte(a.String(), ':')+1:] }

// TestPeerInterrupted: Ctrl-C withdraws, ends the session with 6/2 and the text, and writes the summary; the other side sees
// a session that was ended and not by itself.
func TestPeerInterrupted(t *testing.T) {
	needLoopbacks(t)
	for _, sig := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM} {
		a := launch(t, false, nil, "peer", "127.0.0.1", "--as", "64496", "--passive", "--listen", "127.0.0.2:0", "--name", "left")
		at := a.listening()
		b := launch(t, true, nil, "peer", "127.0.0.2", "--port", port(at), "--local", "127.0.0.1", "--as", "64500",
			"--announce", "198.51.100.0/24 next-hop 192.0.2.9", "--shutdown-text", "lunch", "--json")
		waitFor(t, b.pipe, `"end_of_rib":"ipv4-unicast"`)
		b.cmd.Process.Signal(sig)
		rest, _ := io.ReadAll(b.pipe)
		b.wait(ExitInterrupted)
		if s := string(rest); !strings.Contains(s, `"withdrawn":[{"prefix":"198.51.100.0/24"}]`) || !strings.Contains(s, `"how":"stopped"`) || b.stderr() != "" {
			t.Errorf("%v: output %s\nerrors %s", sig, s, b.stderr())
		}
		a.wait(ExitEnded)
		if s := a.out.String(); !strings.Contains(s, `Says       "lunch"`) || !strings.Contains(s, "Verdict") || !strings.Contains(s, "── left 127.0.0.1 (AS 64500)") {
			t.Errorf("%v: output %s", sig, s)
		}
		if !strings.Contains(a.stderr(), "the session has ended: ") {
			t.Errorf("%v: errors %q", sig, a.stderr())
		}
	}
}

// waitFor reads lines until one holds a text.
func waitFor(t *testing.T, r io.Reader, text string) {
	t.Helper()
	var line []byte
	one := make([]byte, 1)
	for {
		if _, err := r.Read(one); err != nil {
			t.Fatalf("%q does not come: %v", text, err)
		}
		if line = append(line, one[0]); one[0] != '\n' {
			continue
		}
		if bytes.Contains(line, []byte(text)) {
			return
		}
		line = line[:0]
	}
}

// router is a peer of the test's own: it answers an OPEN, then does what the test wants.
type router struct {
	t *testing.T
	l net.Listener
	c net.Conn
}

func newRouter(t *testing.T) *router {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return &router{t: t, l: l}
}

// port is where it listens.
func (r *router) port() string { return port(r.l.Addr().(*net.TCPAddr).AddrPort()) }

// accept takes a connection and brings the session up.
func (r *router) accept() {
	r.t.Helper()
	r.l.(*net.TCPListener).SetDeadline(time.Now().Add(patience))
	c, err := r.l.Accept()
	if err != nil {
		r.t.Fatal(err)
	}
	r.t.Cleanup(func() { c.Close() })
	r.c = c
	c.SetDeadline(time.Now().Add(patience))
	o := codec.NewOpen(64496, 90, netip.MustParseAddr("192.0.2.1"))
	msg, err := o.Append(nil)
	if err != nil {
		r.t.Fatal(err)
	}
	r.send(msg)
	r.send(codec.AppendHeader(nil, codec.HeaderLen, registry.MsgKeepalive))
}

func (r *router) send(msg []byte) {
	r.t.Helper()
	if _, err := r.c.Write(msg); err != nil {
		r.t.Fatal(err)
	}
}

// until reads messages until one of a type comes.
func (r *router) until(want registry.MessageType) []byte {
	r.t.Helper()
	for {
		head := make([]byte, codec.HeaderLen)
		if _, err := io.ReadFull(r.c, head); err != nil {
			r.t.Fatalf("no %v comes: %v", want, err)
		}
		h, _ := codec.ParseHeader(head)
		body := make([]byte, h.Length-codec.HeaderLen)
		if _, err := io.ReadFull(r.c, body); err != nil {
			r.t.Fatal(err)
		}
		if h.Type == want {
			return append(head, body...)
		}
	}
}

// TestPeerPipeClosed: when nobody reads any more the session is ended in order, and nothing is said.
func TestPeerPipeClosed(t *testing.T) {
	r := newRouter(t)
	p := launch(t, true, nil, "peer", "127.0.0.1", "--port", r.port(), "--as", "64500", "--json")
	r.accept()
	waitFor(t, p.pipe, `"to":"Established"`)
	p.pipe.Close()
	for range 3 {
		r.send(codec.AppendHeader(nil, codec.HeaderLen, registry.MsgKeepalive))
	}
	if n := r.until(registry.MsgNotification); n[19] != 6 || n[20] != 2 {
		t.Errorf("NOTIFICATION %d/%d", n[19], n[20])
	}
	r.c.Close()
	p.wait(ExitDone)
	if p.stderr() != "" {
		t.Errorf("errors %q", p.stderr())
	}
}

// TestPeerSecondSignal: the first signal waits until the output is read, the second one ends the program at once.
func TestPeerSecondSignal(t *testing.T) {
	r := newRouter(t)
	p := launch(t, true, nil, "peer", "127.0.0.1", "--port", r.port(), "--as", "64500", "--json", "--fields")
	r.accept()
	waitFor(t, p.pipe, `"to":"Established"`)
	one := codec.AppendHeader(nil, codec.HeaderLen, registry.MsgKeepalive)
	r.send(bytes.Repeat(one, 2000)) // more than a pipe holds
	r.send(codec.AppendHeader(nil, 23, registry.MsgRouteRefresh))
	p.cmd.Process.Signal(syscall.SIGINT)
	r.until(registry.MsgNotification)
	p.cmd.Process.Signal(syscall.SIGINT)
	p.cmd.Wait()
	// On a machine that is busy the program may have given up its output before the second signal came.
	if ws := p.cmd.ProcessState.Sys().(syscall.WaitStatus); ws.ExitStatus() != ExitInterrupted && (!ws.Signaled() || ws.Signal() != syscall.SIGINT) {
		t.Errorf("it ended with %v", p.cmd.ProcessState)
	}
}

// TestPeerEnds: exit codes of runs that do not end as was hoped.
func TestPeerEnds(t *testing.T) {
	closed := newRouter(t)
	closed.l.Close()
	p := launch(t, false, nil, "peer", "127.0.0.1", "--port", closed.port(), "--as", "64500", "--until", "established,1s")
	p.wait(ExitUnmet)
	if !strings.Contains(p.stderr(), "the time is over: 1s without an Established session") || !strings.Contains(p.out.String(), "no connection to 127.0.0.1:") {
		t.Errorf("errors %q\noutput %s", p.stderr(), p.out.String())
	}
	r := newRouter(t)
	p = launch(t, false, nil, "peer", "127.0.0.1", "--port", r.port(), "--as", "64500", "--until", "eor,1m", "--quiet")
	r.accept()
	r.until(registry.MsgKeepalive)
	r.c.Close()
	p.wait(ExitEnded)
	if !strings.Contains(p.out.String(), "closed by the peer without a NOTIFICATION") || !strings.Contains(p.stderr(), "the session has ended: ") {
		t.Errorf("errors %q\noutput %s", p.stderr(), p.out.String())
	}
	r = newRouter(t)
	p = launch(t, false, nil, "peer", "127.0.0.1", "--port", r.port(), "--as", "64500", "--until", "established")
	r.accept()
	r.until(registry.MsgNotification)
	r.c.Close()
	p.wait(ExitDone)
	busy := newRouter(t)
	p = launch(t, false, nil, "peer", "192.0.2.1", "--passive", "--as", "64500", "--listen", "127.0.0.1:"+busy.port())
	p.wait(ExitFailed)
	if !strings.Contains(p.stderr(), "in use") {
		t.Errorf("errors %q", p.stderr())
	}
}

// TestPeerKeys: with TCP MD5 on both sides a session comes up, with different keys it does not; the key is in no output.
func TestPeerKeys(t *testing.T) {
	needLoopbacks(t)
	const secret = "kept-to-ourselves-71"
	file := filepath.Join(t.TempDir(), "key")
	if err := os.WriteFile(file, []byte(secret+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	run := func(env []string, want int, flags ...string) {
		a := launch(t, false, nil, append([]string{"peer", "127.0.0.1", "--as", "64496", "--passive", "--listen", "127.0.0.2:0", "--md5-key-file", file, "-vv"}, flags...)...)
		at := a.listening()
		b := launch(t, false, env, append([]string{"peer", "127.0.0.2", "--port", port(at), "--local", "127.0.0.1", "--as", "64500", "--json", "--fields"}, flags...)...)
		b.wait(want)
		a.cmd.Process.Signal(syscall.SIGTERM)
		<-a.copied
		for _, s := range []string{a.out.String(), b.out.String(), a.stderr(), b.stderr()} {
			if strings.Contains(s, secret) {
				t.Errorf("the key is told:\n%s", s)
			}
		}
	}
	run([]string{"BGPDECODE_MD5_KEY=" + secret}, ExitDone, "--until", "established,20s")
	run([]string{"BGPDECODE_MD5_KEY=another"}, ExitUnmet, "--until", "established,1s")
}

// TestPeerFlagsAreKeys: every flag of the command line is a key of a file, and every key a flag, but for those that make no
// sense there.
func TestPeerFlagsAreKeys(t *testing.T) {
	c, _, err := NewCommand().Find([]string{"peer"})
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	values := map[string]string{"as": "64500", "peer-as": "64496", "port": "1790", "local": "192.0.2.9", "interface": "lo", "router-id": "192.0.2.9", "name": "x",
		"ttl": "3", "multihop": "3", "gtsm": "1", "device": "lo", "netns": "x", "dscp": "0", "family": "ipv4-unicast", "add-path": "recv", "gr": "1",
		"llgr": "1", "role": "peer", "hostname": "a.b", "software-version": "1", "require": "as4", "announce": "10.0.0.0/8 next-hop 192.0.2.9",
		"announce-file": filepath.Join(dir, "routes"), "mrt-peer": "AS64496", "mrt-next-hop": "keep", "max-prefix": "7", "shutdown-text": "x", "hold": "0", "keepalive": "1", "connect-retry": "1",
		"idle-hold": "1", "delay-open": "1", "send-hold": "10m", "md5-key-file": filepath.Join(dir, "key"), "ao-key-file": filepath.Join(dir, "ao"),
		"rotate-size": "1MiB", "rotate-time": "1h", "write": filepath.Join(dir, "x.pcapng"), "metrics": "127.0.0.1:0",
		"listen": "127.0.0.1:0", "accept": "10.0.0.0/8", "until": "1s", "count": "7", "width": "77", "color": "never",
		"inject": "origin.value", "format": "text", "connect-time": "1s", "message-rate": "7", "session-rate": "7"}
	for name, text := range map[string]string{"routes": "10.0.0.0/8 next-hop 192.0.2.9\n", "key": "k\n", "ao": "1 1 sha1 k\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	n := 0
	for _, f := range flagsOf(c) {
		if f == "help" || f == "config" {
			continue
		}
		n++
		text := "as = 64500\ncheck\n"
		if v, ok := values[f]; ok {
			text += f + " = " + v + "\n"
		} else {
			text += f + "\n"
		}
		file := filepath.Join(dir, "conf")
		if err := os.WriteFile(file, []byte(text+"[192.0.2.1]\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		r := run(t, nil, "peer", "--config", file)
		if strings.Contains(r.err, "no setting") || strings.Contains(r.err, "no value for it") || strings.Contains(r.err, "is not yes or no") {
			t.Errorf("%s is no key: %s", f, r.err)
		}
	}
	if n < 50 {
		t.Errorf("only %d flags", n)
	}
}

// TestPeerDies: a process that is killed leaves whole lines.
func TestPeerDies(t *testing.T) {
	r := newRouter(t)
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	p := launch(t, true, nil, "peer", "127.0.0.1", "--port", r.port(), "--as", "64500", "--json")
	r.accept()
	waitFor(t, p.pipe, `"to":"Established"`)
	p.cmd.Process.Kill()
	rest, _ := io.ReadAll(p.pipe)
	if s := string(rest); s != "" && !strings.HasSuffix(s, "\n") || ctx.Err() != nil {
		t.Errorf("the output ends with %q", s)
	}
}

// flagsOf lists the flags of a command.
func flagsOf(c *cobra.Command) (names []string) {
	c.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
	return names
}
