package proxy

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
	"github.com/bgpdecode/bgpdecode/speaker"
)

// patience bounds what a test waits for; nothing waits that long when all is well.
const patience = 20 * time.Second

// log keeps events.
type log struct {
	mu   sync.Mutex
	more sync.Cond
	all  []speaker.Event
}

func newLog() *log {
	l := &log{}
	l.more.L = &l.mu
	return l
}

func (l *log) event(e *speaker.Event) {
	l.mu.Lock()
	defer l.mu.Unlock()
	own := *e
	own.Octets, own.Findings = bytes.Clone(e.Octets), slices.Clone(e.Findings)
	l.all = append(l.all, own)
	l.more.Broadcast()
}

// wait waits for n events of a kind and gives all events there are.
func (l *log) wait(t *testing.T, kind speaker.EventKind, n int) []speaker.Event {
	t.Helper()
	late := false
	timer := time.AfterFunc(patience, func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		late = true
		l.more.Broadcast()
	})
	defer timer.Stop()
	l.mu.Lock()
	defer l.mu.Unlock()
	for {
		have := 0
		for _, e := range l.all {
			if e.Kind == kind {
				have++
			}
		}
		switch {
		case have >= n:
			return slices.Clone(l.all)
		case late:
			t.Fatalf("%d of %d %s events: %s", have, n, kind, words(l.all))
		}
		l.more.Wait()
	}
}

// words gives events in short.
func words(all []speaker.Event) string {
	var b strings.Builder
	for _, e := range all {
		way := "<"
		if e.Sent {
			way = ">"
		}
		fmt.Fprintf(&b, "%d %s %s %d octets %s\n", e.Conn.ID, way, e.Kind, len(e.Octets), e.Text)
	}
	return b.String()
}

// bench is a proxy between a listener that stands for a router and whoever dials.
type bench struct {
	t      *testing.T
	p      *Proxy
	target net.Listener
	log    *log
}

func start(t *testing.T, set func(*Options)) *bench {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	b := &bench{t: t, target: l, log: newLog()}
	o := Options{Listen: []string{"127.0.0.1:0"}, Target: netip.MustParseAddrPort(l.Addr().String()), OnEvent: b.log.event}
	if set != nil {
		set(&o)
	}
	if b.p, err = New(o); err != nil {
		t.Fatal(err)
	}
	if err := b.p.Start(context.Background()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		b.p.Shutdown()
		l.Close()
	})
	return b
}

// pair gives both ends of a session.
func (b *bench) pair() (caller, target *net.TCPConn) {
	b.t.Helper()
	c, err := net.Dial("tcp", b.p.Addrs()[0].String())
	if err != nil {
		b.t.Fatal(err)
	}
	b.target.(*net.TCPListener).SetDeadline(time.Now().Add(patience))
	d, err := b.target.Accept()
	if err != nil {
		b.t.Fatal(err)
	}
	for _, c := range []net.Conn{c, d} {
		c.SetDeadline(time.Now().Add(patience))
		b.t.Cleanup(func() { c.Close() })
	}
	return c.(*net.TCPConn), d.(*net.TCPConn)
}

// refused dials and gives the error with which that ends; the reset may come before the call has returned.
func (b *bench) refused() error {
	c, err := net.Dial("tcp", b.p.Addrs()[0].String())
	if err != nil {
		return err
	}
	defer c.Close()
	c.SetDeadline(time.Now().Add(patience))
	_, err = c.Read(make([]byte, 1))
	return err
}

func say(t *testing.T, c net.Conn, msg []byte) {
	t.Helper()
	if _, err := c.Write(msg); err != nil {
		t.Fatal(err)
	}
}

func hear(t *testing.T, c net.Conn, want []byte) {
	t.Helper()
	got := make([]byte, len(want))
	if _, err := io.ReadFull(c, got); err != nil || !bytes.Equal(got, want) {
		t.Fatalf("%v: %x, want %x", err, got, want)
	}
}

func openMsg(as uint32, caps ...codec.Capability) []byte {
	o := codec.NewOpen(as, 90, netip.AddrFrom4([4]byte{192, 0, 2, byte(as)}))
	o.Capabilities = append(caps, codec.AS4Capability(as))
	b, err := o.Append(nil)
	if err != nil {
		panic(err)
	}
	return b
}

func keepalive() []byte { return codec.AppendHeader(nil, codec.HeaderLen, registry.MsgKeepalive) }

func update(body ...byte) []byte {
	return append(codec.AppendHeader(nil, codec.HeaderLen+len(body), registry.MsgUpdate), body...)
}

// TestForward: octets pass both ways as they are, one at a time, and the messages in them are told in order with what the
// OPENs agreed.
func TestForward(t *testing.T) {
	b := start(t, nil)
	a, z := b.pair()
	ext := codec.FlagCapability(registry.CapExtendedMessage)
	ids := func(mode uint8) codec.Capability {
		return codec.AddPathCapability(codec.AddPath{Family: codec.IPv4Unicast, Mode: mode})
	}
	openA, openZ := openMsg(65001, ext, ids(codec.AddPathSend)), openMsg(65002, ext, ids(codec.AddPathReceive))
	long := update(append([]byte{0x1d, 0x4c}, bytes.Repeat([]byte{0, 0, 0, 1, 0}, 1501)...)...) // withdrawn routes with path identifiers
	long[codec.HeaderLen] = byte((len(long) - codec.HeaderLen - 4) >> 8)
	long[codec.HeaderLen+1] = byte(len(long) - codec.HeaderLen - 4)
	if len(long) <= codec.MaxLen {
		t.Fatal("not a long message")
	}
	for i := range openA { // octet by octet
		say(t, a, openA[i:i+1])
		hear(t, z, openA[i:i+1])
	}
	say(t, z, openZ)
	hear(t, a, openZ)
	say(t, a, append(keepalive(), long...))
	hear(t, z, append(keepalive(), long...))
	say(t, z, keepalive())
	hear(t, a, keepalive())
	a.Close()
	if _, err := z.Read(make([]byte, 1)); err != io.EOF {
		t.Errorf("no FIN: %v", err)
	}
	z.Close()
	all := b.log.wait(t, speaker.Closed, 1)
	want := fmt.Sprintf("opened;message >%d;message <%d;negotiated;message >19;message >%d;message <19;closed;", len(openA), len(openZ), len(long))
	got := ""
	for _, e := range all {
		got += e.Kind.String()
		if e.Kind == speaker.Message {
			got += map[bool]string{true: " >", false: " <"}[e.Sent] + fmt.Sprint(len(e.Octets))
		}
		got += ";"
		if e.Conn.Local.String() != a.LocalAddr().String() || e.Conn.Remote.String() != b.target.Addr().String() || e.Conn.ID == 0 || e.Peer != nil {
			t.Errorf("%s of %+v", e.Kind, e.Conn)
		}
		if e.Kind == speaker.Message && len(e.Findings) > 0 && e.Octets[18] != byte(registry.MsgUpdate) {
			t.Errorf("findings in a sound message: %s", e.Findings[0].Info().ID)
		}
	}
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	up := all[5]
	if !up.Ctx.AS4 || !up.Ctx.AddPath.Has(codec.IPv4Unicast) || up.Known.ASWidthHow != codec.HowNegotiated {
		t.Errorf("context of the UPDATE: %+v", up.Ctx)
	}
	if back := all[6]; back.Ctx.AddPath != 0 {
		t.Errorf("path identifiers in the other direction: %+v", back.Ctx)
	}
	if end := all[7]; end.Reset || !end.Sent {
		t.Errorf("end %+v", end)
	}
	if n := all[3].Agreed; n == nil || n.LocalAS != 65001 || n.PeerAS != 65002 {
		t.Errorf("agreed %+v", n)
	}
}

// TestStrange: what is no BGP is forwarded too, and told; messages behind it are found.
func TestStrange(t *testing.T) {
	b := start(t, nil)
	a, z := b.pair()
	http := []byte("GET / HTTP/1.1\r\nHost: nowhere\r\n\r\n")
	tooLong := append(codec.AppendHeader(nil, 5000, registry.MsgUpdate), 1, 2, 3)
	zeroLong := codec.AppendHeader(nil, 0, registry.MsgKeepalive)
	parts := [][]byte{http, keepalive(), tooLong, keepalive(), zeroLong, bytes.Repeat([]byte{0xff}, 40), openMsg(65001), {0xff, 0xff}}
	for _, p := range parts {
		say(t, a, p)
		hear(t, z, p)
	}
	a.CloseWrite()
	if _, err := z.Read(make([]byte, 1)); err != io.EOF {
		t.Fatal(err)
	}
	say(t, z, keepalive()) // half-closed: this way it still goes
	hear(t, a, keepalive())
	z.Close()
	all := b.log.wait(t, speaker.Closed, 1)
	var octets []byte
	kinds, said := "", 0
	for _, e := range all {
		if len(e.Octets) > 0 && e.Sent {
			octets = append(octets, e.Octets...)
			kinds += map[speaker.EventKind]string{speaker.Message: "m", speaker.Note: "n"}[e.Kind]
			if e.Text != "" {
				said++
			}
		}
	}
	if want := bytes.Join(parts, nil); !bytes.Equal(octets, want) {
		t.Errorf("told  %x\nwant %x", octets, want)
	}
	if said != 1 || strings.Count(kinds, "m") < 5 {
		t.Errorf("kinds %s, said %d times:\n%s", kinds, said, words(all))
	}
	for _, e := range all {
		if e.Kind == speaker.Message && bytes.HasPrefix(e.Octets, tooLong) && len(e.Findings) == 0 {
			t.Error("no finding for a length of 5000 octets")
		}
	}
}

// TestReset: a reset is forwarded as a reset, whichever side sends it.
func TestReset(t *testing.T) {
	for side := range 2 {
		b := start(t, nil)
		a, z := b.pair()
		say(t, a, keepalive())
		hear(t, z, keepalive())
		ends := [2]*net.TCPConn{a, z}
		ends[side].SetLinger(0)
		ends[side].Close()
		_, err := ends[1-side].Read(make([]byte, 1))
		if !errors.Is(err, syscall.ECONNRESET) {
			t.Errorf("side %d: %v", side, err)
		}
		all := b.log.wait(t, speaker.Closed, 1)
		if e := all[len(all)-1]; !e.Reset || e.Sent != (side == 0) || e.Err == nil {
			t.Errorf("side %d: %+v", side, e)
		}
	}
}

// TestLastWords: a router that sends a NOTIFICATION and closes without having read everything makes TCP send a reset; the
// NOTIFICATION arrives before it all the same.
func TestLastWords(t *testing.T) {
	b := start(t, nil)
	a, z := b.pair()
	say(t, a, keepalive())
	hear(t, z, keepalive()[:4]) // the rest stays unread
	last := codec.AppendNotification(nil, 6, 2, nil, 0)
	say(t, z, last)
	z.Close()
	hear(t, a, last)
	if _, err := a.Read(make([]byte, 1)); !errors.Is(err, syscall.ECONNRESET) {
		t.Errorf("no reset: %v", err)
	}
	all := b.log.wait(t, speaker.Closed, 1)
	if e := all[len(all)-1]; !e.Reset || e.Sent {
		t.Errorf("%+v", e)
	}
	if e := all[len(all)-2]; !bytes.Equal(e.Octets, last) {
		t.Errorf("%s", words(all))
	}
}

// TestNoTarget: who calls a target that is not there gets a reset.
func TestNoTarget(t *testing.T) {
	gone, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := netip.MustParseAddrPort(gone.Addr().String())
	gone.Close()
	b := start(t, func(o *Options) { o.Target = addr })
	if err := b.refused(); !errors.Is(err, syscall.ECONNRESET) {
		t.Errorf("no reset: %v", err)
	}
	all := b.log.wait(t, speaker.DialFailed, 1)
	if len(all) != 1 || all[0].Err == nil || all[0].Conn.Remote != addr {
		t.Errorf("%s", words(all))
	}
}

// TestSlow: OnEvent that does not return holds nothing up; what finds no room is counted and said.
func TestSlow(t *testing.T) {
	block := make(chan struct{})
	b := start(t, func(o *Options) {
		tell := o.OnEvent
		o.OnEvent = func(e *speaker.Event) {
			<-block
			tell(e)
		}
		o.Queue = 20000
	})
	a, z := b.pair()
	const n = 5000
	done := make(chan error, 1)
	go func() {
		_, err := io.CopyN(io.Discard, z, n*codec.HeaderLen)
		done <- err
	}()
	for range n {
		say(t, a, keepalive())
	}
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	lost := b.p.Stats().Lost
	if lost == 0 || b.p.Stats().Octets != n*codec.HeaderLen {
		t.Fatalf("%+v", b.p.Stats())
	}
	close(block)
	a.Close()
	z.Close()
	all := b.log.wait(t, speaker.Closed, 1)
	msgs, octets, said := 0, 0, 0
	for _, e := range all {
		octets += len(e.Octets)
		switch e.Kind {
		case speaker.Message:
			msgs++
		case speaker.Note:
			some := 0
			fmt.Sscanf(e.Text, "%d octets were forwarded and not captured", &some)
			said += some
		}
	}
	if msgs == 0 || octets != n*codec.HeaderLen-int(lost) || said != int(lost) {
		t.Errorf("%d messages, %d octets told, %d lost, %d said", msgs, octets, lost, said)
	}
}

// TestBackPressure: a router that does not read holds up the one that sends.
func TestBackPressure(t *testing.T) {
	b := start(t, func(o *Options) { o.Queue = 1000 })
	a, z := b.pair()
	a.SetWriteBuffer(64 << 10)
	z.SetReadBuffer(64 << 10)
	a.SetWriteDeadline(time.Now().Add(300 * time.Millisecond))
	sent, chunk := 0, make([]byte, 1<<20)
	for sent < 1<<30 {
		n, err := a.Write(chunk)
		if sent += n; err != nil {
			if !errors.Is(err, context.DeadlineExceeded) && !strings.Contains(err.Error(), "timeout") {
				t.Fatal(err)
			}
			break
		}
	}
	if sent >= 1<<30 {
		t.Error("a GiB was taken for a side that reads nothing")
	}
	if n, err := io.CopyN(io.Discard, z, int64(sent)); err != nil {
		t.Errorf("%d of %d octets: %v", n, sent, err)
	}
}

// TestLimit: connections over the limit are reset, and those there go on.
func TestLimit(t *testing.T) {
	b := start(t, func(o *Options) { o.Sessions = 2 })
	a1, z1 := b.pair()
	b.pair()
	b.log.wait(t, speaker.Opened, 2)
	for range 20 {
		if err := b.refused(); !errors.Is(err, syscall.ECONNRESET) {
			t.Errorf("over the limit: %v", err)
		}
	}
	say(t, a1, keepalive())
	hear(t, z1, keepalive())
	if st := b.p.Stats(); st.Refused != 20 || st.Sessions != 2 {
		t.Errorf("%+v", st)
	}
	notes := 0
	for _, e := range b.log.wait(t, speaker.Note, 1) {
		if e.Kind == speaker.Note {
			notes++
		}
	}
	if notes > 19 {
		t.Errorf("%d notes about 20 refusals", notes)
	}
	a1.Close()
	z1.Close()
	b.log.wait(t, speaker.Closed, 1)
	a3, z3 := b.pairLater()
	say(t, a3, keepalive())
	hear(t, z3, keepalive())
}

// pairLater is pair for when room for a session is about to come.
func (b *bench) pairLater() (a, z *net.TCPConn) {
	for end := time.Now().Add(patience); time.Now().Before(end); {
		b.p.mu.Lock()
		n := len(b.p.sessions)
		b.p.mu.Unlock()
		if n < b.p.opt.Sessions {
			return b.pair()
		}
	}
	b.t.Fatal("no room for a session")
	return nil, nil
}

// TestMany: many sessions at a time, each with its own octets in its own order.
func TestMany(t *testing.T) {
	const sessions, rounds = 40, 30
	b := start(t, nil)
	type two struct{ a, z *net.TCPConn }
	var all []two
	for range sessions {
		a, z := b.pair()
		all = append(all, two{a, z})
	}
	var wg sync.WaitGroup
	for i, p := range all {
		wg.Go(func() {
			for r := range rounds {
				msg := update(0, 0, 0, 0, 24, byte(i), byte(r), 0)
				say(t, p.a, msg)
				hear(t, p.z, msg)
				say(t, p.z, msg)
				hear(t, p.a, msg)
			}
			p.a.Close()
			p.z.Close()
		})
	}
	wg.Wait()
	next := map[uint64][2]byte{}
	for _, e := range b.log.wait(t, speaker.Closed, sessions) {
		if e.Kind != speaker.Message {
			continue
		}
		n, side := next[e.Conn.ID], 0
		if e.Sent {
			side = 1
		}
		if e.Octets[25] != n[side] || !e.Sent && n[0] >= n[1] {
			t.Fatalf("session %d: message %d out of its order", e.Conn.ID, e.Octets[25])
		}
		n[side]++
		next[e.Conn.ID] = n
	}
	for id, n := range next {
		if n != [2]byte{rounds, rounds} {
			t.Errorf("session %d: %d messages", id, n)
		}
	}
}

// TestShutdown: all ends, and is told.
func TestShutdown(t *testing.T) {
	b := start(t, nil)
	a, z := b.pair()
	say(t, a, keepalive())
	hear(t, z, keepalive())
	b.p.Shutdown()
	for _, c := range []net.Conn{a, z} {
		if _, err := c.Read(make([]byte, 1)); err == nil {
			t.Error("still open")
		}
	}
	if _, err := net.Dial("tcp", b.p.Addrs()[0].String()); err == nil {
		t.Error("still listening")
	}
	b.p.Shutdown()
	if all := b.log.wait(t, speaker.Closed, 1); len(all) != 3 {
		t.Errorf("%s", words(all))
	}
}

func TestNewRefuses(t *testing.T) {
	for _, o := range []Options{{}, {Listen: []string{":0"}}, {Target: netip.MustParseAddrPort("192.0.2.1:179")},
		{Listen: []string{":0"}, Target: netip.MustParseAddrPort("192.0.2.1:179"), Sessions: -1}} {
		if _, err := New(o); err == nil {
			t.Errorf("%+v was taken", o)
		}
	}
	p, err := New(Options{Listen: []string{"127.0.0.1:0", "nonsense"}, Target: netip.MustParseAddrPort("192.0.2.1:179")})
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Start(context.Background()); err == nil {
		t.Error("it listens at nonsense")
	}
}
