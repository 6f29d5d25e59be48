package transport

import (
	"context"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// both runs a test for IPv4 and IPv6 on loopback: listening on the family's own
// socket, and on one for both.
func both(t *testing.T, f func(t *testing.T, listen, local, remote string)) {
	for _, c := range []struct{ listen, local, remote string }{
		{"127.0.0.2:0", "127.0.0.3", "127.0.0.2"},
		{"[::1]:0", "::1", "::1"},
		{":0", "127.0.0.3", "127.0.0.2"},
		{":0", "::1", "::1"},
	} {
		t.Run(c.listen+"<"+c.local, func(t *testing.T) {
			t.Parallel()
			f(t, c.listen, c.local, c.remote)
		})
	}
}

// key makes a key or fails.
func key(t *testing.T, s string) Key {
	t.Helper()
	k, err := NewKey([]byte(s))
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// silence is how long an attempt that must not succeed is given: the kernel drops
// what is not signed right, so nothing ever comes.
const silence = 200 * time.Millisecond

// mustNotConnect dials and expects no answer at all.
func mustNotConnect(t *testing.T, local string, remote netip.AddrPort, o Options, hint string) {
	t.Helper()
	c, err := dialFor(t, silence, local, remote, o)
	if err == nil {
		t.Fatalf("connected: %v", c.Remote())
	}
	var ne net.Error
	if !errors.As(err, &ne) || !ne.Timeout() || !strings.Contains(err.Error(), hint) {
		t.Fatalf("got %v, want no answer and %q", err, hint)
	}
}

// mustConnect dials, and octets pass.
func mustConnect(t *testing.T, l *Listener, local string, remote netip.AddrPort, o Options) (dialled, accepted *Conn) {
	t.Helper()
	c, err := dialFor(t, patience, local, remote, o)
	if err != nil {
		t.Fatal(err)
	}
	return c, crossing(t, l, c)
}

func TestMD5(t *testing.T) {
	t.Parallel()
	both(t, func(t *testing.T, listen, local, remote string) {
		l := listenOn(t, listen, ListenOptions{})
		to, m := at(remote, l), MatchAddr(netip.MustParseAddr(local))
		if err := l.SetPeer(m, Options{MD5: key(t, "right")}); err != nil {
			t.Fatal(err)
		}
		mustConnect(t, l, local, to, Options{MD5: key(t, "right")})
		mustNotConnect(t, local, to, Options{MD5: key(t, "wrong")}, "TCP MD5 key at the peer looks the same")
		mustNotConnect(t, local, to, Options{}, "wants a TCP MD5")

		// A new key while it runs, then none.
		if err := l.SetPeer(m, Options{MD5: key(t, "newer")}); err != nil {
			t.Fatal(err)
		}
		mustNotConnect(t, local, to, Options{MD5: key(t, "right")}, "TCP MD5")
		mustConnect(t, l, local, to, Options{MD5: key(t, "newer")})
		if err := l.RemovePeer(m); err != nil {
			t.Fatal(err)
		}
		mustConnect(t, l, local, to, Options{})
		mustNotConnect(t, local, to, Options{MD5: key(t, "newer")}, "TCP MD5")
	})
}

// A key for a prefix, and another for an address in it, on sockets of both kinds.
func TestMD5Prefix(t *testing.T) {
	t.Parallel()
	for _, listen := range []string{"127.0.0.2:0", ":0"} {
		l := listenOn(t, listen, ListenOptions{})
		to := at("127.0.0.2", l)
		set := func(m Match, k string) {
			t.Helper()
			if err := l.SetPeer(m, Options{MD5: key(t, k)}); err != nil {
				t.Fatal(err)
			}
		}
		set(Match{Prefix: netip.MustParsePrefix("127.0.5.0/24")}, "many")
		set(MatchAddr(netip.MustParseAddr("127.0.5.5")), "one")
		mustConnect(t, l, "127.0.5.9", to, Options{MD5: key(t, "many")})
		mustConnect(t, l, "127.0.5.5", to, Options{MD5: key(t, "one")})
		mustNotConnect(t, "127.0.5.5", to, Options{MD5: key(t, "many")}, "")
		mustConnect(t, l, "127.0.6.6", to, Options{})
		if err := l.RemovePeer(Match{Prefix: netip.MustParsePrefix("127.0.5.0/24")}); err != nil {
			t.Fatal(err)
		}
		mustConnect(t, l, "127.0.5.9", to, Options{})
		mustConnect(t, l, "127.0.5.5", to, Options{MD5: key(t, "one")})
	}
}

func TestMD5Clash(t *testing.T) {
	l := listenOn(t, ":0", ListenOptions{})
	a := netip.MustParseAddr("fe80::7")
	one, two := MatchAddr(a.WithZone("eth0")), MatchAddr(a.WithZone("eth1"))
	if err := l.SetPeer(one, Options{MD5: key(t, "a")}); err != nil {
		t.Fatal(err)
	}
	if err := l.SetPeer(two, Options{MD5: key(t, "b")}); err == nil || !strings.Contains(err.Error(), "fe80::7%eth0") {
		t.Errorf("got %v", err)
	}
	if err := l.SetPeer(two, Options{MD5: key(t, "a")}); err != nil {
		t.Error(err)
	}
	// The key stays as long as one of the two wants it.
	if err := l.RemovePeer(one); err != nil {
		t.Error(err)
	}
	if err := l.RemovePeer(two); err != nil {
		t.Error(err)
	}
}

func TestGTSM(t *testing.T) {
	t.Parallel()
	both(t, func(t *testing.T, listen, local, remote string) {
		for _, c := range []struct {
			hops, ttl int // the listener's, and what the dialling side sends
			ok        bool
		}{{1, 255, true}, {1, 254, false}, {1, 1, false}, {3, 253, true}, {3, 252, false}, {255, 1, true}} {
			l := listenOn(t, listen, ListenOptions{})
			to, m := at(remote, l), MatchAddr(netip.MustParseAddr(local))
			if err := l.SetPeer(m, Options{GTSMHops: c.hops}); err != nil {
				t.Fatal(err)
			}
			if !c.ok {
				mustNotConnect(t, local, to, Options{TTL: c.ttl}, "hops than the TTL")
				continue
			}
			// Our own answers come with 255, so GTSM on the other side takes them.
			d, _ := mustConnect(t, l, local, to, Options{TTL: c.ttl})
			_ = d
			if c.ttl == 255 {
				mustConnect(t, l, local, to, Options{GTSMHops: 1})
			}
		}
	})
}

// The dialling side drops answers that come from too far away.
func TestGTSMOfDialer(t *testing.T) {
	t.Parallel()
	plain, err := net.Listen("tcp4", "127.0.0.2:0") // answers with TTL 64
	if err != nil {
		t.Fatal(err)
	}
	defer plain.Close()
	mustNotConnect(t, "127.0.0.3", addrPort(plain.Addr()), Options{GTSMHops: 1}, "GTSM drops answers")
	// Whoever gives up waiting says so, not that some context has ended.
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(silence, cancel)
	_, err = Dial(ctx, netip.AddrPort{}, addrPort(plain.Addr()), Options{GTSMHops: 1})
	if !errors.Is(err, context.Canceled) || !strings.Contains(err.Error(), ": no answer in ") || strings.Contains(err.Error(), "cancel") {
		t.Errorf("got %v", err)
	}
	c, err := dialFor(t, patience, "127.0.0.3", addrPort(plain.Addr()), Options{GTSMHops: 192})
	if err != nil {
		t.Fatal(err)
	}
	_ = c.Close()
}

// What an accepted connection has of its peer's options, and not of the
// listener's.
func TestAcceptedOptions(t *testing.T) {
	t.Parallel()
	both(t, func(t *testing.T, listen, local, remote string) {
		l := listenOn(t, listen, ListenOptions{})
		to, m := at(remote, l), MatchAddr(netip.MustParseAddr(local))
		if err := l.SetPeer(m, Options{TTL: 7, DSCP: 10}); err != nil {
			t.Fatal(err)
		}
		d, a := mustConnect(t, l, local, to, Options{TTL: 9})
		six := to.Addr().Is6()
		if got := sentTTL(t, a, six); got != 7 {
			t.Errorf("accepted: TTL %d, want 7", got)
		}
		if got := sentTTL(t, d, six); got != 9 {
			t.Errorf("dialled: TTL %d, want 9", got)
		}
		if got := sentClass(t, a, six); got != 10<<2 {
			t.Errorf("accepted: class %#x", got)
		}
		if got := sentClass(t, d, six); got != CS6<<2 {
			t.Errorf("dialled: class %#x, want CS6", got)
		}
		if err := l.RemovePeer(m); err != nil {
			t.Fatal(err)
		}
		if _, a = mustConnect(t, l, local, to, Options{}); sentTTL(t, a, six) == 255 {
			t.Error("the listener's own TTL stayed on a connection without options")
		}
	})
}

// option reads a number from a connection's socket.
func option(t *testing.T, c *Conn, level, opt int) int {
	t.Helper()
	rc, err := c.SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	n := -1
	if err := control(rc, func(fd uintptr) (err error) { n, err = unix.GetsockoptInt(int(fd), level, opt); return err }); err != nil {
		t.Fatal(err)
	}
	return n
}

func sentTTL(t *testing.T, c *Conn, six bool) int {
	if six {
		return option(t, c, unix.IPPROTO_IPV6, unix.IPV6_UNICAST_HOPS)
	}
	return option(t, c, unix.IPPROTO_IP, unix.IP_TTL)
}

func sentClass(t *testing.T, c *Conn, six bool) int {
	if six {
		return option(t, c, unix.IPPROTO_IPV6, unix.IPV6_TCLASS)
	}
	return option(t, c, unix.IPPROTO_IP, unix.IP_TOS)
}

// A segment that ends the handshake may carry data. None of it may come through
// from too far away, though IP_MINTTL is set only after accept.
func TestGTSMFilterRules(t *testing.T) {
	peer := func(p string, hops int) listenPeer {
		return listenPeer{Match{Prefix: netip.MustParsePrefix(p)}, Options{GTSMHops: hops}}
	}
	peers := []listenPeer{
		peer("192.0.2.0/24", 1), peer("192.0.2.9/32", 0), peer("192.0.2.10/32", 5), peer("198.51.100.0/22", 2),
		peer("0.0.0.0/0", 100), peer("2001:db8::1/128", 1), peer("2001:db8::/33", 4), peer("2001:db8:5::/48", 0),
		peer("fe80::/10", 1), peer("3fff::/20", 0),
	}
	sortPeers(peers)
	prog, err := gtsmFilter(peers)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		from string
		ttl  uint8
		want bool
	}{
		{"192.0.2.1", 255, true}, {"192.0.2.1", 254, false}, {"192.0.2.9", 1, true}, {"192.0.2.10", 251, true},
		{"192.0.2.10", 250, false}, {"198.51.103.255", 254, true}, {"198.51.103.255", 253, false},
		{"198.51.104.0", 156, true}, {"198.51.104.0", 155, false},
		{"2001:db8::1", 255, true}, {"2001:db8::1", 254, false}, {"2001:db8::2", 252, true}, {"2001:db8::2", 251, false},
		{"2001:db8:7fff::", 251, false}, {"2001:db8:8000::", 1, true}, {"2001:db8:5::1", 1, true},
		{"fe80::1", 254, false}, {"febf::1", 255, true}, {"fec0::1", 1, true}, {"3fff::1", 1, true},
	} {
		if got := runFilter(t, prog, netHeader(netip.MustParseAddr(c.from), c.ttl)); got != c.want {
			t.Errorf("%s with TTL %d: taken %v, want %v", c.from, c.ttl, got, c.want)
		}
	}
	if prog, err := gtsmFilter([]listenPeer{peer("192.0.2.0/24", 0)}); prog != nil || err != nil {
		t.Errorf("a program without GTSM: %v, %v", prog, err)
	}
	var many []listenPeer
	for i := range 400 {
		a := netip.AddrFrom16([16]byte{0x20, 0x01, 0x0d, 0xb8, 14: byte(i >> 8), 15: byte(i)})
		many = append(many, listenPeer{MatchAddr(a), Options{GTSMHops: 1}})
	}
	if _, err := gtsmFilter(many); err == nil || !strings.Contains(err.Error(), "too many peers with GTSM") {
		t.Errorf("400 peers: %v", err)
	}
}

// netHeader gives as much of an IP header as filters look at.
func netHeader(from netip.Addr, ttl uint8) []byte {
	if from.Is4() {
		b := make([]byte, 20)
		b[0], b[8] = 0x45, ttl
		copy(b[12:], from.AsSlice())
		return b
	}
	b := make([]byte, 40)
	b[0], b[7] = 0x60, ttl
	copy(b[8:], from.AsSlice())
	return b
}

// runFilter is a small interpreter for the instructions that are used.
func runFilter(t *testing.T, prog []unix.SockFilter, hdr []byte) bool {
	t.Helper()
	var a uint32
	for pc := 0; pc < len(prog); pc++ {
		in := prog[pc]
		switch in.Code {
		case unix.BPF_LD | unix.BPF_B | unix.BPF_ABS:
			a = uint32(hdr[in.K-netOff])
		case unix.BPF_LD | unix.BPF_W | unix.BPF_ABS:
			a = binary.BigEndian.Uint32(hdr[in.K-netOff:])
		case unix.BPF_ALU | unix.BPF_AND | unix.BPF_K:
			a &= in.K
		case unix.BPF_JMP | unix.BPF_JA:
			pc += int(in.K)
		case unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K:
			pc += int(pick(a == in.K, in.Jt, in.Jf))
		case unix.BPF_JMP | unix.BPF_JGE | unix.BPF_K:
			pc += int(pick(a >= in.K, in.Jt, in.Jf))
		case unix.BPF_RET | unix.BPF_K:
			return in.K != 0
		default:
			t.Fatalf("instruction %#x", in.Code)
		}
	}
	t.Fatal("the program runs off its end")
	return false
}

func pick(c bool, a, b uint8) uint8 {
	if c {
		return a
	}
	return b
}

// The kernel here may have TCP-AO or not; either way the answer is clear.
func TestAO(t *testing.T) {
	t.Parallel()
	o := Options{AO: []AOKey{{SendID: 1, RecvID: 2, Key: key(t, "ao secret")}}}
	back := Options{AO: []AOKey{{SendID: 2, RecvID: 1, Key: key(t, "ao secret")}}}
	l := listenOn(t, "127.0.0.2:0", ListenOptions{})
	err := l.SetPeer(MatchAddr(netip.MustParseAddr("127.0.0.3")), back)
	if err == nil {
		mustConnect(t, l, "127.0.0.3", l.AddrPort(), o)
		mustNotConnect(t, "127.0.0.3", l.AddrPort(), Options{}, "")
		return
	}
	checkAORefusal(t, err)
	_, err = dialFor(t, patience, "127.0.0.3", l.AddrPort(), o)
	checkAORefusal(t, err)
	// The listener goes on without it.
	mustConnect(t, l, "127.0.0.3", l.AddrPort(), Options{})
}

func checkAORefusal(t *testing.T, err error) {
	t.Helper()
	if !errors.Is(err, ErrUnsupported) || !errors.Is(err, unix.ENOPROTOOPT) || !strings.Contains(err.Error(), "TCP-AO: the kernel has no TCP_AO_ADD_KEY") ||
		!strings.Contains(err.Error(), "CONFIG_TCP_AO") || strings.Contains(err.Error(), "ao secret") {
		t.Errorf("got %v", err)
	}
}

// The structures as <linux/tcp.h> has them: offsets worked out from the C
// declarations by hand.
func TestAOLayout(t *testing.T) {
	var a aoAdd
	var d aoDel
	var i aoInfo
	for _, c := range []struct {
		name      string
		got, want uintptr
	}{
		{"add.alg_name", unsafe.Offsetof(a.algName), 128}, {"add.ifindex", unsafe.Offsetof(a.ifindex), 192},
		{"add.set", unsafe.Offsetof(a.set), 196}, {"add.reserved2", unsafe.Offsetof(a.reserved2), 200},
		{"add.prefix", unsafe.Offsetof(a.prefix), 202}, {"add.sndid", unsafe.Offsetof(a.sndID), 203},
		{"add.rcvid", unsafe.Offsetof(a.rcvID), 204}, {"add.maclen", unsafe.Offsetof(a.macLen), 205},
		{"add.keyflags", unsafe.Offsetof(a.keyFlags), 206}, {"add.keylen", unsafe.Offsetof(a.keyLen), 207},
		{"add.key", unsafe.Offsetof(a.key), 208}, {"add", unsafe.Sizeof(a), 288},
		{"del.ifindex", unsafe.Offsetof(d.ifindex), 128}, {"del.set", unsafe.Offsetof(d.set), 132},
		{"del.prefix", unsafe.Offsetof(d.prefix), 138}, {"del.sndid", unsafe.Offsetof(d.sndID), 139},
		{"del.rcvid", unsafe.Offsetof(d.rcvID), 140}, {"del.current_key", unsafe.Offsetof(d.currentKey), 141},
		{"del.rnext", unsafe.Offsetof(d.rnext), 142}, {"del.keyflags", unsafe.Offsetof(d.keyFlags), 143}, {"del", unsafe.Sizeof(d), 152},
		{"info.reserved2", unsafe.Offsetof(i.reserved2), 4}, {"info.current_key", unsafe.Offsetof(i.currentKey), 6},
		{"info.rnext", unsafe.Offsetof(i.rnext), 7}, {"info.pkt_good", unsafe.Offsetof(i.counters), 8}, {"info", unsafe.Sizeof(i), 48},
	} {
		if c.got != c.want {
			t.Errorf("%s: %d, want %d", c.name, c.got, c.want)
		}
	}
}

func TestAOContents(t *testing.T) {
	k := AOKey{SendID: 5, RecvID: 6, Key: key(t, "k"), Algorithm: AOAESCMAC, ExcludeOptions: true}
	a := newAOAdd(true, netip.MustParsePrefix("2001:db8::9/128"), k, true)
	b := unsafe.Slice((*byte)(unsafe.Pointer(&a)), unsafe.Sizeof(a))
	want := make([]byte, 288)
	binary.NativeEndian.PutUint16(want, unix.AF_INET6)
	copy(want[8:], netip.MustParseAddr("2001:db8::9").AsSlice()) // struct sockaddr_in6: family, port, flow, address
	copy(want[128:], "cmac(aes128)")
	binary.NativeEndian.PutUint32(want[196:], 3)
	copy(want[202:], []byte{128, 5, 6, 12, 2, 1, 'k'})
	if !slices.Equal(b, want) {
		t.Errorf("got  %x\nwant %x", b, want)
	}
	a = newAOAdd(false, netip.MustParsePrefix("192.0.2.0/24"), AOKey{Key: key(t, "k"), MACLen: 16}, false)
	if a.prefix != 24 || a.macLen != 16 || a.set != 0 || a.addr.Family != unix.AF_INET {
		t.Errorf("got %+v", a)
	}
}

func TestDeviceOfLoopback(t *testing.T) {
	t.Parallel()
	l := listenOn(t, "127.0.0.2:0", ListenOptions{Device: "lo"})
	c, err := dialFor(t, patience, "127.0.0.3", l.AddrPort(), Options{Device: "lo"})
	if errors.Is(err, unix.EPERM) {
		t.Skip("skipped: no right for SO_BINDTODEVICE")
	}
	if err != nil {
		t.Fatal(err)
	}
	crossing(t, l, c)
	if _, err := dialFor(t, patience, "", l.AddrPort(), Options{Device: "nosuchif"}); err == nil ||
		!strings.Contains(err.Error(), "SO_BINDTODEVICE nosuchif: there is no interface nosuchif") {
		t.Errorf("got %v", err)
	}
}

// The kernel counts what GTSM drops nowhere that a test could read cheaply, so the
// data that comes with the handshake is tried itself.
func TestGTSMDropsEarlyData(t *testing.T) {
	t.Parallel()
	l := listenOn(t, "127.0.0.2:0", ListenOptions{})
	if err := l.SetPeer(MatchAddr(netip.MustParseAddr("127.0.0.3")), Options{GTSMHops: 1}); err != nil {
		t.Fatal(err)
	}
	// The connection is opened as a near one, then its sender moves away before
	// the listener accepts.
	c, err := dialFor(t, patience, "127.0.0.3", l.AddrPort(), Options{TTL: 255})
	if err != nil {
		t.Fatal(err)
	}
	rc, _ := c.SyscallConn()
	if err := control(rc, func(fd uintptr) error { return setTTL(int(fd), false, 254) }); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Write([]byte("far")); err != nil {
		t.Fatal(err)
	}
	a, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	_ = a.SetReadDeadline(time.Now().Add(silence))
	b := make([]byte, 8)
	if n, err := io.ReadAtLeast(a, b, 1); n > 0 || err == nil {
		t.Fatalf("read %q", b[:n])
	}
}
