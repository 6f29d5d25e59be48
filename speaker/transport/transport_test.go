package transport

import (
	"context"
	"errors"
	"io"
	"net"
	"net/netip"
	"strings"
	"syscall"
	"testing"
	"time"
)

// patience bounds what must happen soon, on a machine with other work.
const patience = 20 * time.Second

// listenOn starts a listener that ends with the test.
func listenOn(t *testing.T, addr string, o ListenOptions) *Listener {
	t.Helper()
	l, err := Listen(t.Context(), addr, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	return l
}

// at gives an address with a listener's port.
func at(addr string, l *Listener) netip.AddrPort {
	return netip.AddrPortFrom(netip.MustParseAddr(addr), l.AddrPort().Port())
}

// dialFor dials with a deadline.
func dialFor(t *testing.T, d time.Duration, local string, remote netip.AddrPort, o Options) (*Conn, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), d)
	defer cancel()
	from := netip.AddrPort{}
	if local != "" {
		from = netip.AddrPortFrom(netip.MustParseAddr(local), 0)
	}
	c, err := Dial(ctx, from, remote, o)
	if err == nil {
		t.Cleanup(func() { _ = c.Close() })
	}
	return c, err
}

// crossing sends octets both ways between a dialled connection and the one that
// is accepted, which it gives.
func crossing(t *testing.T, l *Listener, c *Conn) *Conn {
	t.Helper()
	if err := l.SetDeadline(time.Now().Add(patience)); err != nil {
		t.Fatal(err)
	}
	nc, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	a := nc.(*Conn)
	t.Cleanup(func() { _ = a.Close() })
	echo(t, c, a)
	echo(t, a, c)
	return a
}

// echo sends a few octets one way.
func echo(t *testing.T, from, to net.Conn) {
	t.Helper()
	if _, err := from.Write([]byte("octets")); err != nil {
		t.Fatal(err)
	}
	b := make([]byte, 6)
	_ = to.SetReadDeadline(time.Now().Add(patience))
	if _, err := io.ReadFull(to, b); err != nil || string(b) != "octets" {
		t.Fatalf("read %q, %v", b, err)
	}
}

func TestDialAndListen(t *testing.T) {
	for _, c := range []struct{ listen, local, remote string }{
		{"127.0.0.2:0", "127.0.0.3", "127.0.0.2"},
		{"[::1]:0", "::1", "::1"},
		{":0", "127.0.0.4", "127.0.0.2"}, // both families on one socket
		{":0", "", "::1"},
		{"*:0", "::ffff:127.0.0.4", "::ffff:127.0.0.2"},
	} {
		t.Run(c.listen+" "+c.remote, func(t *testing.T) {
			l := listenOn(t, c.listen, ListenOptions{})
			d, err := dialFor(t, patience, c.local, at(c.remote, l), Options{TTL: 1})
			if err != nil {
				t.Fatal(err)
			}
			a := crossing(t, l, d)
			if a.Remote() != d.Local() || a.Local() != d.Remote() {
				t.Errorf("the ends disagree: %v-%v, %v-%v", a.Local(), a.Remote(), d.Local(), d.Remote())
			}
			if want := netip.MustParseAddr(c.remote).Unmap(); d.Remote().Addr() != want {
				t.Errorf("remote %v, want %v", d.Remote(), want)
			}
			if c.local != "" && d.Local().Addr() != netip.MustParseAddr(c.local).Unmap() {
				t.Errorf("local %v, want %v", d.Local(), c.local)
			}
		})
	}
}

func TestLocalPort(t *testing.T) {
	l := listenOn(t, "127.0.0.1:0", ListenOptions{})
	for try := 0; ; try++ { // a port that was free a moment ago may be gone
		probe := listenOn(t, "127.0.0.1:0", ListenOptions{})
		port := probe.AddrPort().Port()
		_ = probe.Close()
		c, err := Dial(t.Context(), netip.AddrPortFrom(netip.Addr{}, port), l.AddrPort(), Options{})
		if errors.Is(err, syscall.EADDRINUSE) && try < 50 {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		if c.Local().Port() != port {
			t.Errorf("local port %d, want %d", c.Local().Port(), port)
		}
		return
	}
}

func TestDialErrors(t *testing.T) {
	gone := listenOn(t, "127.0.0.1:0", ListenOptions{})
	nobody := gone.AddrPort()
	_ = gone.Close()
	key, _ := NewKey([]byte("secret"))
	for _, c := range []struct {
		name, local, remote string
		o                   Options
		want                string
	}{
		{"refused", "", nobody.String(), Options{}, "nothing listens there"},
		{"families", "::1", nobody.String(), Options{}, "other family"},
		{"no zone", "", "[fe80::1]:179", Options{}, "needs its interface"},
		{"bad zone", "", "[fe80::1%nosuchif]:179", Options{}, "there is no interface nosuchif"},
		{"multicast", "", "224.0.0.5:179", Options{}, "not the address of one host"},
		{"foreign address", "192.0.2.77", nobody.String(), Options{}, "no interface here has this address"},
		{"TTL", "", nobody.String(), Options{TTL: 256}, "TTL 256 is not within"},
		{"TTL and GTSM", "", nobody.String(), Options{TTL: 1, GTSMHops: 1}, "exclude each other"},
		{"MD5 and AO", "", nobody.String(), Options{MD5: key, AO: []AOKey{{Key: key}}}, "exclude each other"},
		{"AO ids", "", nobody.String(), Options{AO: []AOKey{{Key: key}, {Key: key}}}, "SendID 0"},
		{"DSCP", "", nobody.String(), Options{DSCP: 64}, "DSCP 64"},
		{"device name", "", nobody.String(), Options{Device: "a/b"}, "cannot be the name"},
		{"namespace name", "", nobody.String(), Options{Namespace: ".."}, "cannot be the name"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := dialFor(t, patience, c.local, netip.MustParseAddrPort(c.remote), c.o)
			var e *Error
			if !errors.As(err, &e) || e.Peer != c.remote || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
			if err != nil && strings.Contains(err.Error(), "secret") {
				t.Error("the key is in the error")
			}
		})
	}
}

func TestListenErrors(t *testing.T) {
	l := listenOn(t, "127.0.0.1:0", ListenOptions{})
	for _, c := range []struct{ addr, want string }{
		{"127.0.0.1", "host:port"},
		{":bgp", "the port is a number"},
		{"localhost:0", "names are not looked up"},
		{"[fe80::1]:0", "needs its interface"},
		{"192.0.2.77:0", "no interface here has this address"},
		{l.AddrPort().String(), "has this address and port already"},
	} {
		if _, err := Listen(t.Context(), c.addr, ListenOptions{}); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", c.addr, err, c.want)
		}
	}
}

// A listener that is closed ends Accept with net.ErrClosed, by which callers know
// that to go on is no use.
func TestClosedListener(t *testing.T) {
	l := listenOn(t, "127.0.0.1:0", ListenOptions{})
	_ = l.Close()
	if _, err := l.Accept(); !errors.Is(err, net.ErrClosed) {
		t.Errorf("got %v", err)
	}
	if err := l.SetPeer(MatchAddr(netip.MustParseAddr("127.0.0.1")), Options{TTL: 3}); !errors.Is(err, net.ErrClosed) {
		t.Errorf("SetPeer: got %v", err)
	}
}
