package interop

import (
	"encoding/json"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// frr is bgpd of FRR, without zebra.
type frr struct {
	p *process
	s *setup
}

func startFRR(t *testing.T, s *setup) daemon {
	t.Helper()
	dir := workDir(t)
	if err := os.Mkdir(filepath.Join(dir, "vty"), 0o755); err != nil {
		t.Fatal(err)
	}
	writeFile(t, filepath.Join(dir, "bgpd.conf"), frrConf(s))
	argv := []string{"/usr/lib/frr/bgpd", "-Z", "-S", "-n", "-f", "bgpd.conf", "-p", number(s.port), "-P", "0",
		"-i", "bgpd.pid", "--vty_socket", "vty", "--log", "stdout", "--log-level", "debug"}
	for _, a := range s.listens() {
		argv = append(argv, "-l", a.String())
	}
	d := &frr{start(t, "FRR", dir, nil, append(s.wrap, argv...)...), s}
	// A neighbor that has not had its start timer takes a connection and closes it.
	for _, n := range s.neighbors {
		poll(t, startWait, "FRR is ready", func() (bool, any) {
			state, err := d.state(n)
			return err == nil && state != "Idle", fmt.Sprint(state, " ", err)
		}, d.p)
	}
	return d
}

// frrConf writes bgpd.conf.
func frrConf(s *setup) string {
	var b strings.Builder
	line := func(f string, a ...any) { fmt.Fprintf(&b, f+"\n", a...) }
	// The timers are those by which FRR puts off what a test would wait for.
	line("bgp route-map delay-timer 1")
	line("log timestamp precision 6\ndebug bgp neighbor-events\ndebug bgp graceful-restart")
	sets, set := s.kept()
	frrPolicy(line, s, sets)
	line("router bgp %d\n bgp router-id %s\n bgp log-neighbor-changes\n no bgp ebgp-requires-policy\n no bgp network import-check\n no bgp default ipv4-unicast\n coalesce-time 100", s.as, s.id)
	for _, l := range lines(s.global) {
		line(" %s", l)
	}
	for _, n := range s.neighbors {
		if n.restart != 0 {
			line(" bgp graceful-restart restart-time %d", n.restart)
		}
		frrNeighbor(line, n)
	}
	at := map[netip.Prefix]int{}
	for i, r := range s.routes {
		at[r.prefix] = set[i]
	}
	for _, f := range []family{ipv4, ipv6} {
		line(" address-family %s unicast", f)
		for _, n := range s.neighbors {
			frrActivate(line, n, f)
		}
		for _, r := range s.in(f) {
			line("  network %s route-map set%d", r.prefix, at[r.prefix])
		}
		line(" exit-address-family")
	}
	return b.String()
}

// frrPolicy writes the policies, before what uses them: a change of a policy in
// use makes FRR look at all routes again.
func frrPolicy(line func(string, ...any), s *setup, sets []attrs) {
	for i, a := range sets {
		line("route-map set%d permit 10", i)
		if a.med != 0 {
			line(" set metric %d", a.med)
		}
		if a.communities != "" {
			line(" set community %s", a.communities)
		}
		if a.large != "" {
			line(" set large-community %s", a.large)
		}
	}
	line("route-map out permit 10\n set ip next-hop %s\n set ipv6 next-hop global %s", ipv4.hop(), ipv6.hop())
	for _, n := range s.neighbors { // FRR would send us our own routes
		line("bgp as-path access-list from%d deny ^(%d|23456)(_|$)\nbgp as-path access-list from%d permit .*", n.as, n.as, n.as)
	}
}

func frrNeighbor(line func(string, ...any), n *neighbor) {
	line(" neighbor %s remote-as %d\n neighbor %s disable-connected-check", n.addr, n.as, n.addr)
	line(" neighbor %s advertisement-interval 0", n.addr)
	if n.dials() {
		line(" neighbor %s port %d\n neighbor %s update-source %s\n neighbor %s timers connect 1", n.addr, n.port, n.addr, n.local, n.addr)
	} else {
		line(" neighbor %s passive", n.addr)
	}
	if n.hold != 0 {
		line(" neighbor %s timers %d %d", n.addr, max(n.hold/3, 1), n.hold)
	}
	if n.role != "" {
		mode := ""
		if n.strict {
			mode = " strict-mode"
		}
		role := n.role
		if role == "rs" {
			role = "rs-server"
		}
		line(" neighbor %s local-role %s%s", n.addr, role, mode)
	}
	if n.restart != 0 {
		line(" neighbor %s graceful-restart", n.addr)
	}
	if n.password != "" {
		line(" neighbor %s password %s", n.addr, n.password)
	}
	for _, l := range lines(n.lines) {
		line(" neighbor %s %s", n.addr, l)
	}
}

func frrActivate(line func(string, ...any), n *neighbor, f family) {
	for _, have := range n.families {
		if have != f {
			continue
		}
		line("  neighbor %s activate\n  neighbor %s soft-reconfiguration inbound", n.addr, n.addr)
		line("  neighbor %s route-map out out\n  neighbor %s filter-list from%d out", n.addr, n.addr, n.as)
		if n.addPath {
			line("  neighbor %s addpath-tx-all-paths", n.addr)
		}
		if n.max != 0 {
			out := ""
			if n.maxOut {
				out = "-out"
			}
			line("  neighbor %s maximum-prefix%s %d", n.addr, out, n.max)
		}
	}
}

func (d *frr) proc() *process { return d.p }
func (d *frr) conf() *setup   { return d.s }

// vty runs commands in vtysh.
func (d *frr) vty(commands ...string) (string, error) {
	argv := []string{"vtysh", "--vty_socket", filepath.Join(d.p.dir, "vty")}
	for _, c := range commands {
		argv = append(argv, "-c", c)
	}
	out, err := tool(d.p.dir, nil, argv...)
	if err == nil && strings.Contains(out, "% ") {
		err = fmt.Errorf("%s: %s", strings.Join(commands, "; "), strings.TrimSpace(out))
	}
	return out, err
}

// configure runs commands below "router bgp".
func (d *frr) configure(commands ...string) error {
	_, err := d.vty(append([]string{"configure terminal", "router bgp " + number(d.s.as)}, commands...)...)
	return err
}

func (d *frr) state(n *neighbor) (string, error) {
	out, err := d.vty(fmt.Sprintf("show bgp neighbors %s json", n.addr))
	if err != nil {
		return "", err
	}
	var all map[string]struct {
		State string `json:"bgpState"`
	}
	if err := json.Unmarshal([]byte(out), &all); err != nil {
		return "", fmt.Errorf("%w in %q", err, out)
	}
	return all[n.addr.String()].State, nil
}

func (d *frr) routes(n *neighbor, f family) ([]seen, error) {
	out, err := d.vty(fmt.Sprintf("show bgp %s unicast json detail", f))
	if err != nil {
		return nil, err
	}
	var all struct {
		Routes map[string]json.RawMessage `json:"routes"`
	}
	if err := json.Unmarshal([]byte(out), &all); err != nil {
		return nil, fmt.Errorf("%w in %.200q", err, out)
	}
	var list []seen
	for text, raw := range all.Routes {
		prefix, err := netip.ParsePrefix(text)
		if err != nil {
			return nil, err
		}
		paths, err := frrPaths(raw)
		if err != nil {
			return nil, err
		}
		for _, p := range paths {
			if p.Peer.ID != n.addr.String() {
				continue
			}
			s := seen{prefix: prefix, id: p.AddPathRx, path: p.ASPath.String, med: -1, communities: p.Community.String, stale: p.Stale}
			if p.Metric != nil {
				s.med = *p.Metric
			}
			for _, h := range p.Hops {
				s.nextHop = h.IP
			}
			list = append(list, s)
		}
	}
	return list, nil
}

// frrPath is what one path of "show bgp ... detail json" says.
type frrPath struct {
	ASPath struct {
		String string `json:"string"`
	} `json:"aspath"`
	Metric    *int64 `json:"metric"`
	Stale     bool   `json:"stale"`
	AddPathRx uint32 `json:"addpathRxId"`
	Community struct {
		String string `json:"string"`
	} `json:"community"`
	Hops []struct {
		IP string `json:"ip"`
	} `json:"nexthops"`
	Peer struct {
		ID string `json:"peerId"`
	} `json:"peer"`
}

// frrPaths reads the paths of a prefix, which stand in a list or in an object
// with one.
func frrPaths(raw json.RawMessage) ([]frrPath, error) {
	var list []frrPath
	if err := json.Unmarshal(raw, &list); err == nil {
		return list, nil
	}
	var holder struct {
		Paths []frrPath `json:"paths"`
	}
	err := json.Unmarshal(raw, &holder)
	return holder.Paths, err
}

func (d *frr) change(r route, no string) error {
	return d.configure(fmt.Sprintf("address-family %s unicast", of(r.prefix)), fmt.Sprintf("%snetwork %s", no, r.prefix))
}

func (d *frr) announce(r route) error { return d.change(r, "") }
func (d *frr) withdraw(r route) error { return d.change(r, "no ") }

func (d *frr) refresh(n *neighbor, f family) error {
	// "soft in" would use what soft-reconfiguration keeps.
	if err := d.configure(fmt.Sprintf("address-family %s unicast", f), fmt.Sprintf("no neighbor %s soft-reconfiguration inbound", n.addr)); err != nil {
		return err
	}
	_, err := d.vty(fmt.Sprintf("clear bgp %s unicast %s in", f, n.addr))
	return err
}

func (d *frr) shutdown(n *neighbor, text string) error {
	return d.configure(strings.TrimSuffix(fmt.Sprintf("neighbor %s shutdown message %s", n.addr, text), " message "))
}

func (d *frr) reset(n *neighbor, text string) error {
	if text != "" {
		return errNot
	}
	_, err := d.vty(fmt.Sprintf("clear bgp %s", n.addr))
	return err
}
