package speaker

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
	"github.com/bgpdecode/bgpdecode/speaker/fsm"
	"github.com/bgpdecode/bgpdecode/speaker/transport"
)

// memNet is a network in memory: pipes with addresses.
type memNet struct {
	mu   sync.Mutex
	at   map[netip.AddrPort]*memListener
	port uint16
}

func newMemNet() *memNet { return &memNet{at: map[netip.AddrPort]*memListener{}, port: 40000} }

// memConn is an end of a connection.
type memConn struct {
	net.Conn
	local, remote netip.AddrPort
}

func (c *memConn) LocalAddr() net.Addr  { return net.TCPAddrFromAddrPort(c.local) }
func (c *memConn) RemoteAddr() net.Addr { return net.TCPAddrFromAddrPort(c.remote) }

type memListener struct {
	n    *memNet
	addr netip.AddrPort
	in   chan net.Conn
	done chan struct{}
	once sync.Once
}

func (l *memListener) Accept() (net.Conn, error) {
	select {
	case c := <-l.in:
		return c, nil
	case <-l.done:
		return nil, net.ErrClosed
	}
}

func (l *memListener) Close() error {
	l.once.Do(func() {
		l.n.mu.Lock()
		delete(l.n.at, l.addr)
		l.n.mu.Unlock()
		close(l.done)
	})
	return nil
}
func (l *memListener) Addr() net.Addr { return net.TCPAddrFromAddrPort(l.addr) }

func (n *memNet) listen(addr netip.AddrPort) *memListener {
	n.mu.Lock()
	defer n.mu.Unlock()
	l := &memListener{n: n, addr: addr, in: make(chan net.Conn), done: make(chan struct{})}
	n.at[addr] = l
	return l
}

// dial connects two addresses.
func (n *memNet) dial(ctx context.Context, local, remote netip.AddrPort) (net.Conn, error) {
	n.mu.Lock()
	l := n.at[remote]
	n.port++
	local = netip.AddrPortFrom(local.Addr(), n.port)
	n.mu.Unlock()
	if l == nil {
		return nil, syscall.ECONNREFUSED
	}
	a, b := net.Pipe()
	select {
	case l.in <- &memConn{b, remote, local}:
		return &memConn{a, local, remote}, nil
	case <-l.done:
		return nil, syscall.ECONNREFUSED
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// options are those of a speaker at an address of the network.
func (n *memNet) options(self string, log *eventLog) Options {
	addr := netip.MustParseAddr(self)
	return Options{
		Listen: []string{"mem"},
		ListenFunc: func(context.Context, string) (net.Listener, error) {
			return n.listen(netip.AddrPortFrom(addr, Port)), nil
		},
		Dial: func(ctx context.Context, _, remote netip.AddrPort, _ transport.Options) (net.Conn, error) {
			return n.dial(ctx, netip.AddrPortFrom(addr, 0), remote)
		},
		OnEvent: log.add,
	}
}

// eventLog keeps events as lines.
type eventLog struct {
	mu    sync.Mutex
	start time.Time
	lines []string
	on    func(*Event)
}

func (l *eventLog) add(e *Event) {
	l.mu.Lock()
	if l.start.IsZero() {
		l.start = e.Time
	}
	l.lines = append(l.lines, describe(e))
	on := l.on
	l.mu.Unlock()
	if on != nil {
		on(e)
	}
}

func (l *eventLog) text() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return strings.Join(l.lines, "\n") + "\n"
}

func (l *eventLog) count(sub string) int { return strings.Count(l.text(), sub) }

// describe writes an event as a line without times and ports.
func describe(e *Event) string {
	s := fmt.Sprintf("%d %s", e.Conn.ID, e.Kind)
	if e.Conn.Inbound {
		s += " in"
	}
	switch e.Kind {
	case Message:
		way := "received"
		if e.Sent {
			way = "sent"
		}
		s += " " + way + " " + summary(e.Octets)
		if e.Action != registry.ActionNone {
			s += " " + e.Action.String()
		}
	case StateChange:
		s += fmt.Sprintf(" %s -> %s (%s)", e.From, e.To, e.Cause)
	case Closed, DialFailed:
		s += fmt.Sprintf(" %v", e.Err)
	case Negotiated:
		if e.Agreed.Refusal.Code != 0 {
			s += fmt.Sprintf(" refused %d/%d", e.Agreed.Refusal.Code, e.Agreed.Refusal.Subcode)
		}
	case EndOfRIB, RoutesStale, RoutesGone, RoutesLongLived, FamilyDisabled:
		s += fmt.Sprintf(" %s %d", e.Family, e.Count)
	}
	if e.Text != "" {
		s += ": " + e.Text
	}
	return s
}

// summary is a message in a word, a NOTIFICATION with its octets.
func summary(msg []byte) string {
	if len(msg) < codec.HeaderLen+2 && (len(msg) < codec.HeaderLen || msg[18] == 3) {
		return fmt.Sprintf("%x", msg)
	}
	t := registry.MessageType(msg[18])
	switch t {
	case registry.MsgNotification:
		return fmt.Sprintf("NOTIFICATION %d/%d %x", msg[19], msg[20], msg[21:])
	case registry.MsgOpen, registry.MsgKeepalive:
		return codec.EnumName(codec.EnumMessageType, uint64(t))
	case registry.MsgUpdate, registry.MsgRouteRefresh:
		return fmt.Sprintf("%s %x", codec.EnumName(codec.EnumMessageType, uint64(t)), msg[19:])
	}
	return fmt.Sprintf("type %d", t)
}

// rawPeer is a peer under the control of the test: it reads and writes octets.
type rawPeer struct {
	t    testing.TB
	c    net.Conn
	fr   *codec.FrameReader
	open codec.Open
}

func newRaw(t testing.TB, c net.Conn) *rawPeer {
	fr := codec.NewFrameReader(c)
	fr.Any, fr.Max = true, codec.MaxExtLen
	return &rawPeer{t: t, c: c, fr: fr}
}

// next reads a message.
func (r *rawPeer) next() []byte {
	r.t.Helper()
	msg, err := r.fr.Next()
	if err != nil {
		r.t.Fatalf("read: %v", err)
	}
	return append([]byte(nil), msg...)
}

// want reads a message and compares its summary.
func (r *rawPeer) want(s string) {
	r.t.Helper()
	for {
		got := summary(r.next())
		if got == "KEEPALIVE" && s != "KEEPALIVE" {
			continue
		}
		if got != s {
			r.t.Fatalf("got %s, want %s", got, s)
		}
		return
	}
}

// wantEnd reads until the end of the stream.
func (r *rawPeer) wantEnd() {
	r.t.Helper()
	for {
		msg, err := r.fr.Next()
		if err != nil {
			return
		}
		if s := summary(msg); s != "KEEPALIVE" {
			r.t.Fatalf("got %s, want the end", s)
		}
	}
}

func (r *rawPeer) write(b []byte) {
	r.t.Helper()
	if _, err := r.c.Write(b); err != nil {
		r.t.Fatalf("write: %v", err)
	}
}

func (r *rawPeer) keepalive() { r.t.Helper(); r.write(codec.AppendKeepalive(nil)) }

// sendOpen sends an OPEN.
func (r *rawPeer) sendOpen(o codec.Open) {
	r.t.Helper()
	msg, err := o.Append(nil)
	if err != nil {
		r.t.Fatal(err)
	}
	r.write(msg)
}

// establish does the handshake.
func (r *rawPeer) establish(o codec.Open) {
	r.t.Helper()
	var ok bool
	if r.open, ok = codec.ParseOpen(r.next()); !ok {
		r.t.Fatal("no OPEN")
	}
	r.sendOpen(o)
	r.want("KEEPALIVE")
	r.keepalive()
}

const (
	us   = "192.0.2.1"
	them = "192.0.2.2"
)

// peerOpen is an OPEN of the test's side.
func peerOpen(as uint32, caps ...codec.Capability) codec.Open {
	o := codec.NewOpen(as, 90, netip.MustParseAddr(them))
	o.Capabilities = caps
	return o
}

// usual are the capabilities of an ordinary peer.
func usual(as uint32) []codec.Capability {
	return []codec.Capability{codec.MultiprotocolCapability(codec.IPv4Unicast), codec.AS4Capability(as), codec.FlagCapability(registry.CapRouteRefresh)}
}

// peerConfig is an ordinary configuration of the peer at them.
func peerConfig() PeerConfig {
	return PeerConfig{Remote: netip.MustParseAddr(them), LocalAS: 64500, PeerAS: 64501, RouterID: netip.MustParseAddr(us), Capabilities: DefaultCapabilities()}
}

// lab is a speaker with one peer, which the test plays.
type lab struct {
	t   testing.TB
	n   *memNet
	s   *Speaker
	p   *Peer
	log *eventLog
}

// newLab starts a speaker with one passive peer, unless the configuration says otherwise.
func newLab(t testing.TB, c PeerConfig) *lab { return newLabWith(t, c, nil) }

func newLabWith(t testing.TB, c PeerConfig, change func(*Options)) *lab {
	t.Helper()
	l := &lab{t: t, n: newMemNet(), log: &eventLog{}}
	o := l.n.options(us, l.log)
	if change != nil {
		change(&o)
	}
	var err error
	if l.s, err = New(o); err != nil {
		t.Fatal(err)
	}
	if l.p, err = l.s.Add(c); err != nil {
		t.Fatal(err)
	}
	if err := l.s.Start(context.Background()); err != nil {
		t.Fatal(err)
	}
	return l
}

// connect opens a connection to the speaker as the peer.
func (l *lab) connect() *rawPeer { l.t.Helper(); return l.connectFrom(them) }

func (l *lab) connectFrom(addr string) *rawPeer {
	l.t.Helper()
	c, err := l.n.dial(context.Background(), netip.AddrPortFrom(netip.MustParseAddr(addr), 0), netip.AddrPortFrom(netip.MustParseAddr(us), Port))
	if err != nil {
		l.t.Fatal(err)
	}
	return newRaw(l.t, c)
}

// end shuts the speaker down and fails if that takes long.
func (l *lab) end() {
	l.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if err := l.s.Shutdown(ctx, registry.SubAdministrativeShutdown, ""); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		l.t.Error(err)
	}
}

// wantState fails unless the peer is in a state.
func (l *lab) wantState(s fsm.State) {
	l.t.Helper()
	if got := l.p.State(); got != s {
		l.t.Fatalf("state %s, want %s\n%s", got, s, l.log.text())
	}
}
