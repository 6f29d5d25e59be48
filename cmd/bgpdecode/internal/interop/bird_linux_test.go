package interop

import (
	"fmt"
	"net/netip"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// bird is BIRD 2.
type bird struct {
	p   *process
	s   *setup
	now map[netip.Prefix]route // what it announces
}

func startBIRD(t *testing.T, s *setup) daemon {
	t.Helper()
	dir := workDir(t)
	d := &bird{s: s, now: map[netip.Prefix]route{}}
	for _, r := range s.routes {
		d.now[r.prefix] = r
	}
	writeFile(t, filepath.Join(dir, "bird.conf"), d.text())
	d.p = start(t, "BIRD", dir, nil, append(s.wrap, "bird", "-f", "-c", "bird.conf", "-s", "bird.ctl", "-P", "bird.pid")...)
	for _, n := range s.neighbors {
		poll(t, startWait, "BIRD is ready", func() (bool, any) {
			state, err := d.state(n)
			return err == nil && state != "", fmt.Sprint(state, " ", err)
		}, d.p)
	}
	return d
}

// text writes bird.conf.
func (d *bird) text() string {
	s := d.s
	var b strings.Builder
	line := func(f string, a ...any) { fmt.Fprintf(&b, f+"\n", a...) }
	line("log stderr all;\nrouter id %s;\nprotocol device {}\n%s", s.id, s.global)
	for _, n := range s.neighbors {
		if n.restart != 0 {
			line("graceful restart wait %d;", n.restart)
			break
		}
	}
	for _, f := range []family{ipv4, ipv6} {
		line("protocol static static_%s {\n  %s;", f, f)
		for _, r := range s.routes {
			d.static(line, r, f)
		}
		for p, r := range d.now {
			if _, own := find(s.routes, p); !own {
				d.static(line, r, f)
			}
		}
		line("}")
	}
	for _, n := range s.neighbors {
		birdNeighbor(line, s, n)
	}
	return b.String()
}

// find looks for a route by its prefix.
func find(list []route, p netip.Prefix) (route, bool) {
	for _, r := range list {
		if r.prefix == p {
			return r, true
		}
	}
	return route{}, false
}

// static writes a route, if it is announced now.
func (d *bird) static(line func(string, ...any), r route, f family) {
	if r.prefix.Addr().Is4() != (f == ipv4) || d.now[r.prefix] != r {
		return
	}
	set := ""
	for _, c := range strings.Fields(r.communities) {
		set += fmt.Sprintf("bgp_community.add((%s)); ", strings.ReplaceAll(c, ":", ","))
	}
	if r.large != "" {
		set += fmt.Sprintf("bgp_large_community.add((%s)); ", strings.ReplaceAll(r.large, ":", ","))
	}
	if r.med != 0 {
		set += fmt.Sprintf("bgp_med = %d; ", r.med)
	}
	if set == "" {
		line("  route %s blackhole;", r.prefix)
		return
	}
	line("  route %s blackhole { %s};", r.prefix, set)
}

func birdNeighbor(line func(string, ...any), s *setup, n *neighbor) {
	line("protocol bgp %s {\n  debug all;\n  local %s port %d as %d;", n.name, n.local, s.port, s.as)
	if n.dials() {
		line("  neighbor %s port %d as %d;\n  connect delay time 1; connect retry time 1;", n.addr, n.port, n.as)
	} else {
		line("  neighbor %s as %d;\n  passive on;", n.addr, n.as)
	}
	line("  strict bind on; error wait time 1, 2;")
	if !strings.Contains(n.lines, "direct") && !strings.Contains(n.lines, "multihop") {
		line("  multihop;")
	}
	if n.hold != 0 {
		line("  hold time %d; keepalive time %d;", n.hold, max(n.hold/3, 1))
	}
	if n.extMsg {
		line("  enable extended messages on;")
	}
	if n.restart != 0 {
		line("  graceful restart on; graceful restart time %d;", n.restart)
	}
	if n.role != "" {
		role := strings.ReplaceAll(n.role, "-", "_")
		if role == "rs" {
			role = "rs_server"
		}
		line("  local role %s;", role)
		if n.strict {
			line("  require roles on;")
		}
	}
	if n.password != "" {
		line("  password %q;", n.password)
	}
	for _, l := range lines(n.lines) {
		line("  %s", l)
	}
	for _, f := range n.families {
		line("  %s {\n    import all;", f)
		// BIRD sends a MED only if the last to touch the route has set it.
		line("    export filter { if source = RTS_STATIC && defined(bgp_med) then bgp_med = bgp_med; accept; };")
		line("    next hop address %s;", f.hop())
		if n.addPath {
			line("    add paths on;")
		}
		if n.max != 0 {
			side := "import"
			if n.maxOut {
				side = "export"
			}
			line("    %s limit %d action restart;", side, n.max)
		}
		line("  };")
	}
	line("}")
}

func (d *bird) proc() *process { return d.p }
func (d *bird) conf() *setup   { return d.s }

// ctl runs a command in birdc.
func (d *bird) ctl(command string) (string, error) {
	out, err := tool(d.p.dir, nil, "birdc", "-v", "-s", "bird.ctl", command)
	if err != nil {
		return out, err
	}
	var text strings.Builder
	for l := range strings.Lines(out) {
		// Each line has a code before it; those from 8000 on are errors.
		if len(l) > 4 && (l[4] == ' ' || l[4] == '-') {
			if code, bad := strconv.Atoi(l[:4]); bad == nil {
				if code >= 8000 {
					return out, fmt.Errorf("birdc %s: %s", command, strings.TrimSpace(l[5:]))
				}
				l = l[5:]
			}
		}
		text.WriteString(l)
	}
	return text.String(), nil
}

func (d *bird) state(n *neighbor) (string, error) {
	out, err := d.ctl("show protocols all " + n.name)
	if err != nil {
		return "", err
	}
	for _, l := range lines(out) {
		if state, ok := strings.CutPrefix(l, "BGP state:"); ok {
			return strings.TrimSpace(state), nil
		}
	}
	return "", fmt.Errorf("no state in %q", out)
}

func (d *bird) routes(n *neighbor, f family) ([]seen, error) {
	out, err := d.ctl(fmt.Sprintf("show route table master%s protocol %s all", f[len(f)-1:], n.name))
	if err != nil {
		return nil, err
	}
	var list []seen
	prefix := netip.Prefix{}
	for l := range strings.Lines(out) {
		fields := strings.Fields(l)
		if len(fields) == 0 {
			continue
		}
		if p, err := netip.ParsePrefix(fields[0]); err == nil {
			prefix = p
		}
		if strings.Contains(l, " ["+n.name+" ") {
			list = append(list, seen{prefix: prefix, med: -1})
			continue
		}
		if len(list) > 0 {
			birdAttr(&list[len(list)-1], strings.TrimSpace(l))
		}
	}
	return list, nil
}

// birdAttr reads one attribute of "show route all".
func birdAttr(s *seen, l string) {
	name, value, _ := strings.Cut(l, ":")
	value = strings.TrimSpace(value)
	switch name {
	case "BGP.as_path":
		s.path = value
	case "BGP.next_hop":
		s.nextHop = value
	case "BGP.med":
		s.med, _ = strconv.ParseInt(value, 10, 64)
	case "BGP.community":
		s.communities = strings.NewReplacer("(", "", ")", "", ",", ":").Replace(value)
	case "BGP.path_id", "Path ID":
		id, _ := strconv.ParseUint(value, 10, 32)
		s.id = uint32(id)
	}
}

// configure makes BIRD read what is announced now.
func (d *bird) configure() error {
	if err := replaceFile(filepath.Join(d.p.dir, "bird.conf"), d.text()); err != nil {
		return err
	}
	_, err := d.ctl("configure")
	return err
}

func (d *bird) announce(r route) error {
	d.now[r.prefix] = r
	return d.configure()
}

func (d *bird) withdraw(r route) error {
	delete(d.now, r.prefix)
	return d.configure()
}

func (d *bird) refresh(n *neighbor, _ family) error {
	_, err := d.ctl("reload in " + n.name)
	return err
}

func (d *bird) shutdown(n *neighbor, text string) error {
	_, err := d.ctl(fmt.Sprintf("disable %s %s", n.name, birdText(text)))
	return err
}

func (d *bird) reset(n *neighbor, text string) error {
	_, err := d.ctl(fmt.Sprintf("restart %s %s", n.name, birdText(text)))
	return err
}

func birdText(text string) string {
	if text == "" {
		return ""
	}
	return `"` + text + `"`
}
