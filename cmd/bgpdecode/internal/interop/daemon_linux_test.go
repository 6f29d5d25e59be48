package interop

import (
	"net/netip"
	"slices"
	"strings"
	"testing"
)

// family is an address family by the name that most configurations use.
type family string

const (
	ipv4 family = "ipv4"
	ipv6 family = "ipv6"
)

// hop gives the next hop of all routes that daemons announce: addresses of the
// loopback interface are no next hops, which some daemons insist on.
func (f family) hop() string {
	if f == ipv4 {
		return "192.0.2.2"
	}
	return "2001:db8::2"
}

// of gives the family of a prefix.
func of(p netip.Prefix) family {
	if p.Addr().Is4() {
		return ipv4
	}
	return ipv6
}

// setup says how a daemon is configured, in terms that all have.
type setup struct {
	as        uint32
	id        string     // BGP identifier; "" for 2.2.2.2
	addr      netip.Addr // the daemon's IPv4 address; it listens there and, if v6, on ::1
	port      uint16     // where it listens; 0 for one that is free
	v6        bool       // some neighbor is reached over IPv6
	routes    []route    // what it announces of its own
	neighbors []*neighbor
	global    string // more lines for its configuration, in its own language
	wrap      []string
}

// neighbor is one peer of a daemon, as the daemon sees it.
type neighbor struct {
	name     string     // of a protocol in BIRD; "" for peerN
	local    netip.Addr // the daemon's end; default the address of the setup, or ::1
	addr     netip.Addr // the other end: ours
	port     uint16     // where we listen, if the daemon is to dial; 0 makes it passive
	as       uint32     // ours
	hold     uint16     // seconds; 0 leaves the daemon's default
	families []family   // none: IPv4 over IPv4, IPv6 over IPv6
	addPath  bool       // ADD-PATH, receive and send, for all families
	extMsg   bool       // extended messages
	restart  uint16     // graceful restart with this time in seconds; 0: helper at most
	role     string     // provider, rs, rs-client, customer or peer
	strict   bool       // role in strict mode
	max      uint32     // prefixes of a family that it takes
	maxOut   bool       // the limit is on what it sends
	password string     // of TCP MD5
	lines    string     // more lines for its configuration, in its own language
}

// dials reports whether the daemon opens the connection.
func (n *neighbor) dials() bool { return n.port != 0 }

// route is a route that a daemon announces of its own.
type route struct {
	prefix netip.Prefix
	attrs
}

// attrs are the attributes by which routes differ; comparable, so that daemons
// with named policies need one for each set.
type attrs struct {
	med         uint32 // 0: none
	communities string // "65001:1 65001:2", in ascending order
	large       string // "65001:1:1", one
}

// seen is a route from us in the words of a daemon.
type seen struct {
	prefix      netip.Prefix
	id          uint32 // path identifier, 0 if it shows none
	path        string // "65001 64500"
	nextHop     string
	med         int64 // -1: none shown
	communities string
	stale       bool
}

// daemon is a running BGP daemon of another make. Errors are those of its control
// tool; unsupported is what that daemon does not have.
type daemon interface {
	// proc is the running process.
	proc() *process
	// conf is what it was started with.
	conf() *setup
	// state gives the state of a session by its RFC 4271 name.
	state(n *neighbor) (string, error)
	// routes gives what it holds from us, before any policy of its own.
	routes(n *neighbor, f family) ([]seen, error)
	// announce makes it announce one more route, withdraw takes that back.
	announce(r route) error
	withdraw(r route) error
	// refresh makes it ask us for our routes again.
	refresh(n *neighbor, f family) error
	// shutdown ends a session with 6/2 and a text, reset with 6/4.
	shutdown(n *neighbor, text string) error
	reset(n *neighbor, text string) error
}

// kind is a make of daemon.
type kind struct {
	name  string
	needs []string // programs
	root  bool
	start func(t *testing.T, s *setup) daemon
}

// kinds are all makes, in the order of reports.
func kinds() []kind {
	return []kind{
		{"FRR", []string{"/usr/lib/frr/bgpd", "vtysh"}, false, startFRR},
		{"BIRD", []string{"bird", "birdc"}, false, startBIRD},
		{"OpenBGPD", []string{"/usr/sbin/bgpd", "bgpctl"}, true, startOpenBGPD},
		{"GoBGP", []string{"gobgpd", "gobgp"}, false, startGoBGP},
		{"ExaBGP", []string{"exabgp"}, false, startExaBGP},
	}
}

// each runs a test with every make but those in without, each a subtest that
// runs beside others. without tells why: "GoBGP: what it has not".
func each(t *testing.T, test func(t *testing.T, k kind), without ...string) {
	t.Helper()
	t.Parallel()
	for _, k := range kinds() {
		if slices.ContainsFunc(without, func(w string) bool { return strings.HasPrefix(w, k.name+": ") }) {
			continue
		}
		t.Run(k.name, func(t *testing.T) {
			k.need(t)
			t.Parallel()
			test(t, k)
		})
	}
}

// launch fills in what a setup leaves open and starts the daemon, until it takes
// connections of all its neighbors.
func (k kind) launch(t *testing.T, s *setup) daemon {
	t.Helper()
	k.need(t)
	s.fill(t)
	return k.start(t, s)
}

// fill sets the defaults of a setup.
func (s *setup) fill(t *testing.T) {
	t.Helper()
	if s.id == "" {
		s.id = "2.2.2.2"
	}
	if !s.addr.IsValid() {
		s.addr = newNetwork().host(1)
	}
	for i, n := range s.neighbors {
		if n.name == "" {
			n.name = "peer" + number(i+1)
		}
		v6 := n.addr.Is6()
		s.v6 = s.v6 || v6 && !n.local.IsValid()
		switch {
		case n.local.IsValid():
		case v6:
			n.local = netip.IPv6Loopback()
		default:
			n.local = s.addr
		}
		if n.families == nil {
			n.families = []family{ipv4}
			if v6 {
				n.families = []family{ipv6}
			}
		}
	}
	if s.port == 0 {
		s.port = freePort(t, s.listens()...)
	}
}

// listens gives the addresses on which the daemon listens.
func (s *setup) listens() []netip.Addr {
	if s.v6 {
		return []netip.Addr{s.addr, netip.IPv6Loopback()}
	}
	return []netip.Addr{s.addr}
}

// kept gives the different sets of attributes of the routes, in order of their
// first use, and for each route the number of its set.
func (s *setup) kept() (sets []attrs, of []int) {
	known := map[attrs]int{}
	for _, r := range s.routes {
		i, ok := known[r.attrs]
		if !ok {
			i = len(sets)
			known[r.attrs] = i
			sets = append(sets, r.attrs)
		}
		of = append(of, i)
	}
	return sets, of
}

// in gives the routes of one family.
func (s *setup) in(f family) (list []route) {
	for _, r := range s.routes {
		if of(r.prefix) == f {
			list = append(list, r)
		}
	}
	return list
}
