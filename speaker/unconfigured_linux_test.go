package speaker

import (
	"context"
	"net"
	"net/netip"
	"testing"
	"time"

	"github.com/bgpdecode/bgpdecode/registry"
	"github.com/bgpdecode/bgpdecode/speaker/transport"
)

// Peers that are known by their prefix only have its key from the first packet, and
// go on with it.
func TestUnconfiguredWithKey(t *testing.T) {
	k, err := transport.NewKey([]byte("of many"))
	if err != nil {
		t.Fatal(err)
	}
	o := transport.Options{MD5: k, GTSMHops: 1}
	var log eventLog
	s, err := New(Options{
		Listen:                []string{"127.0.0.2:0"},
		OnEvent:               log.add,
		UnconfiguredTransport: map[netip.Prefix]transport.Options{netip.MustParsePrefix("127.9.1.1/16"): o},
		Unconfigured: func(netip.AddrPort) (*PeerConfig, bool) {
			return &PeerConfig{LocalAS: 64500, RouterID: netip.MustParseAddr(us), Capabilities: DefaultCapabilities(), Transport: o}, true
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	defer func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		_ = s.Shutdown(ctx, registry.SubAdministrativeShutdown, "")
	}()
	to := s.Addrs()[0].(*net.TCPAddr).AddrPort()
	dial := func(o transport.Options, within time.Duration) (*transport.Conn, error) {
		ctx, cancel := context.WithTimeout(t.Context(), within)
		defer cancel()
		return transport.Dial(ctx, netip.AddrPortFrom(netip.MustParseAddr("127.9.0.7"), 0), to, o)
	}
	for _, bad := range []transport.Options{{GTSMHops: 1}, {MD5: k, TTL: 254}} {
		if c, err := dial(bad, 200*time.Millisecond); err == nil {
			c.Close()
			t.Errorf("connected with %+v", bad)
		}
	}
	c, err := dial(o, 20*time.Second)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	_ = c.SetDeadline(time.Now().Add(20 * time.Second))
	r := newRaw(t, c)
	r.establish(peerOpen(64501, usual(64501)...))
}
