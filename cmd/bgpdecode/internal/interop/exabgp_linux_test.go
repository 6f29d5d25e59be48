package interop

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"net/netip"
	"os"
	"os/user"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// exaBGP is ExaBGP 4. It has no table of its own: what it says through its API
// (one JSON object a line) is kept in a file, and what we want from it is
// written to a pipe.
type exaBGP struct {
	p        *process
	s        *setup
	commands *os.File
}

// relay is the API process: it keeps what ExaBGP says and hands on what we say.
const relay = `#!/bin/sh
exec 3<&0
cat <&3 >"$1/events" &
exec cat "$1/commands"
`

func startExaBGP(t *testing.T, s *setup) daemon {
	t.Helper()
	dir := workDir(t)
	script := filepath.Join(dir, "relay")
	if err := os.WriteFile(script, []byte(relay), 0o755); err != nil {
		t.Fatal(err)
	}
	pipe := filepath.Join(dir, "commands")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	commands, err := os.OpenFile(pipe, os.O_RDWR, 0) // both ways: opening does not wait for the other end
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { commands.Close() })
	writeFile(t, filepath.Join(dir, "exa.conf"), exaConf(s, script+" "+dir))
	me, err := user.Current()
	if err != nil {
		t.Fatal(err)
	}
	env := []string{"exabgp.daemon.user=" + me.Username, "exabgp.log.packets=true", "exabgp.log.message=true", "exabgp.log.level=DEBUG", "exabgp.log.short=false",
		"exabgp.api.cli=false", "exabgp.api.ack=false"}
	d := &exaBGP{start(t, "ExaBGP", dir, env, append(s.wrap, "exabgp", "exa.conf")...), s, commands}
	for _, n := range s.neighbors {
		if !n.dials() {
			d.listening(t, netip.AddrPortFrom(n.local, s.port))
		}
	}
	return d
}

// listening waits for a listening socket. The connection that finds it comes
// from nobody whom ExaBGP knows.
func (d *exaBGP) listening(t *testing.T, at netip.AddrPort) {
	t.Helper()
	poll(t, startWait, "ExaBGP is ready", func() (bool, any) {
		ok, err := listens(at)
		return ok, err
	}, d.p)
}

// exaConf writes exa.conf.
func exaConf(s *setup, program string) string {
	var b strings.Builder
	line := func(f string, a ...any) { fmt.Fprintf(&b, f+"\n", a...) }
	line("process api {\n  run %s;\n  encoder json;\n}\n%s", program, s.global)
	for _, n := range s.neighbors {
		line("neighbor %s {\n  router-id %s; local-address %s; local-as %d; peer-as %d;", n.addr, s.id, n.local, s.as, n.as)
		if n.dials() {
			line("  connect %d;", n.port)
		} else {
			line("  passive true; listen %d;", s.port)
		}
		if n.hold != 0 {
			line("  hold-time %d;", n.hold)
		}
		if n.password != "" {
			line("  md5-password %q;", n.password)
		}
		exaFamilies(line, n)
		for _, l := range lines(n.lines) {
			line("  %s", l)
		}
		line("  api {\n    processes [ api ];\n    neighbor-changes;\n    receive { parsed; update; refresh; }\n  }")
		line("  static {")
		for _, f := range n.families {
			for _, r := range s.in(f) {
				line("    route %s;", exaRoute(r))
			}
		}
		line("  }\n}")
	}
	return b.String()
}

func exaFamilies(line func(string, ...any), n *neighbor) {
	line("  family {")
	for _, f := range n.families {
		line("    %s unicast;", f)
	}
	line("  }\n  capability {\n    asn4 enable;\n    route-refresh enable;")
	if n.addPath {
		line("    add-path send/receive;")
	}
	if n.restart != 0 {
		line("    graceful-restart %d;", n.restart)
	}
	line("  }")
}

// exaRoute writes a route as its configuration and its API want it.
func exaRoute(r route) string {
	text := r.prefix.String() + " next-hop " + of(r.prefix).hop()
	if r.med != 0 {
		text += " med " + number(r.med)
	}
	if r.communities != "" {
		text += " community [" + r.communities + "]"
	}
	if r.large != "" {
		text += " large-community [" + r.large + "]"
	}
	return text
}

func (d *exaBGP) proc() *process { return d.p }
func (d *exaBGP) conf() *setup   { return d.s }

// exaEvent is a line of the API, as far as it is wanted here.
type exaEvent struct {
	Type     string `json:"type"`
	Neighbor struct {
		Address struct {
			Peer string `json:"peer"`
		} `json:"address"`
		State   string `json:"state"`
		Message struct {
			Update exaUpdate `json:"update"`
		} `json:"message"`
	} `json:"neighbor"`
}

// exaUpdate is an UPDATE: families, next hops, prefixes.
type exaUpdate struct {
	Attribute struct {
		ASPath      []uint32    `json:"as-path"`
		MED         *int64      `json:"med"`
		Communities [][2]uint32 `json:"community"`
	} `json:"attribute"`
	Announce map[string]map[string][]exaNLRI `json:"announce"`
	Withdraw map[string][]exaNLRI            `json:"withdraw"`
}

type exaNLRI struct {
	NLRI string `json:"nlri"`
	ID   string `json:"path-information"`
}

// id gives the path identifier, which ExaBGP writes as an address.
func (x exaNLRI) id() (id uint32) {
	if a, err := netip.ParseAddr(x.ID); err == nil && a.Is4() {
		for _, o := range a.As4() {
			id = id<<8 | uint32(o)
		}
	}
	return id
}

// events gives what ExaBGP said about a neighbor, in order.
func (d *exaBGP) events(n *neighbor) ([]exaEvent, error) {
	f, err := os.Open(filepath.Join(d.p.dir, "events"))
	if os.IsNotExist(err) {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	defer f.Close()
	var list []exaEvent
	for r := bufio.NewReader(f); ; {
		line, err := r.ReadBytes('\n')
		if err != nil {
			return list, nil // the last line is not whole yet
		}
		if bytes.Contains(line, []byte(`"type": "refresh"`)) {
			continue // 4.2.21 writes something that is no JSON
		}
		var e exaEvent
		if err := json.Unmarshal(line, &e); err != nil {
			return nil, fmt.Errorf("%w in %.200q", err, line)
		}
		if e.Neighbor.Address.Peer == n.addr.String() {
			list = append(list, e)
		}
	}
}

func (d *exaBGP) state(n *neighbor) (string, error) {
	list, err := d.events(n)
	if err != nil {
		return "", err
	}
	state := "Idle"
	for _, e := range list {
		switch {
		case e.Type != "state":
		case e.Neighbor.State == "up":
			state = "Established"
		default:
			state = "Active"
		}
	}
	return state, nil
}

func (d *exaBGP) routes(n *neighbor, f family) ([]seen, error) {
	list, err := d.events(n)
	if err != nil {
		return nil, err
	}
	type key struct {
		p  netip.Prefix
		id uint32
	}
	name := string(f) + " unicast"
	now := map[key]seen{}
	for _, e := range list {
		if e.Type == "state" {
			clear(now)
			continue
		}
		u := e.Neighbor.Message.Update
		for hop, nlris := range u.Announce[name] {
			for _, x := range nlris {
				p, err := netip.ParsePrefix(x.NLRI)
				if err != nil {
					return nil, err
				}
				s := seen{prefix: p, id: x.id(), path: words(u.Attribute.ASPath), nextHop: hop, med: -1}
				if u.Attribute.MED != nil {
					s.med = *u.Attribute.MED
				}
				var comm []string
				for _, c := range u.Attribute.Communities {
					comm = append(comm, fmt.Sprintf("%d:%d", c[0], c[1]))
				}
				s.communities = strings.Join(comm, " ")
				now[key{p, x.id()}] = s
			}
		}
		for _, x := range u.Withdraw[name] {
			if p, err := netip.ParsePrefix(x.NLRI); err == nil {
				delete(now, key{p, x.id()})
			}
		}
	}
	var out []seen
	for _, s := range now {
		out = append(out, s)
	}
	return out, nil
}

// words writes numbers with blanks between.
func words[T ~uint32](list []T) string {
	var b []string
	for _, n := range list {
		b = append(b, number(n))
	}
	return strings.Join(b, " ")
}

// say writes a command for ExaBGP.
func (d *exaBGP) say(f string, a ...any) error {
	_, err := fmt.Fprintf(d.commands, f+"\n", a...)
	return err
}

func (d *exaBGP) announce(r route) error {
	for _, n := range d.s.neighbors {
		if err := d.say("neighbor %s announce route %s", n.addr, exaRoute(r)); err != nil {
			return err
		}
	}
	return nil
}

func (d *exaBGP) withdraw(r route) error {
	for _, n := range d.s.neighbors {
		if err := d.say("neighbor %s withdraw route %s", n.addr, exaRoute(r)); err != nil {
			return err
		}
	}
	return nil
}

func (d *exaBGP) refresh(n *neighbor, f family) error {
	return d.say("neighbor %s announce route-refresh %s unicast", n.addr, f)
}

// shutdown: ExaBGP writes its own text.
func (d *exaBGP) shutdown(n *neighbor, _ string) error {
	return d.say("neighbor %s teardown 2", n.addr)
}
func (d *exaBGP) reset(n *neighbor, _ string) error { return d.say("neighbor %s teardown 4", n.addr) }

// listens reports whether something listens at an address, from the kernel's
// table: a connection would be an event for a daemon.
func listens(at netip.AddrPort) (bool, error) {
	name, addr := "/proc/net/tcp", make([]byte, 0, 32)
	octets := at.Addr().AsSlice()
	if at.Addr().Is6() {
		name = "/proc/net/tcp6"
	}
	for i := 0; i+4 <= len(octets); i += 4 { // words in host order, which is little-endian where tests run
		addr = fmt.Appendf(addr, "%02X%02X%02X%02X", octets[i+3], octets[i+2], octets[i+1], octets[i])
	}
	table, err := os.ReadFile(name)
	if err != nil {
		return false, err
	}
	want := fmt.Sprintf("%s:%04X", addr, at.Port())
	for l := range strings.Lines(string(table)) {
		if f := strings.Fields(l); len(f) > 3 && f[1] == want && f[3] == "0A" {
			return true, nil
		}
	}
	return false, nil
}
