package transport

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// packet is what goes over a fakeLink.
type packet struct {
	addr netip.Addr // from, or to
	hop  int
	b    []byte
}

// fakeLink is a link in memory.
type fakeLink struct {
	in     chan packet
	closed chan struct{}

	mu    sync.Mutex
	sent  []packet
	known []netip.Addr
	lost  bool
}

func newFakeLink() *fakeLink { return &fakeLink{in: make(chan packet), closed: make(chan struct{})} }

func (l *fakeLink) addr() netip.Addr { return ll("fe80::1") }
func (l *fakeLink) mac() []byte      { return []byte{2, 0, 0, 0, 0, 1} }
func (l *fakeLink) close() error     { close(l.closed); return nil }
func (l *fakeLink) table() ([]netip.Addr, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.lost {
		return nil, errLinkGone
	}
	return l.known, nil
}

func (l *fakeLink) send(to netip.Addr, b []byte) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.sent = append(l.sent, packet{addr: to, b: b})
	return nil
}

func (l *fakeLink) recv(b []byte) (int, netip.Addr, int, error) {
	select {
	case p := <-l.in:
		return copy(b, p.b), p.addr, p.hop, nil
	case <-l.closed:
		return 0, netip.Addr{}, 0, net.ErrClosed
	}
}

// count gives how many messages of a type went to an address.
func (l *fakeLink) count(typ byte, to netip.Addr) (n int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, p := range l.sent {
		if p.b[0] == typ && p.addr == to {
			n++
		}
	}
	return n
}

// ll is a link-local address of the fake link.
func ll(s string) netip.Addr { return netip.MustParseAddr(s).WithZone("eth9") }

// inBubble watches a fake link with a clock of its own.
func inBubble(t *testing.T, o DiscoveryOptions, f func(t *testing.T, l *fakeLink, d *Discovery)) {
	synctest.Test(t, func(t *testing.T) {
		l := newFakeLink()
		d := discoverOn(l, "eth9", o)
		defer d.Close()
		f(t, l, d)
	})
}

// ask gives the neighbour, waiting for at most a time.
func ask(d *Discovery, wait time.Duration) (Neighbor, error) {
	ctx, cancel := context.WithTimeout(context.Background(), wait)
	defer cancel()
	return d.Neighbor(ctx)
}

func ra(from string) packet { return packet{ll(from), 255, appendRA(nil, nil)} }
func rs(from string) packet { return packet{ll(from), 255, appendRS(nil, nil)} }
func echoOf(d *Discovery, from string) packet {
	b := appendEcho(nil, d.id, 0)
	b[0] = icmpEchoReply
	return packet{ll(from), 64, b}
}

func TestDiscoveryByAdvertisement(t *testing.T) {
	inBubble(t, DiscoveryOptions{}, func(t *testing.T, l *fakeLink, d *Discovery) {
		start := time.Now()
		synctest.Wait()
		if l.count(icmpRS, allRouters) != 1 || l.count(icmpEchoRequest, allNodes) != 1 {
			t.Errorf("asked %+v", l.sent)
		}
		l.in <- ra("fe80::2")
		l.in <- echoOf(d, "fe80::3") // a host
		n, err := ask(d, time.Minute)
		if err != nil || n != (Neighbor{ll("fe80::2"), "router advertisement"}) {
			t.Fatalf("got %v, %v", n, err)
		}
		if took := time.Since(start); took != defaultSettle {
			t.Errorf("took %v", took)
		}
		synctest.Wait()
		// Both were told at once, and the neighbour again when it was clear.
		if l.count(icmpRA, ll("fe80::2")) != 2 || l.count(icmpRA, ll("fe80::3")) != 1 {
			t.Errorf("advertised %+v", l.sent)
		}
		// It is remembered, and it is told about us as long as it is there.
		before := time.Now()
		if n, err := ask(d, time.Minute); err != nil || n.Addr != ll("fe80::2") || !time.Now().Equal(before) {
			t.Errorf("again: %v, %v after %v", n, err, time.Since(before))
		}
		asked := l.count(icmpRS, allRouters)
		for range 6 {
			time.Sleep(advertEvery)
			l.in <- ra("fe80::2")
		}
		synctest.Wait()
		if got := l.count(icmpRA, ll("fe80::2")); got < 6 || got > 8 {
			t.Errorf("advertised %d times in a minute", got)
		}
		if got := l.count(icmpRS, allRouters) - asked; got > 3 {
			t.Errorf("asked %d times though the neighbour speaks", got)
		}
		if got := l.count(icmpRA, allNodes); got != 0 {
			t.Errorf("%d advertisements to all", got)
		}
		// It goes, and comes back under another address.
		time.Sleep(fresh + advertEvery)
		if n, err := ask(d, 3*time.Second); !errors.Is(err, ErrNoNeighbor) {
			t.Errorf("gone: %v, %v", n, err)
		}
		l.in <- ra("fe80::22")
		if n, err := ask(d, time.Minute); err != nil || n.Addr != ll("fe80::22") {
			t.Errorf("back: %v, %v", n, err)
		}
	})
}

func TestDiscoveryWithoutAdvertisement(t *testing.T) {
	inBubble(t, DiscoveryOptions{}, func(t *testing.T, l *fakeLink, d *Discovery) {
		l.in <- echoOf(d, "fe80::2")
		if n, err := ask(d, time.Minute); err != nil || n != (Neighbor{ll("fe80::2"), "echo reply"}) {
			t.Errorf("got %v, %v", n, err)
		}
	})
	inBubble(t, DiscoveryOptions{}, func(t *testing.T, l *fakeLink, d *Discovery) {
		l.mu.Lock()
		l.known = []netip.Addr{ll("fe80::5")}
		l.mu.Unlock()
		if n, err := ask(d, time.Minute); err != nil || n != (Neighbor{ll("fe80::5"), "neighbour table"}) {
			t.Errorf("got %v, %v", n, err)
		}
	})
}

// Two that solicit find each other: each answers with an advertisement.
func TestDiscoveryAnswersSolicitations(t *testing.T) {
	inBubble(t, DiscoveryOptions{}, func(t *testing.T, l *fakeLink, _ *Discovery) {
		for range 50 {
			l.in <- rs("fe80::2")
		}
		synctest.Wait()
		if got := l.count(icmpRA, ll("fe80::2")); got != 1 {
			t.Errorf("%d answers to a burst", got)
		}
	})
	inBubble(t, DiscoveryOptions{Quiet: true}, func(t *testing.T, l *fakeLink, d *Discovery) {
		l.in <- rs("fe80::2")
		l.in <- ra("fe80::2")
		if _, err := ask(d, time.Minute); err != nil || len(l.sent) != 0 {
			t.Errorf("quiet, but sent %+v (%v)", l.sent, err)
		}
	})
}

func TestDiscoveryOfSeveral(t *testing.T) {
	inBubble(t, DiscoveryOptions{Settle: 2 * time.Second}, func(t *testing.T, l *fakeLink, d *Discovery) {
		l.in <- ra("fe80::9")
		time.Sleep(time.Second) // the second one is slower
		l.in <- ra("fe80::2")
		_, err := ask(d, time.Minute)
		var several *SeveralError
		if !errors.As(err, &several) || !slices.Equal(several.Addrs, []netip.Addr{ll("fe80::2"), ll("fe80::9")}) {
			t.Fatalf("got %v", err)
		}
		const want = "find neighbor eth9: there are several neighbours: fe80::2%eth9, fe80::9%eth9 (name the one that is meant by its address)"
		if err.Error() != want {
			t.Errorf("got %q", err)
		}
		synctest.Wait()
		if l.count(icmpRA, ll("fe80::2")) != 1 || l.count(icmpRA, ll("fe80::9")) != 1 {
			t.Errorf("advertised %+v", l.sent)
		}
	})
}

func TestDiscoveryOfNobody(t *testing.T) {
	inBubble(t, DiscoveryOptions{}, func(t *testing.T, l *fakeLink, d *Discovery) {
		start := time.Now()
		_, err := ask(d, 5*time.Minute)
		if !errors.Is(err, ErrNoNeighbor) || !strings.Contains(err.Error(), "find neighbor eth9: nobody has answered (no router advertisement") {
			t.Errorf("got %v", err)
		}
		if time.Since(start) != 5*time.Minute {
			t.Errorf("after %v", time.Since(start))
		}
		if got := l.count(icmpRS, allRouters); got < 30 || got > 45 {
			t.Errorf("asked %d times in five minutes", got)
		}
	})
}

// Invented senders cannot make it remember more than it should, and cannot hide
// the neighbour for longer than they go on.
func TestDiscoveryFlood(t *testing.T) {
	inBubble(t, DiscoveryOptions{}, func(t *testing.T, l *fakeLink, d *Discovery) {
		for i := range 10_000 {
			l.in <- packet{netip.AddrFrom16([16]byte{0xfe, 0x80, 13: byte(i >> 16), 14: byte(i >> 8), 15: byte(i)}).WithZone("eth9"), 255, appendRA(nil, nil)}
		}
		synctest.Wait()
		l.mu.Lock()
		if n := len(l.sent); n > 20 {
			t.Errorf("sends %d messages because of a flood", n)
		}
		l.mu.Unlock()
		d.mu.Lock()
		if n := len(d.seen.list); n > maxSeen {
			t.Errorf("remembers %d", n)
		}
		d.mu.Unlock()
		_, err := ask(d, time.Minute)
		var several *SeveralError
		if !errors.As(err, &several) || len(several.Addrs) != shown || several.More != maxSeen-shown {
			t.Errorf("got %v", err)
		}
		time.Sleep(fresh)
		l.in <- ra("fe80::ffff")
		if n, err := ask(d, time.Minute); err != nil || n.Addr != ll("fe80::ffff") {
			t.Errorf("got %v, %v", n, err)
		}
	})
}

func TestDiscoveryClosed(t *testing.T) {
	inBubble(t, DiscoveryOptions{}, func(t *testing.T, _ *fakeLink, d *Discovery) {
		done := make(chan error)
		go func() {
			_, err := d.Neighbor(context.Background())
			done <- err
		}()
		synctest.Wait()
		_ = d.Close()
		if err := <-done; err == nil || errors.Is(err, ErrNoNeighbor) {
			t.Errorf("got %v", err)
		}
	})
}

func TestReadSign(t *testing.T) {
	const id = 0x1234
	from := netip.MustParseAddr("fe80::2")
	mac := []byte{2, 0, 0, 0, 0, 1}
	edit := func(b []byte, f func(b []byte)) []byte { f(b); return b }
	for _, c := range []struct {
		name string
		b    []byte
		from netip.Addr
		hop  int
		want sign
	}{
		{"RA", appendRA(nil, mac), from, 255, signRA},
		{"RA without options", appendRA(nil, nil), from, 255, signRA},
		{"RA with a long link-layer address", appendRA(nil, make([]byte, 20)), from, 255, signRA},
		{"RA from another link", appendRA(nil, mac), from, 254, noSign},
		{"RA without a hop limit", appendRA(nil, mac), from, -1, noSign},
		{"RA from a global address", appendRA(nil, mac), netip.MustParseAddr("2001:db8::1"), 255, noSign},
		{"RA from nowhere", appendRA(nil, mac), netip.Addr{}, 255, noSign},
		{"RA, one octet short", appendRA(nil, nil)[:15], from, 255, noSign},
		{"RA with code 1", edit(appendRA(nil, mac), func(b []byte) { b[1] = 1 }), from, 255, noSign},
		{"option of length 0", edit(appendRA(nil, mac), func(b []byte) { b[17] = 0 }), from, 255, noSign},
		{"option over the end", edit(appendRA(nil, mac), func(b []byte) { b[17] = 2 }), from, 255, noSign},
		{"half an option", append(appendRA(nil, mac), 1), from, 255, noSign},
		{"RS", appendRS(nil, mac), from, 255, signSolicit},
		{"RS from nowhere", appendRS(nil, nil), netip.IPv6Unspecified(), 255, noSign},
		{"RS from another link", appendRS(nil, mac), from, 64, noSign},
		{"echo reply", append([]byte{icmpEchoReply, 0, 0, 0, 0x12, 0x34, 0, 0}, "data"...), from, 64, signAnswer},
		{"somebody else's echo reply", []byte{icmpEchoReply, 0, 0, 0, 0x12, 0x35, 0, 0}, from, 64, noSign},
		{"echo request", appendEcho(nil, id, 1), from, 255, noSign},
		{"nothing", nil, from, 255, noSign},
	} {
		got, err := readSign(c.b, c.from, c.hop, id)
		if got != c.want || (err == nil) != (c.want != noSign) {
			t.Errorf("%s: %v, %v; want %v", c.name, got, err, c.want)
		}
	}
}

// Whatever comes: no panic, and what is taken as an advertisement has options that
// fill it to the last octet.
func FuzzReadSign(f *testing.F) {
	from := netip.MustParseAddr("fe80::2")
	f.Add(appendRA(nil, []byte{2, 0, 0, 0, 0, 1}), 255)
	f.Add(appendRS(nil, []byte{2, 0, 0, 0, 0, 1}), 255)
	f.Add(appendEcho(nil, 7, 7), 64)
	f.Add(append(appendRA(nil, nil), 5, 1, 0, 0, 0, 0, 5, 220, 3, 4, 64, 0xc0), 255)
	f.Fuzz(func(t *testing.T, b []byte, hop int) {
		by, err := readSign(b, from, hop, 7)
		if (err == nil) != (by != noSign) {
			t.Fatalf("%v, %v", by, err)
		}
		if by != signRA && by != signSolicit {
			return
		}
		at := 8
		if by == signRA {
			at = 16
		}
		for at < len(b) {
			if b[at+1] == 0 {
				t.Fatal("an option without length")
			}
			at += int(b[at+1]) * 8
		}
		if at != len(b) || hop != 255 || b[1] != 0 {
			t.Fatalf("options end at %d of %d, hop limit %d", at, len(b), hop)
		}
	})
}

// A Watch gets over an interface that is not there, comes, and is made anew.
func TestWatch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		var links []*fakeLink // nil: no interface
		set := func(l ...*fakeLink) {
			mu.Lock()
			defer mu.Unlock()
			links = l
		}
		absent := errors.New("there is no interface eth9")
		w := watchWith("eth9", func(context.Context) (*Discovery, error) {
			mu.Lock()
			defer mu.Unlock()
			if len(links) == 0 {
				return nil, absent
			}
			l := links[0]
			links = links[1:]
			return discoverOn(l, "eth9", DiscoveryOptions{}), nil
		})
		find := func() (Neighbor, error) {
			ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
			defer cancel()
			return w.Neighbor(ctx)
		}
		if _, err := find(); !errors.Is(err, absent) || !errors.Is(w.Err(), absent) {
			t.Errorf("got %v", err)
		}
		one, two := newFakeLink(), newFakeLink()
		set(one, two)
		go func() { one.in <- ra("fe80::2") }()
		if n, err := find(); err != nil || n.Addr != ll("fe80::2") || w.Err() != nil {
			t.Errorf("got %v, %v", n, err)
		}
		one.mu.Lock()
		one.lost = true
		one.mu.Unlock()
		go func() { two.in <- ra("fe80::3") }()
		time.Sleep(lastPause + advertEvery + watchPause)
		if n, err := find(); err != nil || n.Addr != ll("fe80::3") {
			t.Errorf("got %v, %v", n, err)
		}
		_ = w.Close()
		if _, err := find(); !errors.Is(err, os.ErrClosed) {
			t.Errorf("closed: %v", err)
		}
	})
}
