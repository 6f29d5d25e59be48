package transport

import (
	"context"
	"errors"
	"io"
	"net/netip"
	"os"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/bgpdecode/bgpdecode/speaker/netnstest"
)

// pair are two namespaces with a cable between their eth0.
func pair(t *testing.T) (a, b *netnstest.NS) {
	t.Helper()
	a, b = netnstest.New(t), netnstest.New(t)
	netnstest.Link(t, a, "eth0", b, "eth0")
	a.Addr(t, "eth0", "192.0.2.1/24", "2001:db8::1/64")
	b.Addr(t, "eth0", "192.0.2.2/24", "2001:db8::2/64")
	return a, b
}

// threads counts those of this process that are in a namespace.
func threads(t *testing.T, n *netnstest.NS) (count int) {
	t.Helper()
	want, err := os.Readlink(n.Path())
	if err != nil {
		t.Fatal(err)
	}
	tasks, err := os.ReadDir("/proc/self/task")
	if err != nil {
		t.Fatal(err)
	}
	for _, task := range tasks {
		if got, err := os.Readlink("/proc/self/task/" + task.Name() + "/ns/net"); err == nil && got == want {
			count++
		}
	}
	return count
}

func TestNamespaceDial(t *testing.T) {
	t.Parallel()
	a, b := pair(t)
	for _, c := range []struct{ local, remote string }{{"192.0.2.1", "192.0.2.2"}, {"2001:db8::1", "2001:db8::2"}} {
		to := netip.AddrPortFrom(netip.MustParseAddr(c.remote), 0) // 179: nobody else is here
		l := listenOn(t, netip.AddrPortFrom(to.Addr(), Port).String(), ListenOptions{Namespace: b.Path()})
		d, _ := mustConnect(t, l, c.local, to, Options{Namespace: a.Path()})
		if d.Remote().Port() != Port || d.Local().Addr().String() != c.local {
			t.Errorf("dialled %v-%v", d.Local(), d.Remote())
		}
	}
	// What was opened there leaves no thread behind there.
	deadline := time.Now().Add(patience)
	for threads(t, a)+threads(t, b) > 0 {
		if time.Now().After(deadline) {
			t.Fatal("a thread stays in the namespace")
		}
		time.Sleep(time.Millisecond)
	}
	if _, err := dialFor(t, silence, "", netip.MustParseAddrPort("192.0.2.2:179"), Options{Namespace: "no-such-namespace"}); err == nil ||
		!errors.Is(err, os.ErrNotExist) || !strings.Contains(err.Error(), "no-such-namespace") {
		t.Errorf("got %v", err)
	}
	if _, err := dialFor(t, silence, "", netip.MustParseAddrPort("192.0.2.2:179"), Options{Namespace: "/proc/self/status"}); err == nil ||
		!strings.Contains(err.Error(), "not a network namespace") {
		t.Errorf("got %v", err)
	}
}

func TestNamespacePath(t *testing.T) {
	for ns, want := range map[string]string{
		"red": "/run/netns/red", "/proc/1/ns/net": "/proc/1/ns/net", "./red": "./red", "../etc/x": "../etc/x",
	} {
		if got := namespacePath(ns); got != want {
			t.Errorf("%s: %s, want %s", ns, got, want)
		}
	}
}

// The two ends of a link-local connection have the names of their own interfaces
// as zones, whatever package net makes of the numbers.
func TestLinkLocalZones(t *testing.T) {
	t.Parallel()
	a, b := netnstest.New(t), netnstest.New(t)
	b.IP(t, "link", "add", "spare", "type", "veth", "peer", "name", "spare2") // so that numbers differ
	netnstest.Link(t, a, "left", b, "right")
	at, to := a.LinkLocal(t, "left"), b.LinkLocal(t, "right").WithZone("left")
	for _, listen := range []string{":179", "[" + to.WithZone("right").String() + "]:180"} {
		l := listenOn(t, listen, ListenOptions{Namespace: b.Path()})
		remote := netip.AddrPortFrom(to, l.AddrPort().Port())
		if err := l.SetPeer(MatchInterface("right"), Options{TTL: 1, MD5: key(t, "unnumbered")}); err != nil {
			t.Fatal(err)
		}
		d, err := Dial(t.Context(), netip.AddrPortFrom(at.WithZone(""), 0), remote, Options{Namespace: a.Path(), GTSMHops: 1, MD5: key(t, "unnumbered")})
		if err != nil {
			t.Fatal(err)
		}
		defer d.Close()
		acc := accept(t, l)
		if d.Remote() != remote || d.Local().Addr() != at {
			t.Errorf("dialled from %v to %v, want %v to %v", d.Local(), d.Remote(), at, remote)
		}
		if acc.Remote().Addr() != at.WithZone("right") || acc.Local().Addr() != to.WithZone("right") {
			t.Errorf("accepted from %v at %v", acc.Remote(), acc.Local())
		}
		if got := acc.RemoteAddr().String(); !strings.Contains(got, "%right") {
			t.Errorf("RemoteAddr %s", got)
		}
		if got := sentTTL(t, acc, true); got != 1 {
			t.Errorf("the peer of the interface got TTL %d", got)
		}
	}
}

// accept takes the next connection.
func accept(t *testing.T, l *Listener) *Conn {
	t.Helper()
	_ = l.SetDeadline(time.Now().Add(patience))
	c, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c.(*Conn)
}

// Two cables between the same two: what is bound to one uses that one.
func TestDevice(t *testing.T) {
	t.Parallel()
	a, b := pair(t)
	netnstest.Link(t, a, "eth1", b, "eth1")
	a.Addr(t, "eth1", "198.51.100.1/24")
	b.Addr(t, "eth1", "198.51.100.2/24")
	l := listenOn(t, ":179", ListenOptions{Namespace: b.Path(), Device: "eth1"})
	mustConnect(t, l, "", netip.MustParseAddrPort("198.51.100.2:179"), Options{Namespace: a.Path()})
	if _, err := dialFor(t, patience, "", netip.MustParseAddrPort("192.0.2.2:179"), Options{Namespace: a.Path()}); !errors.Is(err, unix.ECONNREFUSED) {
		t.Errorf("over the other cable: %v", err)
	}
	if c, err := dialFor(t, silence, "", netip.MustParseAddrPort("198.51.100.2:179"), Options{Namespace: a.Path(), Device: "eth0"}); err == nil {
		t.Errorf("connected to %v over the wrong cable", c.Remote())
	}

	// A peer of a listener on all devices may come over its own only: the SYN is
	// answered, but nothing goes on.
	all := listenOn(t, ":180", ListenOptions{Namespace: b.Path()})
	peer := MatchAddr(netip.MustParseAddr("198.51.100.1"))
	if err := all.SetPeer(peer, Options{Device: "eth1"}); err != nil {
		t.Fatal(err)
	}
	mustConnect(t, all, "198.51.100.1", netip.MustParseAddrPort("198.51.100.2:180"), Options{Namespace: a.Path()})
	if err := all.SetPeer(peer, Options{Device: "nosuchif"}); err == nil || !strings.Contains(err.Error(), "there is no interface nosuchif") {
		t.Errorf("got %v", err)
	}
}

// A VRF, where the kernel has that kind of device: the same address and two keys.
func TestVRF(t *testing.T) {
	t.Parallel()
	a, b := pair(t)
	if _, err := b.TryIP("link", "add", "red", "type", "vrf", "table", "10"); err != nil {
		t.Skip("skipped: the kernel has no VRF devices")
	}
	b.IP(t, "link", "set", "red", "up")
	b.IP(t, "link", "set", "eth0", "master", "red")
	b.Addr(t, "eth0", "192.0.2.3/24")
	to := netip.MustParseAddrPort("192.0.2.3:179")
	l := listenOn(t, ":179", ListenOptions{Namespace: b.Path(), Device: "red"})
	if err := l.SetPeer(MatchAddr(netip.MustParseAddr("192.0.2.1")), Options{MD5: key(t, "red"), Device: "red"}); err != nil {
		t.Fatal(err)
	}
	mustConnect(t, l, "192.0.2.1", to, Options{Namespace: a.Path(), MD5: key(t, "red")})
	mustNotConnect(t, "192.0.2.1", to, Options{Namespace: a.Path(), MD5: key(t, "blue")}, "TCP MD5")
	_ = l.Close()

	// One listener for all VRFs tells the keys apart by VRF.
	b.Sysctl(t, "net/ipv4/tcp_l3mdev_accept", "1")
	all := listenOn(t, ":179", ListenOptions{Namespace: b.Path()})
	if err := all.SetPeer(MatchAddr(netip.MustParseAddr("192.0.2.1")), Options{MD5: key(t, "red"), Device: "red"}); err != nil {
		t.Fatal(err)
	}
	mustConnect(t, all, "192.0.2.1", to, Options{Namespace: a.Path(), MD5: key(t, "red")})
}

// TTL 1 ends at a router, and GTSM counts hops: three namespaces in a row.
func TestHops(t *testing.T) {
	t.Parallel()
	a, r, b := netnstest.New(t), netnstest.New(t), netnstest.New(t)
	netnstest.Link(t, a, "eth0", r, "left")
	netnstest.Link(t, r, "right", b, "eth0")
	a.Addr(t, "eth0", "192.0.2.1/24", "2001:db8:1::1/64")
	r.Addr(t, "left", "192.0.2.254/24", "2001:db8:1::fe/64")
	r.Addr(t, "right", "198.51.100.254/24", "2001:db8:2::fe/64")
	b.Addr(t, "eth0", "198.51.100.1/24", "2001:db8:2::1/64")
	r.Sysctl(t, "net/ipv4/ip_forward", "1")
	r.Sysctl(t, "net/ipv6/conf/all/forwarding", "1")
	a.IP(t, "route", "add", "default", "via", "192.0.2.254")
	a.IP(t, "-6", "route", "add", "default", "via", "2001:db8:1::fe")
	b.IP(t, "route", "add", "default", "via", "198.51.100.254")
	b.IP(t, "-6", "route", "add", "default", "via", "2001:db8:2::fe")

	l := listenOn(t, ":179", ListenOptions{Namespace: b.Path()})
	for _, c := range []struct{ local, remote string }{{"192.0.2.1", "198.51.100.1:179"}, {"2001:db8:1::1", "[2001:db8:2::1]:179"}} {
		to, m := netip.MustParseAddrPort(c.remote), MatchAddr(netip.MustParseAddr(c.local))
		mustConnect(t, l, c.local, to, Options{Namespace: a.Path(), TTL: 2})
		if _, err := dialFor(t, patience, c.local, to, Options{Namespace: a.Path(), TTL: 1}); err == nil {
			t.Error("TTL 1 went over a router")
		}
		for _, g := range []struct {
			here, there int
			ok          bool
		}{{2, 2, true}, {1, 2, false}, {2, 1, false}, {0, 1, false}, {0, 2, false}} {
			if err := l.SetPeer(m, Options{GTSMHops: g.there}); err != nil {
				t.Fatal(err)
			}
			o := Options{Namespace: a.Path(), GTSMHops: g.here}
			if !g.ok {
				mustNotConnect(t, c.local, to, o, "no answer")
				continue
			}
			mustConnect(t, l, c.local, to, o)
		}
		if err := l.RemovePeer(m); err != nil {
			t.Fatal(err)
		}
	}
}

// watch begins a discovery that ends with the test.
func watch(t *testing.T, n *netnstest.NS, ifname string, o DiscoveryOptions) *Discovery {
	t.Helper()
	o.Namespace = n.Path()
	if o.Settle == 0 {
		o.Settle = 200 * time.Millisecond
	}
	d, err := Discover(t.Context(), ifname, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	return d
}

func neighbor(t *testing.T, d *Discovery) (Neighbor, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	return d.Neighbor(ctx)
}

func TestDiscoverEachOther(t *testing.T) {
	t.Parallel()
	a, b := pair(t)
	da, db := watch(t, a, "eth0", DiscoveryOptions{}), watch(t, b, "eth0", DiscoveryOptions{})
	na, err := neighbor(t, da)
	if err != nil {
		t.Fatal(err)
	}
	nb, err := neighbor(t, db)
	if err != nil {
		t.Fatal(err)
	}
	if na.Addr != b.LinkLocal(t, "eth0") || nb.Addr != a.LinkLocal(t, "eth0") {
		t.Errorf("found %+v and %+v", na, nb)
	}
	// Each sends the other a router advertisement before long.
	deadline := time.Now().Add(patience)
	for na.Source != "router advertisement" || nb.Source != "router advertisement" {
		if time.Now().After(deadline) {
			t.Fatalf("found %+v and %+v", na, nb)
		}
		time.Sleep(10 * time.Millisecond)
		na, _ = neighbor(t, da)
		nb, _ = neighbor(t, db)
	}
	if da.LocalAddr() != nb.Addr {
		t.Errorf("our own is %v, seen as %v", da.LocalAddr(), nb.Addr)
	}
	// What was found can be dialled as it is.
	l := listenOn(t, ":179", ListenOptions{Namespace: b.Path()})
	if err := l.SetPeer(MatchInterface("eth0"), Options{GTSMHops: 1}); err != nil {
		t.Fatal(err)
	}
	mustConnect(t, l, "", netip.AddrPortFrom(na.Addr, 0), Options{Namespace: a.Path(), GTSMHops: 1})
}

// An end that sends nothing of its own is found by its answer to an echo, and
// afterwards by one that only listens in the kernel's table.
func TestDiscoverPlainHost(t *testing.T) {
	t.Parallel()
	a, b := pair(t)
	d := watch(t, a, "eth0", DiscoveryOptions{})
	n, err := neighbor(t, d)
	if err != nil || n.Addr != b.LinkLocal(t, "eth0") || n.Source != "echo reply" {
		t.Errorf("got %+v, %v", n, err)
	}
	_ = d.Close() // no advertisement of ours for the other end
	// The other end's kernel has had to look for us to answer.
	n, err = neighbor(t, watch(t, b, "eth0", DiscoveryOptions{Quiet: true}))
	if err != nil || n.Addr != a.LinkLocal(t, "eth0") || n.Source != "neighbour table" {
		t.Errorf("got %+v, %v", n, err)
	}
}

func TestDiscoverTwo(t *testing.T) {
	t.Parallel()
	a, b, c, sw := netnstest.New(t), netnstest.New(t), netnstest.New(t), netnstest.New(t)
	if _, err := sw.TryIP("link", "add", "br0", "type", "bridge"); err != nil {
		t.Skip("skipped: the kernel has no bridges")
	}
	sw.IP(t, "link", "set", "br0", "up")
	for i, n := range []*netnstest.NS{a, b, c} {
		port := "port" + itoa(i)
		netnstest.Link(t, sw, port, n, "eth0")
		sw.IP(t, "link", "set", port, "master", "br0")
		sw.Sysctl(t, "net/ipv6/conf/"+port+"/disable_ipv6", "1")
	}
	sw.Sysctl(t, "net/ipv6/conf/br0/disable_ipv6", "1")
	_, err := neighbor(t, watch(t, a, "eth0", DiscoveryOptions{Settle: time.Second}))
	var several *SeveralError
	if !errors.As(err, &several) || len(several.Addrs) != 2 {
		t.Fatalf("got %v", err)
	}
	for _, n := range []*netnstest.NS{b, c} {
		if want := n.LinkLocal(t, "eth0").String(); !strings.Contains(err.Error(), want) {
			t.Errorf("%v does not name %s", err, want)
		}
	}
	// A router among hosts is the one that is meant.
	watch(t, c, "eth0", DiscoveryOptions{})
	d := watch(t, a, "eth0", DiscoveryOptions{Settle: 2 * time.Second})
	if n, err := neighbor(t, d); err != nil || n.Addr != c.LinkLocal(t, "eth0") {
		t.Errorf("got %+v, %v", n, err)
	}
}

func TestDiscoverErrors(t *testing.T) {
	t.Parallel()
	a, b := pair(t)
	fail := func(ifname, want string) {
		t.Helper()
		d, err := Discover(t.Context(), ifname, DiscoveryOptions{Namespace: a.Path()})
		if err == nil {
			_ = d.Close()
		}
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %q", ifname, err, want)
		}
	}
	fail("nosuchif", "find neighbor nosuchif: there is no interface nosuchif")
	fail("", "no interface")
	a.Sysctl(t, "net/ipv6/conf/eth0/disable_ipv6", "1")
	fail("eth0", "has no IPv6 link-local address")
	a.IP(t, "link", "set", "eth0", "down")
	fail("eth0", "it is down")

	// Nobody at the other end: it is down.
	ctx, cancel := context.WithTimeout(t.Context(), silence)
	defer cancel()
	a.IP(t, "link", "add", "lone", "type", "veth", "peer", "name", "deaf", "netns", b.Path())
	a.IP(t, "link", "set", "lone", "up")
	b.Sysctl(t, "net/ipv6/conf/deaf/disable_ipv6", "1")
	b.IP(t, "link", "set", "deaf", "up")
	a.LinkLocal(t, "lone")
	d, err := Discover(t.Context(), "lone", DiscoveryOptions{Namespace: a.Path()})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if _, err := d.Neighbor(ctx); !errors.Is(err, ErrNoNeighbor) {
		t.Errorf("got %v", err)
	}
}

// Nothing is sent over another interface, whoever is there.
func TestDiscoverStaysOnItsInterface(t *testing.T) {
	t.Parallel()
	a, b := pair(t)
	netnstest.Link(t, a, "eth1", b, "eth1")
	// A reader of the other cable's end: it sees all that comes over it.
	var other *rawLink
	b.Do(t, func() (err error) { other, err = openRaw("eth1"); return err })
	defer other.close()
	d := watch(t, a, "eth0", DiscoveryOptions{})
	if n, err := neighbor(t, d); err != nil || n.Addr.Zone() != "eth0" {
		t.Fatalf("got %+v, %v", n, err)
	}
	_ = other.c.SetReadDeadline(time.Now().Add(silence))
	buf := make([]byte, 1500)
	n, from, _, err := other.recv(buf)
	if err == nil {
		t.Errorf("%v sent %x over eth1", from, buf[:n])
	} else if !errors.Is(err, os.ErrDeadlineExceeded) && !errors.Is(err, io.EOF) {
		t.Error(err)
	}
}

// Without the right for raw sockets the error says so, and what to do.
func TestDiscoverWithoutRights(t *testing.T) {
	err := wrap("find neighbor", "eth0", &optionError{option: "raw ICMPv6 socket", err: unix.EPERM, hint: "needs root or CAP_NET_RAW"}, Options{})
	const want = "find neighbor eth0: raw ICMPv6 socket: operation not permitted (needs root or CAP_NET_RAW)"
	if err.Error() != want || !errors.Is(err, os.ErrPermission) {
		t.Errorf("got %q", err)
	}
}

func TestReadNeighbor(t *testing.T) {
	entry := func(index byte, state uint16, flags byte, addr string) []byte {
		b := make([]byte, ndmsgLen)
		b[0] = unix.AF_INET6
		b[4], b[8], b[9], b[10] = index, byte(state), byte(state>>8), flags
		b = append(b, 8, 0, unix.NDA_LLADDR, 0, 1, 2, 3, 4)
		return append(append(b, 20, 0, unix.NDA_DST, 0), netip.MustParseAddr(addr).AsSlice()...)
	}
	if _, _, ok := readNeighbor(entry(7, unix.NUD_REACHABLE, 0, "fe80::2"), 7); !ok && hostUint16([]byte{1, 0}) != 1 {
		t.Skip("skipped: the entry is written for little-endian machines")
	}
	for _, c := range []struct {
		name       string
		b          []byte
		router, ok bool
	}{
		{"reachable", entry(7, unix.NUD_REACHABLE, 0, "fe80::2"), false, true},
		{"a stale router", entry(7, unix.NUD_STALE, unix.NTF_ROUTER, "fe80::2"), true, true},
		{"failed", entry(7, unix.NUD_FAILED, 0, "fe80::2"), false, false},
		{"another interface", entry(8, unix.NUD_REACHABLE, 0, "fe80::2"), false, false},
		{"global", entry(7, unix.NUD_REACHABLE, 0, "2001:db8::2"), false, false},
		{"no attributes", entry(7, unix.NUD_REACHABLE, 0, "fe80::2")[:ndmsgLen], false, false},
		{"short", []byte{unix.AF_INET6}, false, false},
	} {
		a, router, ok := readNeighbor(c.b, 7)
		if ok != c.ok || ok && (router != c.router || a.String() != "fe80::2") {
			t.Errorf("%s: %v, %v, %v", c.name, a, router, ok)
		}
	}
	whole := entry(7, unix.NUD_REACHABLE, 0, "fe80::2")
	for i := range whole { // cut anywhere, and with every octet of lengths gone wild
		readNeighbor(whole[:i], 7)
		b := append([]byte(nil), whole...)
		b[i] ^= 0xff
		readNeighbor(b, 7)
	}
}

// An interface that is removed and made again is another one, and so is one with
// another address; Watch opens it anew.
func TestLinkGone(t *testing.T) {
	t.Parallel()
	a, b := pair(t)
	open := func() link {
		t.Helper()
		l, err := openLink(t.Context(), "eth0", a.Path())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = l.close() })
		if _, err := l.table(); err != nil {
			t.Fatal(err)
		}
		return l
	}
	l := open()
	a.IP(t, "link", "del", "eth0")
	if _, err := l.table(); !errors.Is(err, errLinkGone) {
		t.Errorf("removed: %v", err)
	}
	netnstest.Link(t, a, "eth0", b, "eth0")
	if _, err := l.table(); !errors.Is(err, errLinkGone) {
		t.Errorf("made again: %v", err)
	}
	l = open()
	a.IP(t, "addr", "del", a.LinkLocal(t, "eth0").WithZone("").String()+"/64", "dev", "eth0")
	if _, err := l.table(); !errors.Is(err, errLinkGone) {
		t.Errorf("without address: %v", err)
	}
}
