package interop

import (
	"fmt"
	"net/netip"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/peertest"
	"github.com/bgpdecode/bgpdecode/speaker"
	"github.com/bgpdecode/bgpdecode/speaker/fsm"
	"github.com/bgpdecode/bgpdecode/speaker/netnstest"
	"github.com/bgpdecode/bgpdecode/speaker/transport"
)

// cable is what an unnumbered test has: two namespaces, with eth0 in each, and no
// addresses but link-local ones.
type cable struct {
	here, there *netnstest.NS
	us, them    netip.Addr // without zones
	dir         string     // of the daemon
}

// route77 is what the daemons announce over the cable.
const route77 = "2001:db8:77::/48"

// unnumbered is a make with a link-local session: its configuration, how it is
// started, and how it says that the session is up.
type unnumbered struct {
	name  string
	needs []string
	// late: it looks for its neighbour once, when it starts, so that we have to be
	// there before.
	late  bool
	start func(t *testing.T, c *cable) (*process, func() (state string, err error))
	// passive: it waits for us; and if it does not, we wait for it in another run.
	passive bool
}

// unnumberedMakes are all that can. ExaBGP does not listen on link-local addresses,
// and has no way to name an interface.
func unnumberedMakes() []unnumbered {
	return []unnumbered{
		{name: "FRR", needs: []string{"/usr/lib/frr/bgpd", "zebra", "vtysh"}, start: frrUnnumbered},
		{name: "BIRD", needs: []string{"bird", "birdc"}, start: birdUnnumbered},
		{name: "BIRD, any neighbour", needs: []string{"bird", "birdc"}, start: birdDynamic, passive: true},
		{name: "OpenBGPD", needs: []string{"/usr/sbin/bgpd", "bgpctl"}, start: openUnnumbered},
		{name: "GoBGP", needs: []string{"gobgpd", "gobgp"}, start: goUnnumbered, late: true},
	}
}

// TestUnnumbered: the peer is named by our interface only. We find each make, and
// each finds us, over a cable that has link-local addresses only; we dial and are
// dialled, and where a make dials, we only listen in a second run.
func TestUnnumbered(t *testing.T) {
	for _, u := range unnumberedMakes() {
		for _, passive := range []bool{false, true} {
			name := u.name + ", we dial"
			if passive {
				name = u.name + ", we wait"
			}
			if passive && u.passive {
				continue
			}
			t.Run(name, func(t *testing.T) {
				for _, n := range u.needs {
					peertest.Need(t, n)
				}
				t.Parallel()
				u.test(t, passive)
			})
		}
	}
}

func (u unnumbered) test(t *testing.T, passive bool) {
	c := &cable{here: netnstest.New(t), there: netnstest.New(t), dir: workDir(t)}
	netnstest.Link(t, c.here, "eth0", c.there, "eth0")
	c.us, c.them = c.here.LinkLocal(t, "eth0").WithZone(""), c.there.LinkLocal(t, "eth0").WithZone("")
	cfg := speaker.PeerConfig{
		Interface: "eth0", LocalAS: 65001, PeerAS: 65002, RouterID: netip.AddrFrom4([4]byte{1, 1, 1, 1}), Passive: passive, RIB: true,
		Capabilities: speaker.DefaultCapabilities(ipv6.codec()), FSM: quick(), Transport: transport.Options{Namespace: c.here.Path()},
	}
	begin := func() *ours {
		return speakWith(t, speaker.Options{Listen: []string{":179"}, ListenOptions: transport.ListenOptions{Namespace: c.here.Path()}}, cfg)
	}
	var o *ours
	early := u.late || passive // where the daemon dials, its first attempt would be refused, and the next one may be minutes away
	if early {
		o = begin()
	}
	if u.late {
		poll(t, eventWait, "the kernel of the other end knows us", func() (bool, any) {
			out := c.there.IP(t, "-6", "neigh", "show", "dev", "eth0")
			return strings.Contains(out, c.us.String()+" lladdr"), out
		})
	}
	d, state := u.start(t, c)
	if !early {
		o = begin()
	}
	c.check(t, o, d, state)
	for _, e := range o.all(func(e *speaker.Event) bool { return e.Kind == speaker.Opened }) {
		if e.Conn.Remote.Addr() != c.them.WithZone("eth0") || passive && !e.Conn.Inbound {
			t.Errorf("a connection with %v, inbound %v; the peer is %v", e.Conn.Remote, e.Conn.Inbound, c.them)
		}
	}
	noFindings(t, o)
}

// check waits for the session, as both ends see it, and for the route.
func (c *cable) check(t *testing.T, o *ours, d *process, state func() (string, error)) {
	t.Helper()
	p := o.Peers()[0]
	defer func() {
		if t.Failed() {
			o.mu.Lock()
			defer o.mu.Unlock()
			t.Logf("what we saw:\n%s", o.story(60))
		}
	}()
	poll(t, eventWait, "the session is Established", func() (bool, any) { return p.State() == fsm.Established, p.State() }, d)
	poll(t, eventWait, d.name+" says Established", func() (bool, any) {
		s, err := state()
		return err == nil && strings.Contains(s, "Established"), fmt.Sprint(s, " ", err)
	}, d)
	poll(t, eventWait, "the route has come", func() (bool, any) {
		list := o.held(p, ipv6)
		return len(list) == 1 && list[0].prefix.String() == route77, list
	}, d)
}

// frrUnnumbered starts bgpd with zebra, by which it learns of neighbours: from
// their Router Advertisements.
func frrUnnumbered(t *testing.T, c *cable) (*process, func() (string, error)) {
	frrUser(t, c.dir)
	writeFile(t, filepath.Join(c.dir, "zebra.conf"), "interface eth0\n ipv6 nd ra-interval 10\n")
	writeFile(t, filepath.Join(c.dir, "bgpd.conf"), `debug bgp neighbor-events
router bgp 65002
 bgp router-id 2.2.2.2
 bgp log-neighbor-changes
 no bgp ebgp-requires-policy
 no bgp network import-check
 no bgp default ipv4-unicast
 neighbor eth0 interface remote-as 65001
 neighbor eth0 timers connect 1
 address-family ipv6 unicast
  neighbor eth0 activate
  network `+route77+`
 exit-address-family
`)
	for _, f := range []string{"vty", "zebra.conf", "bgpd.conf"} {
		frrUser(t, filepath.Join(c.dir, f))
	}
	socket, vty := filepath.Join(c.dir, "zserv"), filepath.Join(c.dir, "vty")
	zebraDir := filepath.Join(c.dir, "zebra")
	frrUser(t, zebraDir) // its log
	run := func(name, dir, config string, more ...string) *process {
		path := peertest.Need(t, name)
		argv := append(c.there.Wrap(), path, "-n", "-f", filepath.Join(c.dir, config), "-i", filepath.Join(dir, filepath.Base(name)+".pid"), "-z", socket,
			"--vty_socket", vty, "-P", "0", "--log", "stdout", "--log-level", "debug")
		return start(t, "FRR, "+filepath.Base(name), dir, nil, append(argv, more...)...)
	}
	z := run("zebra", zebraDir, "zebra.conf")
	poll(t, startWait, "zebra is ready", func() (bool, any) {
		_, err := os.Stat(socket)
		return err == nil, err
	}, z)
	b := run("/usr/lib/frr/bgpd", c.dir, "bgpd.conf", "-S")
	return b, func() (string, error) {
		z.mustLive(t)
		out, err := tool(c.dir, nil, "vtysh", "--vty_socket", vty, "-c", "show bgp neighbors eth0 json")
		_, after, _ := strings.Cut(out, `"bgpState":`)
		line, _, _ := strings.Cut(after, "\n")
		return line, err
	}
}

// frrUser makes a folder, unless something is there, and gives it to the user that
// zebra becomes.
func frrUser(t *testing.T, path string) {
	t.Helper()
	if err := os.Mkdir(path, 0o755); err != nil && !os.IsExist(err) {
		t.Fatal(err)
	}
	u, err := user.Lookup("frr")
	if err != nil {
		t.Fatal(err)
	}
	uid, _ := strconv.Atoi(u.Uid)
	gid, _ := strconv.Atoi(u.Gid)
	if err := os.Chown(path, uid, gid); err != nil {
		t.Fatal(err)
	}
}

// birdUnnumbered has our address in its configuration, and dials.
func birdUnnumbered(t *testing.T, c *cable) (*process, func() (string, error)) {
	return startBIRDWith(t, c, fmt.Sprintf("neighbor %s%%'eth0' as 65001;\n  connect delay time 1; connect retry time 1;", c.us), "peer1")
}

// birdDynamic takes whoever comes over the interface.
func birdDynamic(t *testing.T, c *cable) (*process, func() (string, error)) {
	return startBIRDWith(t, c, "interface \"eth0\";\n  neighbor range fe80::/10 as 65001;\n  dynamic name \"dyn\";", "")
}

func startBIRDWith(t *testing.T, c *cable, neighbor, protocol string) (*process, func() (string, error)) {
	writeFile(t, filepath.Join(c.dir, "bird.conf"), `log stderr all;
router id 2.2.2.2;
protocol device {}
protocol static { ipv6; route `+route77+` blackhole; }
protocol bgp peer1 {
  debug all;
  local as 65002;
  `+neighbor+`
  error wait time 1, 2;
  ipv6 { import all; export all; };
}
`)
	p := start(t, "BIRD", c.dir, nil, append(c.there.Wrap(), "bird", "-f", "-c", "bird.conf", "-s", "bird.ctl", "-P", "bird.pid")...)
	return p, func() (string, error) {
		return tool(c.dir, nil, "birdc", "-s", "bird.ctl", strings.TrimSpace("show protocols "+protocol))
	}
}

// openUnnumbered has our address in its configuration; it dials.
func openUnnumbered(t *testing.T, c *cable) (*process, func() (string, error)) {
	if err := os.MkdirAll(chroot, 0o755); err != nil {
		t.Fatal(err)
	}
	writeFile(t, filepath.Join(c.dir, "bgpd.conf"), fmt.Sprintf(`AS 65002
router-id 2.2.2.2
fib-update no
log updates
socket %q
network %s
neighbor %s%%eth0 {
  remote-as 65001
  enforce neighbor-as no
  announce IPv4 none
  announce IPv6 unicast
}
allow from any
allow to any
`, filepath.Join(c.dir, "ctl"), route77, c.us))
	p := start(t, "OpenBGPD", c.dir, nil, append(c.there.Wrap(), "/usr/sbin/bgpd", "-dv", "-f", "bgpd.conf")...)
	return p, func() (string, error) { return tool(c.dir, nil, "bgpctl", "-s", "ctl", "show", "neighbor") }
}

// goUnnumbered names the interface, whose neighbour it looks up in the kernel's
// table when it starts.
func goUnnumbered(t *testing.T, c *cable) (*process, func() (string, error)) {
	writeFile(t, filepath.Join(c.dir, "gobgpd.toml"), `[global.config]
  as = 65002
  router-id = "2.2.2.2"
[[neighbors]]
  [neighbors.config]
    neighbor-interface = "eth0"
    peer-as = 65001
  [neighbors.timers.config]
    connect-retry = 1
  [[neighbors.afi-safis]]
    [neighbors.afi-safis.config]
      afi-safi-name = "ipv6-unicast"
`)
	p := start(t, "GoBGP", c.dir, nil, append(c.there.Wrap(), "gobgpd", "-l", "debug", "-p", "-f", "gobgpd.toml", "--api-hosts", "127.0.0.1:50051", "--pprof-disable")...)
	ctl := func(words ...string) (string, error) {
		return tool(c.dir, nil, append(append(c.there.Wrap(), "gobgp", "-p", "50051"), words...)...)
	}
	poll(t, startWait, "GoBGP is ready", func() (bool, any) {
		_, err := ctl("global", "rib", "add", route77, "-a", "ipv6", "origin", "igp", "nexthop", "2001:db8::2")
		return err == nil, err
	}, p)
	return p, func() (string, error) {
		out, err := ctl("neighbor")
		if strings.Contains(out, "Establ") {
			return "Established", err
		}
		return out, err
	}
}
