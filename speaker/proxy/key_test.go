package proxy

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"testing"
	"time"

	"github.com/bgpdecode/bgpdecode/speaker/transport"
)

// TestKeys: with the key of TCP MD5 the proxy stands between two routers that have it, and GTSM on their side takes it for a
// neighbor; who has no key gets no connection.
func TestKeys(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	key, err := transport.NewKey([]byte("not a secret"))
	if err != nil {
		t.Fatal(err)
	}
	router := transport.Options{MD5: key, GTSMHops: 1}
	l, err := transport.Listen(ctx, "127.0.0.1:0", transport.ListenOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	err = l.SetPeer(transport.Match{Prefix: netip.MustParsePrefix("127.0.0.0/8")}, router)
	if errors.Is(err, transport.ErrUnsupported) {
		t.Skipf("skipped: %v", err)
	} else if err != nil {
		t.Fatal(err)
	}
	b := start(t, func(o *Options) { o.Target, o.Transport.MD5 = l.AddrPort(), key })
	at := netip.MustParseAddrPort(b.p.Addrs()[0].String())
	c, err := transport.Dial(ctx, netip.AddrPort{}, at, router)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	l.SetDeadline(time.Now().Add(patience))
	z, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	for _, end := range []net.Conn{c, z} {
		end.SetDeadline(time.Now().Add(patience))
	}
	say(t, c, keepalive())
	hear(t, z, keepalive())
	say(t, z, keepalive())
	hear(t, c, keepalive())

	short, cancel := context.WithTimeout(ctx, 200*time.Millisecond) // the kernel drops the SYN: nothing ever answers
	defer cancel()
	if c, err := transport.Dial(short, netip.AddrPort{}, at, transport.Options{}); err == nil {
		c.Close()
		t.Error("a connection without the key")
	}
}
