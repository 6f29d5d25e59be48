package interop

import (
	"bytes"
	"context"
	"encoding/json"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/peer"
	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/peertest"
	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/tap"
	"github.com/bgpdecode/bgpdecode/codec/capture"
	"github.com/bgpdecode/bgpdecode/registry"
	"github.com/bgpdecode/bgpdecode/speaker"
	"github.com/bgpdecode/bgpdecode/speaker/proxy"
)

// kindOf finds a make by its name.
func kindOf(t *testing.T, name string) kind {
	t.Helper()
	for _, k := range kinds() {
		if k.name == name {
			k.need(t)
			return k
		}
	}
	t.Fatalf("no daemon %s", name)
	return kind{}
}

// TestProxy: BIRD and FRR have a session through the proxy; routes arrive on both sides, and what the proxy has written is
// what they said, read back by tshark and bgpdump without a complaint.
func TestProxy(t *testing.T) {
	t.Parallel()
	frr, bird := kindOf(t, "FRR"), kindOf(t, "BIRD")
	net4 := newNetwork()
	toProxy := &neighbor{addr: net4.host(3), as: 65002, addPath: true}
	target := frr.launch(t, &setup{as: 65001, id: "1.1.1.1", addr: net4.host(1), neighbors: []*neighbor{toProxy},
		routes: []route{{prefix: netip.MustParsePrefix("10.1.0.0/16")}, {prefix: netip.MustParsePrefix("10.1.2.0/24"), attrs: attrs{med: 7, communities: "65001:1"}}}})

	dir := t.TempDir()
	var files []string
	for _, s := range tap.Suffixes {
		files = append(files, filepath.Join(dir, "proxy"+s))
	}
	w, err := tap.Open(tap.Options{Files: files, Wire: true, Lines: peer.Lines(peer.Options{Wire: true}), Comment: peer.Comments(),
		Tell: func(err error) { t.Error(err) }})
	if err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	ended := map[uint64]bool{}
	p, err := proxy.New(proxy.Options{Listen: []string{netip.AddrPortFrom(net4.host(3), 0).String()},
		Target: netip.AddrPortFrom(net4.host(1), target.conf().port), Source: netip.AddrPortFrom(net4.host(3), 0),
		OnEvent: func(e *speaker.Event) {
			w.Event(e)
			mu.Lock()
			defer mu.Unlock()
			ended[e.Conn.ID] = e.Kind == speaker.Closed
		}})
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Start(context.Background()); err != nil {
		t.Fatal(err)
	}
	defer p.Shutdown()
	port := netip.MustParseAddrPort(p.Addrs()[0].String()).Port()

	fromBIRD := &neighbor{addr: net4.host(3), port: port, as: 65001, addPath: true}
	caller := bird.launch(t, &setup{as: 65002, id: "2.2.2.2", addr: net4.host(2), neighbors: []*neighbor{fromBIRD},
		routes: []route{{prefix: netip.MustParsePrefix("10.2.0.0/16")}, {prefix: netip.MustParsePrefix("10.2.2.0/24"), attrs: attrs{communities: "65002:1 65002:2"}}}})
	for _, side := range []struct {
		d    daemon
		n    *neighbor
		want string
	}{{target, toProxy, "10.2.0.0/16 10.2.2.0/24"}, {caller, fromBIRD, "10.1.0.0/16 10.1.2.0/24"}} {
		poll(t, startWait, "routes arrive through the proxy", func() (bool, any) {
			list, err := side.d.routes(side.n, ipv4)
			var got []string
			for _, r := range list {
				got = append(got, r.prefix.String())
			}
			slices.Sort(got)
			return err == nil && strings.Join(got, " ") == side.want, []any{got, err}
		}, target.proc(), caller.proc())
	}
	if err := target.shutdown(toProxy, "work on the line"); err != nil {
		t.Fatal(err)
	}
	poll(t, startWait, "the session ends", func() (bool, any) {
		mu.Lock()
		defer mu.Unlock()
		return ended[1] || ended[2] || ended[3], len(ended)
	}, target.proc(), caller.proc())
	p.Shutdown()
	if err := w.Close(); err != nil {
		t.Error(err)
	}
	checkProxied(t, files, target.conf().port)
}

// checkProxied reads back what the proxy between the two has written.
func checkProxied(t *testing.T, files []string, port uint16) {
	t.Helper()
	var same [3]string
	for i, name := range files[:3] {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		src, err := capture.Open(bytes.NewReader(b), capture.Options{})
		if err != nil {
			t.Fatal(err)
		}
		said := false
		for r, err := range src.Records() {
			if err != nil {
				t.Errorf("%s: %v", name, err)
			} else if r.Kind == capture.RecordMessage {
				same[i] += r.Src.Addr().String() + " " + string(r.Octets)
				said = said || registry.MessageType(r.Octets[18]) == registry.MsgNotification && bytes.Contains(r.Octets, []byte("work on the line"))
			}
		}
		if !said {
			t.Errorf("%s: the NOTIFICATION with its text is missing", name)
		}
		if same[i] != same[0] {
			t.Errorf("%s holds other messages than %s", name, files[0])
		}
	}
	for _, name := range files[:2] {
		noWord(t, "tshark", "-r", name, "-d", "tcp.port=="+number(port)+",bgp", "-o", "ip.check_checksum:TRUE", "-o", "tcp.check_checksum:TRUE",
			"-Y", "tcp.analysis.flags || _ws.malformed || _ws.expert.severity >= 0x600000 && !tcp.connection.rst")
	}
	text := output(t, "bgpdump", "-m", files[2])
	for _, want := range []string{"|10.1.2.0/24|", "|10.2.2.0/24|", "65001:1", "65002:1 65002:2"} {
		if !strings.Contains(text, want) {
			t.Errorf("bgpdump does not show %s:\n%s", want, text)
		}
	}
	lines, err := os.ReadFile(files[3])
	if err != nil {
		t.Fatal(err)
	}
	agreed := false
	for line := range bytes.Lines(lines) {
		var o struct {
			Kind    string
			Session struct{ Src, Dst, Direction, Peer string }
		}
		if err := json.Unmarshal(line, &o); err != nil || o.Session.Src == "" || o.Session.Dst == "" || o.Session.Direction != "" || o.Session.Peer != "" {
			t.Errorf("%v: %s", err, line)
		}
		agreed = agreed || o.Kind == "negotiated"
	}
	if !agreed {
		t.Error("no object says what was agreed")
	}
}

// noWord fails when a program says anything.
func noWord(t *testing.T, name string, args ...string) {
	t.Helper()
	if text := output(t, name, args...); text != "" {
		t.Errorf("%s complains:\n%s", name, text)
	}
}

// output runs a program that reads a capture. What it says on standard error is a complaint, but for two ordinary lines.
func output(t *testing.T, name string, args ...string) string {
	t.Helper()
	var stderr bytes.Buffer
	cmd := exec.Command(peertest.Need(t, name), args...)
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Errorf("%s: %v", name, err)
	}
	for line := range strings.Lines(stderr.String()) {
		if !strings.Contains(line, "[info]") && !strings.HasPrefix(line, "Running as user") && strings.TrimSpace(line) != "" {
			t.Errorf("%s: %s", name, line)
		}
	}
	return string(out)
}
