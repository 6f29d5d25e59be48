package speaker_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/netip"
	"os"
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
	"github.com/bgpdecode/bgpdecode/speaker"
	"github.com/bgpdecode/bgpdecode/speaker/fsm"
)

// leaks is what a process holds: goroutines and descriptors (-1 where they cannot be counted).
type leaks struct{ goroutines, descriptors int }

func held() leaks {
	l := leaks{runtime.NumGoroutine(), -1}
	if list, err := os.ReadDir("/proc/self/fd"); err == nil {
		l.descriptors = len(list)
	}
	return l
}

// backTo waits until no more is held than before.
func backTo(t testing.TB, before leaks) {
	t.Helper()
	var now leaks
	for end := time.Now().Add(patience); ; time.Sleep(20 * time.Millisecond) {
		if now = held(); now.goroutines <= before.goroutines && now.descriptors <= before.descriptors {
			return
		}
		if time.Now().After(end) {
			buf := make([]byte, 1<<16)
			t.Errorf("held before %+v, now %+v\n%s", before, now, buf[:runtime.Stack(buf, true)])
			return
		}
	}
}

// onLoopback is a speaker on a port of 127.0.0.1 with one well-behaved peer, which is up, at 127.0.0.2.
type onLoopback struct {
	t    testing.TB
	w    *watch
	sp   *speaker.Speaker
	good *speaker.Peer
	at   netip.AddrPort
	mate *speaker.Speaker // the well-behaved peer
	far  *speaker.Peer
}

// wholeLoopback skips a test where only 127.0.0.1 of 127/8 is an address, as on macOS.
func wholeLoopback(t testing.TB) {
	t.Helper()
	l, err := net.Listen("tcp4", "127.0.0.2:0")
	if err != nil {
		t.Skipf("no other addresses of 127/8 here: %v", err)
	}
	_ = l.Close()
}

func listenLoopback(t testing.TB, change func(*speaker.Options)) *onLoopback {
	t.Helper()
	wholeLoopback(t)
	l := &onLoopback{t: t, w: newWatch()}
	o := speaker.Options{Listen: []string{"127.0.0.1:0"}, OnEvent: l.w.event, Trace: l.w.trace}
	if change != nil {
		change(&o)
	}
	config := func(remote string, as, peer uint32) speaker.PeerConfig {
		return speaker.PeerConfig{Name: "good", Remote: netip.MustParseAddr(remote), LocalAS: as, PeerAS: peer, HoldTime: 12 * time.Second,
			RouterID: netip.AddrFrom4([4]byte{10, 0, 0, byte(as)}), Capabilities: speaker.DefaultCapabilities(codec.IPv4Unicast), FSM: seedFSM()}
	}
	c := config("127.0.0.2", 65000, 65001)
	c.Passive = true
	l.sp, l.good = begin(t, o, c)
	l.at = l.sp.Addrs()[0].(*net.TCPAddr).AddrPort()
	c = config("127.0.0.1", 65001, 65000)
	c.RemotePort, c.Local = l.at.Port(), netip.MustParseAddrPort("127.0.0.2:0")
	l.mate, l.far = begin(t, speaker.Options{}, c)
	until(t, "the good peer is up", func() bool { return l.good.State() == fsm.Established && l.far.State() == fsm.Established })
	return l
}

// close ends all, and wants the well-behaved session not to have noticed anything until now.
func (l *onLoopback) close() {
	l.t.Helper()
	if st := l.good.Stats(); l.good.State() != fsm.Established || st.Established != 1 {
		l.t.Errorf("the good peer was disturbed: %s, %d times Established, %+v", l.good.State(), st.Established, st.Last)
	}
	for _, sp := range []*speaker.Speaker{l.mate, l.sp} {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		if err := sp.Shutdown(ctx, 2, ""); err != nil {
			l.t.Errorf("Shutdown: %v", err)
		}
		cancel()
		sp.Wait()
	}
	l.w.check(l.t)
}

// stranger is the nth address of 127/8 that nobody uses.
func stranger(n int) netip.Addr {
	return netip.AddrFrom4([4]byte{127, byte(100 + n>>16), byte(n >> 8), byte(n)})
}

// rejected is what a refused connection has to see, all of it.
var rejected = codec.AppendNotification(nil, 6, 5, nil, 0)

// knock connects from an address and reads to the end. What the caller sends first, if anything, is sent at once.
func knock(from netip.Addr, to netip.AddrPort, say []byte) ([]byte, error) {
	d := net.Dialer{LocalAddr: net.TCPAddrFromAddrPort(netip.AddrPortFrom(from, 0)), Timeout: patience}
	c, err := d.Dial("tcp", to.String())
	if err != nil {
		return nil, err
	}
	defer func() { _ = c.Close() }()
	_ = c.SetDeadline(time.Now().Add(patience))
	if len(say) > 0 {
		if _, err := c.Write(say); err != nil {
			return nil, err
		}
	}
	return io.ReadAll(io.LimitReader(c, 1<<16))
}

// 20 000 connections in a row from as many addresses of 127/8, some of which say something: each is refused with 6/5, a session
// that is up sees nothing of it, and nothing stays behind.
func TestManyRefusals(t *testing.T) {
	total := 20000
	if testing.Short() || raceEnabled {
		total = 2000
	}
	wholeLoopback(t)
	before := held()
	l := listenLoopback(t, nil)
	l.w.hush()
	open := openOf(t, yourAS, 90, yourID)
	const workers = 16
	var next, wrong atomic.Int64
	var group sync.WaitGroup
	for range workers {
		group.Go(func() {
			for n := int(next.Add(1)); n <= total && wrong.Load() < 10; n = int(next.Add(1)) {
				say := [][]byte{nil, open, []byte("GET / HTTP/1.0\r\n\r\n"), bytes.Repeat([]byte{0xff}, 2000)}[n%4]
				got, err := knock(stranger(n), l.at, say)
				if err != nil || !bytes.Equal(got, rejected) {
					wrong.Add(1)
					t.Errorf("connection %d: %x, %v", n, got, err)
				}
			}
		})
	}
	group.Wait()
	until(t, "all refused connections are closed", func() bool { return l.w.left() == 1 })
	l.close()
	backTo(t, before)
}

// left counts the connections that are open.
func (w *watch) left() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.opened - w.closed
}

// A crowd that connects and says nothing, more than may be refused at one time, and a source that does so again and again: what is held
// stays within the limits, all of it ends, and others are served meanwhile.
func TestCrowd(t *testing.T) {
	before := held()
	limits := speaker.Limits{HalfOpen: 40, HalfOpenPerSource: 4, Refusals: 8, RefuseTime: 200 * time.Millisecond, Unconfigured: 1000}
	l := listenLoopback(t, func(o *speaker.Options) {
		o.Limits = limits
		o.Unconfigured = func(remote netip.AddrPort) (*speaker.PeerConfig, bool) {
			return &speaker.PeerConfig{LocalAS: 65000, Capabilities: speaker.DefaultCapabilities(codec.IPv4Unicast), FSM: fsm.Default()}, remote.Addr().As4()[1] == 100
		}
	})
	var crowd []net.Conn
	join := func(from netip.Addr) {
		d := net.Dialer{LocalAddr: net.TCPAddrFromAddrPort(netip.AddrPortFrom(from, 0)), Timeout: patience}
		c, err := d.Dial("tcp", l.at.String())
		if err != nil {
			t.Fatal(err)
		}
		crowd = append(crowd, c)
	}
	for range 30 {
		join(stranger(7)) // one source: ConnectionsPerPeer and HalfOpenPerSource
	}
	for n := range 200 {
		join(stranger(1000 + n)) // many sources that are taken: HalfOpen
	}
	for n := range 200 {
		join(stranger(1<<16 + n)) // many that are refused: Refusals
	}
	until(t, "what is held is within the limits", func() bool { return l.w.left() <= 1+limits.HalfOpen })
	until(t, "refusals are over", func() bool { return l.w.count("refused")+l.w.count("opened")-l.w.left() >= 300 })
	open, ended := 0, 0
	for _, c := range crowd {
		switch state := probe(c); state {
		case "open":
			open++
		default:
			ended++
		}
	}
	if open > limits.HalfOpen {
		t.Errorf("%d of %d silent connections are open, the limit is %d", open, len(crowd), limits.HalfOpen)
	}
	if open == 0 {
		t.Error("none of the strangers that are taken was")
	}
	for _, c := range crowd {
		_ = c.Close()
	}
	until(t, "the crowd is gone", func() bool { return l.w.left() == 1 })
	// There is room again.
	d := net.Dialer{LocalAddr: net.TCPAddrFromAddrPort(netip.AddrPortFrom(stranger(5000), 0)), Timeout: patience}
	c, err := d.Dial("tcp", l.at.String())
	if err != nil {
		t.Fatal(err)
	}
	s := play(t, c)
	s.establish(4200000000, 90, "10.9.9.9")
	s.send(codec.AppendNotification(nil, 6, 2, nil, 0))
	s.ended()
	_ = c.Close()
	l.close()
	backTo(t, before)
}

// probe reads what there is: "open" when nothing ends the connection.
func probe(c net.Conn) string {
	_ = c.SetReadDeadline(time.Now().Add(20 * time.Millisecond))
	b, err := io.ReadAll(c)
	switch {
	case errors.Is(err, os.ErrDeadlineExceeded):
		return "open"
	case len(b) > codec.HeaderLen && registry.MessageType(b[codec.HeaderLen-1]) == registry.MsgNotification:
		return strconv.Itoa(int(b[codec.HeaderLen])) + "/" + strconv.Itoa(int(b[codec.HeaderLen+1]))
	}
	return "closed"
}
