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

// openBGPD is OpenBGPD, as root.
type openBGPD struct {
	p *process
	s *setup
}

// chroot is where OpenBGPD locks itself up; the package leaves making it to
// systemd.
const chroot = "/run/openbgpd"

func startOpenBGPD(t *testing.T, s *setup) daemon {
	t.Helper()
	if err := os.MkdirAll(chroot, 0o755); err != nil {
		t.Fatal(err)
	}
	dir := workDir(t)
	writeFile(t, filepath.Join(dir, "bgpd.conf"), openConf(s, filepath.Join(dir, "ctl")))
	d := &openBGPD{start(t, "OpenBGPD", dir, nil, append(s.wrap, "/usr/sbin/bgpd", "-dv", "-f", "bgpd.conf")...), s}
	for _, n := range s.neighbors {
		poll(t, startWait, "OpenBGPD is ready", func() (bool, any) {
			state, err := d.state(n)
			return err == nil && state != "" && state != "None" && state != "Idle", fmt.Sprint(state, " ", err)
		}, d.p)
	}
	return d
}

// openConf writes bgpd.conf.
func openConf(s *setup, socket string) string {
	var b strings.Builder
	line := func(f string, a ...any) { fmt.Fprintf(&b, f+"\n", a...) }
	line("AS %d\nrouter-id %s\nfib-update no\nlog updates\nsocket %q", s.as, s.id, socket)
	for _, a := range s.listens() {
		line("listen on %s port %d", a, s.port)
	}
	line("%s", s.global)
	for _, r := range s.routes {
		set := "nexthop " + of(r.prefix).hop() + " "
		if r.med != 0 {
			set += fmt.Sprintf("med %d ", r.med)
		}
		for _, c := range strings.Fields(r.communities) {
			set += "community " + c + " "
		}
		if r.large != "" {
			set += "large-community " + r.large + " "
		}
		line("network %s set { %s}", r.prefix, set)
	}
	for _, n := range s.neighbors {
		line("neighbor %s {\n  remote-as %d\n  enforce neighbor-as no", n.addr, n.as)
		openNeighbor(line, n)
		line("}")
	}
	line("allow from any\nallow to any\nmatch to any set nexthop no-modify")
	return b.String()
}

func openNeighbor(line func(string, ...any), n *neighbor) {
	if n.dials() {
		line("  port %d\n  local-address %s", n.port, n.local)
	} else {
		line("  passive")
	}
	if !strings.Contains(n.lines, "ttl-security") {
		line("  multihop 2")
	}
	if n.hold != 0 {
		line("  holdtime %d", n.hold)
	}
	for _, f := range []family{ipv4, ipv6} {
		what := "none"
		for _, have := range n.families {
			if have == f {
				what = "unicast"
			}
		}
		line("  announce %s %s", strings.Replace(string(f), "ip", "IP", 1), what)
	}
	if n.addPath {
		line("  announce add-path recv yes\n  announce add-path send all")
	}
	if n.restart != 0 {
		line("  announce restart yes")
	}
	if n.role != "" {
		mode := ""
		if n.strict {
			mode = " enforce"
		}
		line("  announce policy %s%s", n.role, mode)
	}
	if n.max != 0 {
		out := ""
		if n.maxOut {
			out = " out"
		}
		line("  max-prefix %d%s", n.max, out)
	}
	if n.password != "" {
		line("  tcp md5sig password %q", n.password)
	}
	for _, l := range lines(n.lines) {
		line("  %s", l)
	}
}

func (d *openBGPD) proc() *process { return d.p }
func (d *openBGPD) conf() *setup   { return d.s }

// ctl runs bgpctl.
func (d *openBGPD) ctl(words ...string) (string, error) {
	return tool(d.p.dir, nil, append([]string{"bgpctl", "-s", "ctl"}, words...)...)
}

func (d *openBGPD) state(n *neighbor) (string, error) {
	out, err := d.ctl("-j", "show", "neighbor", n.addr.String())
	if err != nil {
		return "", err
	}
	var all struct {
		Neighbors []struct {
			State string `json:"state"`
		} `json:"neighbors"`
	}
	if err := json.Unmarshal([]byte(out), &all); err != nil || len(all.Neighbors) == 0 {
		return "", fmt.Errorf("%v in %q", err, out)
	}
	return all.Neighbors[0].State, nil
}

func (d *openBGPD) routes(n *neighbor, f family) ([]seen, error) {
	out, err := d.ctl("-j", "show", "rib", string(f[:2])+"v"+string(f[3:]), "in", "detail", "neighbor", n.addr.String())
	if err != nil {
		return nil, err
	}
	var all struct {
		Rib []struct {
			Prefix      string   `json:"prefix"`
			PathID      uint32   `json:"path_id"`
			ASPath      string   `json:"aspath"`
			ExitNexthop string   `json:"exit_nexthop"`
			MED         int64    `json:"metric"`
			Communities []string `json:"communities"`
			Stale       bool     `json:"stale"`
		} `json:"rib"`
	}
	if err := json.Unmarshal([]byte(out), &all); err != nil {
		return nil, fmt.Errorf("%w in %.200q", err, out)
	}
	var list []seen
	for _, r := range all.Rib {
		prefix, err := netip.ParsePrefix(r.Prefix)
		if err != nil {
			return nil, err
		}
		list = append(list, seen{prefix: prefix, id: r.PathID, path: r.ASPath, nextHop: r.ExitNexthop, med: r.MED,
			communities: strings.Join(r.Communities, " "), stale: r.Stale})
	}
	return list, nil
}

func (d *openBGPD) announce(r route) error {
	words := []string{"network", "add", r.prefix.String(), "nexthop", of(r.prefix).hop()}
	if r.med != 0 {
		words = append(words, "med", number(r.med))
	}
	for _, c := range strings.Fields(r.communities) {
		words = append(words, "community", c)
	}
	_, err := d.ctl(words...)
	return err
}

func (d *openBGPD) withdraw(r route) error {
	_, err := d.ctl("network", "delete", r.prefix.String())
	return err
}

func (d *openBGPD) refresh(n *neighbor, _ family) error {
	_, err := d.ctl("neighbor", n.addr.String(), "refresh")
	return err
}

// ask gives the words of a command with a text at its end, if there is one.
func ask(text string, words ...string) []string {
	if text != "" {
		words = append(words, text)
	}
	return words
}

func (d *openBGPD) shutdown(n *neighbor, text string) error {
	_, err := d.ctl(ask(text, "neighbor", n.addr.String(), "down")...)
	return err
}

func (d *openBGPD) reset(n *neighbor, text string) error {
	_, err := d.ctl(ask(text, "neighbor", n.addr.String(), "clear")...)
	return err
}
