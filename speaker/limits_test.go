package speaker

import (
	"context"
	"errors"
	"io"
	"net"
	"net/netip"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
	"github.com/bgpdecode/bgpdecode/speaker/fsm"
	"github.com/bgpdecode/bgpdecode/speaker/transport"
)

// Strangers are told 6/5, on their own connection.
func TestStrangersRefused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, r := up(t, nil)
		for i := range 300 {
			x := l.connectFrom(netip.AddrFrom4([4]byte{10, 0, byte(i >> 8), byte(i)}).String())
			x.want("NOTIFICATION 6/5 ")
			x.wantEnd()
		}
		synctest.Wait()
		l.wantState(fsm.Established)
		if n := len(l.s.census.all); n != 1 {
			t.Errorf("%d connections are counted", n)
		}
		l.bye(r)
	})
}

// A stranger that does not read costs a refusal for a while, no more.
func TestStrangersThatDoNotRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLabWith(t, passive(), func(o *Options) { o.Limits.HalfOpenPerSource, o.Limits.HalfOpen = 50, 100 })
		var all []*rawPeer
		for i := range 500 {
			all = append(all, l.connectFrom(netip.AddrFrom4([4]byte{10, 0, byte(i >> 6), 1}).String()))
		}
		l.s.census.mu.Lock()
		n := len(l.s.census.all)
		l.s.census.mu.Unlock()
		if n > 100 {
			t.Errorf("%d connections are held", n)
		}
		time.Sleep(3 * time.Second)
		for _, r := range all {
			if _, err := r.c.Write([]byte{0}); !errors.Is(err, io.ErrClosedPipe) {
				t.Fatalf("still open: %v", err)
			}
		}
		// The peer can come.
		r := l.again(usual(64501)...)
		l.wantState(fsm.Established)
		l.bye(r)
	})
}

// AcceptConnectionsUnconfiguredPeers: a stranger is taken while it is there, and forgotten after.
func TestUnconfiguredPeer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var asked int
		l := newLabWith(t, passive(), func(o *Options) {
			o.Limits.Unconfigured = 2
			o.Unconfigured = func(remote netip.AddrPort) (*PeerConfig, bool) {
				asked++
				return &PeerConfig{LocalAS: 64500, Capabilities: DefaultCapabilities()}, remote.Addr() != netip.MustParseAddr("10.0.0.9")
			}
		})
		r := l.connectFrom("10.0.0.1")
		r.establish(open(65010, "10.0.0.1"))
		synctest.Wait()
		if n := len(l.s.Peers()); n != 2 || l.s.Peers()[1].State() != fsm.Established {
			t.Errorf("%d peers", n)
		}
		r2 := l.connectFrom("10.0.0.2")
		r2.want("OPEN")
		r3 := l.connectFrom("10.0.0.3") // one too many
		r3.want("NOTIFICATION 6/5 ")
		r9 := l.connectFrom("10.0.0.9")
		r9.want("NOTIFICATION 6/5 ")
		_ = r2.c.Close()
		_ = r.c.Close()
		time.Sleep(time.Minute)
		synctest.Wait()
		if n := len(l.s.Peers()); n != 1 || l.s.dynamic != 0 {
			t.Errorf("%d peers, %d dynamic\n%s", n, l.s.dynamic, l.log.text())
		}
		r = l.connectFrom("10.0.0.1")
		r.establish(open(65010, "10.0.0.1"))
		synctest.Wait()
		go l.end()
		r.want("NOTIFICATION 6/2 ")
	})
}

// An unnumbered peer is found on its interface, and recognised by the zone of its address when it connects.
func TestUnnumberedPeer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var dialled []netip.AddrPort
		far := make(chan net.Conn, 1)
		c := PeerConfig{Interface: "eth7", LocalAS: 64500, Capabilities: DefaultCapabilities()}
		l := newLabWith(t, c, func(o *Options) {
			o.Neighbor = func(context.Context, string) (netip.Addr, error) { return netip.MustParseAddr("fe80::2%eth7"), nil }
			o.Dial = func(_ context.Context, _, remote netip.AddrPort, _ transport.Options) (net.Conn, error) {
				dialled = append(dialled, remote)
				a, b := net.Pipe()
				far <- b
				return &memConn{a, netip.MustParseAddrPort("[fe80::1%eth7]:40000"), remote}, nil
			}
		})
		r := newRaw(t, <-far)
		r.establish(open(64501, them))
		synctest.Wait()
		l.wantState(fsm.Established)
		if len(dialled) != 1 || dialled[0].String() != "[fe80::2%eth7]:179" || l.p.Name() != "eth7" {
			t.Errorf("dialled %v, name %s", dialled, l.p.Name())
		}
		x := l.connectFrom("fe80::3%eth8")
		x.want("NOTIFICATION 6/5 ")
		x.wantEnd()
		y := l.connectFrom("fe80::2%eth7") // the same peer: judged by collision detection
		y.want("OPEN")
		y.sendOpen(open(64501, them))
		y.want("NOTIFICATION 6/7 ")
		l.bye(r)
	})
}

// One shot: after the session the peer stays in Idle.
func TestOneShot(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := passive()
		c.OneShot = true
		l := newLab(t, c)
		r := l.again(usual(64501)...)
		_ = r.c.Close()
		time.Sleep(time.Hour)
		l.wantState(fsm.Idle)
		r = l.connect()
		r.want("NOTIFICATION 6/5 ")
		l.end()
	})
}

// Events of one connection come in order, and commands may be given from OnEvent.
func TestCommandsFromOnEvent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var l *lab
		log := &eventLog{}
		log.on = func(e *Event) {
			if e.Kind == StateChange && e.To == fsm.Established {
				_, _ = e.Peer.State(), e.Peer.Stats()
				if e.Peer.Agreed() == nil {
					_ = e.Peer.RequestRefresh(codec.IPv4Unicast) // nothing yet: the actions come after
				}
				e.Peer.Reset(registry.SubAdministrativeReset, "from within")
			}
		}
		l = newLabWith(t, passive(), func(o *Options) { o.OnEvent = log.add })
		r := l.connect()
		r.want("OPEN")
		r.sendOpen(peerOpen(64501, usual(64501)...))
		r.want("KEEPALIVE")
		r.keepalive()
		r.want("NOTIFICATION 6/4 0b66726f6d2077697468696e")
		r.wantEnd()
		l.end()
	})
}

// The configuration is checked before anything happens.
func TestConfigErrors(t *testing.T) {
	s, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*PeerConfig){
		"Remote":   func(c *PeerConfig) { c.Remote = netip.Addr{} },
		"LocalAS":  func(c *PeerConfig) { c.LocalAS = 0 },
		"RouterID": func(c *PeerConfig) { c.RouterID = netip.MustParseAddr("2001:db8::1") },
		"HoldTime": func(c *PeerConfig) { c.HoldTime = 2 * time.Second },
		"Capabilities": func(c *PeerConfig) {
			c.Capabilities.Other = []codec.Capability{{Code: 240, Value: make([]byte, 256)}}
		},
		"Capabilities.RoleStrict": func(c *PeerConfig) { c.Capabilities.RoleStrict = true },
		"ShutdownText":            func(c *PeerConfig) { c.ShutdownText = string(make([]byte, 256)) },
		"Transport":               func(c *PeerConfig) { c.Transport.TTL = 300 },
		"NoListen":                func(c *PeerConfig) { c.Passive, c.NoListen = true, true },
		"FSM":                     func(c *PeerConfig) { c.FSM.DampPeerOscillations = true },
	} {
		c := peerConfig()
		change(&c)
		var ce *ConfigError
		if _, err := s.Add(c); !errors.As(err, &ce) || ce.Field != name {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := s.Add(peerConfig()); err != nil {
		t.Error(err)
	}
	if _, err := s.Add(peerConfig()); !errors.Is(err, ErrDuplicate) {
		t.Error(err)
	}
	if _, err := New(Options{Listen: []string{"nonsense"}}); err == nil {
		t.Error("a listener at nonsense")
	}
}

func TestCutText(t *testing.T) {
	long := strings.Repeat("x", 253)
	for in, want := range map[string]string{"": "", "short": "short", long + "ä": long + "ä", long + "äz": long + "ä", long + "x": long + "x",
		long + "xä": long + "x", long + "€z": long, long + "xyz": long + "xy"} {
		if got := cutText(in); got != want {
			t.Errorf("%q is cut to %q", in[min(len(in), 250):], got[min(len(got), 250):])
		}
	}
}
