package interop

import (
	"encoding/json"
	"fmt"
	"net/netip"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// goBGP is gobgpd.
type goBGP struct {
	p   *process
	s   *setup
	api uint16
}

// goStates are session states by their numbers in the API.
var goStates = [...]string{"", "Idle", "Connect", "Active", "OpenSent", "OpenConfirm", "Established"}

func startGoBGP(t *testing.T, s *setup) daemon {
	t.Helper()
	dir := workDir(t)
	writeFile(t, filepath.Join(dir, "gobgpd.toml"), goConf(s))
	api := netip.AddrFrom4([4]byte{127, 0, 0, 1})
	d := &goBGP{s: s, api: freePort(t, api)}
	d.p = start(t, "GoBGP", dir, nil, append(s.wrap, "gobgpd", "-l", "debug", "-p", "-f", "gobgpd.toml",
		"--api-hosts", netip.AddrPortFrom(api, d.api).String(), "--pprof-disable")...)
	for _, n := range s.neighbors {
		poll(t, startWait, "GoBGP is ready", func() (bool, any) {
			state, err := d.state(n)
			return err == nil && state != "" && state != "Idle", fmt.Sprint(state, " ", err)
		}, d.p)
	}
	for _, r := range s.routes {
		if err := d.announce(r); err != nil {
			t.Fatal(err)
		}
	}
	return d
}

// goConf writes gobgpd.toml.
func goConf(s *setup) string {
	var b strings.Builder
	line := func(f string, a ...any) { fmt.Fprintf(&b, f+"\n", a...) }
	line("[global.config]\n  as = %d\n  router-id = %q\n  port = %d", s.as, s.id, s.port)
	var quoted []string
	for _, a := range s.listens() {
		quoted = append(quoted, fmt.Sprintf("%q", a))
	}
	line("  local-address-list = [%s]\n%s", strings.Join(quoted, ", "), s.global)
	for _, n := range s.neighbors {
		goNeighbor(line, n)
	}
	return b.String()
}

func goNeighbor(line func(string, ...any), n *neighbor) {
	line("[[neighbors]]\n  [neighbors.config]\n    neighbor-address = \"%s\"\n    peer-as = %d", n.addr, n.as)
	if n.password != "" {
		line("    auth-password = %q", n.password)
	}
	line("  [neighbors.transport.config]\n    local-address = \"%s\"", n.local)
	if n.dials() {
		line("    remote-port = %d", n.port)
	} else {
		line("    passive-mode = true")
	}
	line("  [neighbors.timers.config]\n    connect-retry = 1\n    idle-hold-time-after-reset = 1")
	if n.hold != 0 {
		line("    hold-time = %d\n    keepalive-interval = %d", n.hold, max(n.hold/3, 1))
	}
	if n.restart != 0 {
		line("  [neighbors.graceful-restart.config]\n    enabled = true\n    restart-time = %d\n    notification-enabled = true", n.restart)
	}
	for _, f := range n.families {
		line("  [[neighbors.afi-safis]]\n    [neighbors.afi-safis.config]\n      afi-safi-name = \"%s-unicast\"", f)
		if n.restart != 0 {
			line("    [neighbors.afi-safis.mp-graceful-restart.config]\n      enabled = true")
		}
		if n.addPath {
			line("    [neighbors.afi-safis.add-paths.config]\n      receive = true\n      send-max = 8")
		}
		if n.max != 0 {
			line("    [neighbors.afi-safis.prefix-limit.config]\n      max-prefixes = %d", n.max)
		}
	}
	for _, l := range lines(n.lines) {
		line("  %s", l)
	}
}

func (d *goBGP) proc() *process { return d.p }
func (d *goBGP) conf() *setup   { return d.s }

// ctl runs gobgp. It waits no longer than a second or two for the daemon, and is asked again when a busy machine takes more.
func (d *goBGP) ctl(words ...string) (out string, err error) {
	for range 8 {
		out, err = tool(d.p.dir, nil, append([]string{"gobgp", "-p", number(d.api)}, words...)...)
		if err == nil || !strings.Contains(err.Error(), "context deadline exceeded") {
			break
		}
	}
	if err == nil && strings.Contains(out, "rpc error") {
		err = fmt.Errorf("gobgp %s: %s", strings.Join(words, " "), out)
	}
	return out, err
}

func (d *goBGP) state(n *neighbor) (string, error) {
	out, err := d.ctl("-j", "neighbor")
	if err != nil {
		return "", err
	}
	var all []struct {
		State struct {
			Address string `json:"neighbor_address"`
			State   int    `json:"session_state"`
		} `json:"state"`
	}
	if err := json.Unmarshal([]byte(out), &all); err != nil {
		return "", fmt.Errorf("%w in %.200q", err, out)
	}
	for _, p := range all {
		if p.State.Address == n.addr.String() && p.State.State < len(goStates) {
			return goStates[p.State.State], nil
		}
	}
	return "", fmt.Errorf("no neighbor %s in %.200q", n.addr, out)
}

func (d *goBGP) routes(n *neighbor, f family) ([]seen, error) {
	out, err := d.ctl("-j", "neighbor", n.addr.String(), "adj-in", "-a", string(f))
	if err != nil {
		return nil, err
	}
	return goRoutes(out)
}

// goAttr is one attribute of a path in GoBGP's JSON, by its type number.
type goAttr struct {
	Type        int             `json:"type"`
	Metric      int64           `json:"metric"`
	NextHop     string          `json:"nexthop"`
	Communities []uint32        `json:"communities"`
	Paths       json.RawMessage `json:"as_paths"`
}

// goRoutes reads "adj-in" as JSON: an object of prefixes, each with its paths.
func goRoutes(out string) ([]seen, error) {
	if !strings.HasPrefix(strings.TrimSpace(out), "{") {
		return nil, nil // "Network not in table"
	}
	var all map[string][]struct {
		Attrs []goAttr `json:"attrs"`
		ID    uint32   `json:"identifier"`
		Stale bool     `json:"stale"`
	}
	if err := json.Unmarshal([]byte(out), &all); err != nil {
		return nil, fmt.Errorf("%w in %.200q", err, out)
	}
	var list []seen
	for text, paths := range all {
		prefix, err := netip.ParsePrefix(text)
		if err != nil {
			return nil, err
		}
		for _, p := range paths {
			s := seen{prefix: prefix, id: p.ID, med: -1, stale: p.Stale}
			for _, a := range p.Attrs {
				a.into(&s)
			}
			list = append(list, s)
		}
	}
	return list, nil
}

func (a goAttr) into(s *seen) {
	switch a.Type {
	case 2:
		var segments []struct {
			ASNs []uint32 `json:"asns"`
		}
		if json.Unmarshal(a.Paths, &segments) != nil {
			return
		}
		var words []string
		for _, seg := range segments {
			for _, as := range seg.ASNs {
				words = append(words, number(as))
			}
		}
		s.path = strings.Join(words, " ")
	case 3, 14:
		if a.NextHop != "" {
			s.nextHop = a.NextHop
		}
	case 4:
		s.med = a.Metric
	case 8:
		slices.Sort(a.Communities)
		var words []string
		for _, c := range a.Communities {
			words = append(words, fmt.Sprintf("%d:%d", c>>16, c&0xffff))
		}
		s.communities = strings.Join(words, " ")
	}
}

func (d *goBGP) change(verb string, r route) error {
	f := of(r.prefix)
	words := []string{"global", "rib", verb, r.prefix.String(), "-a", string(f)}
	if verb == "add" {
		words = append(words, "origin", "igp", "nexthop", f.hop())
		if r.med != 0 {
			words = append(words, "med", number(r.med))
		}
		if r.communities != "" {
			words = append(words, "community", strings.ReplaceAll(r.communities, " ", ","))
		}
		if r.large != "" {
			words = append(words, "large-community", r.large)
		}
	}
	_, err := d.ctl(words...)
	return err
}

func (d *goBGP) announce(r route) error { return d.change("add", r) }
func (d *goBGP) withdraw(r route) error { return d.change("del", r) }

func (d *goBGP) refresh(n *neighbor, f family) error {
	_, err := d.ctl("neighbor", n.addr.String(), "softresetin", "-a", string(f))
	return err
}

func (d *goBGP) shutdown(n *neighbor, text string) error {
	_, err := d.ctl("neighbor", n.addr.String(), "shutdown", "--reason", text)
	return err
}

func (d *goBGP) reset(n *neighbor, text string) error {
	_, err := d.ctl("neighbor", n.addr.String(), "reset", "--reason", text)
	return err
}
