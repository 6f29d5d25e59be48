package speaker_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"net/netip"
	"os"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/speaker"
	"github.com/bgpdecode/bgpdecode/speaker/fsm"
	"github.com/bgpdecode/bgpdecode/speaker/routes"
	"github.com/bgpdecode/bgpdecode/speaker/transport"
)

// soakTime is how long sessions flap: what SOAK says (make soak), else a short form.
func soakTime(t *testing.T) (d time.Duration, peers int) {
	if text := os.Getenv("SOAK"); text != "" {
		d, err := time.ParseDuration(text)
		if err != nil {
			t.Fatalf("SOAK: %v", err)
		}
		return d, 200
	}
	if testing.Short() {
		t.Skip("a soak is not short")
	}
	if raceEnabled {
		return 10 * time.Second, 50
	}
	return 30 * time.Second, 200
}

// soak are two speakers that have a session for each pair of addresses 127.201.x.y and 127.202.x.y. Both dial.
type soak struct {
	t     *testing.T
	n     int
	sp    [2]*speaker.Speaker
	ports [2][]uint16
	set   *routes.Set
	flaps map[string]int

	mu    sync.Mutex
	peers [2][]*speaker.Peer
	conns map[*soakConn]bool // those that were dialled
	down  int                // sessions that fell
}

// soakConn is a connection that can be cut.
type soakConn struct {
	net.Conn
	s *soak
}

// CloseWrite is what the speaker wants of a TCP connection.
func (c *soakConn) CloseWrite() error {
	return c.Conn.(interface{ CloseWrite() error }).CloseWrite()
}

func (c *soakConn) Close() error {
	c.s.mu.Lock()
	delete(c.s.conns, c)
	c.s.mu.Unlock()
	return c.Conn.Close()
}

// dial is Options.Dial: that of package transport, and remembers the connection.
func (s *soak) dial(ctx context.Context, local, remote netip.AddrPort, o transport.Options) (net.Conn, error) {
	c, err := transport.Dial(ctx, local, remote, o)
	if err != nil {
		return nil, err
	}
	k := &soakConn{c, s}
	s.mu.Lock()
	s.conns[k] = true
	s.mu.Unlock()
	return k, nil
}

func soakAddr(side, i int) netip.Addr {
	return netip.AddrFrom4([4]byte{127, byte(201 + side), byte(i >> 8), byte(i)})
}

func (s *soak) config(side, i int) speaker.PeerConfig {
	f := fsm.Default()
	f.ConnectRetryTime, f.IdleHoldTime = time.Second, 200*time.Millisecond
	return speaker.PeerConfig{
		Name: fmt.Sprintf("%d-%d", side, i), Remote: soakAddr(1-side, i), RemotePort: s.ports[1-side][i], Local: netip.AddrPortFrom(soakAddr(side, i), 0),
		LocalAS: 65000 + uint32(side), PeerAS: 65001 - uint32(side), RouterID: netip.AddrFrom4([4]byte{10, byte(side), byte(i >> 8), byte(i)}),
		HoldTime: 9 * time.Second, Capabilities: speaker.DefaultCapabilities(codec.IPv4Unicast), FSM: f, RIB: true, Announce: []*routes.Set{s.set},
	}
}

// begin listens on all addresses and adds all peers.
func (s *soak) begin() {
	for side := range s.sp {
		o := speaker.Options{Dial: s.dial, OnEvent: func(e *speaker.Event) {
			if e.Kind == speaker.StateChange && e.From == fsm.Established {
				s.mu.Lock()
				s.down++
				s.mu.Unlock()
			}
		}}
		for i := range s.n {
			o.Listen = append(o.Listen, netip.AddrPortFrom(soakAddr(side, i), 0).String())
		}
		sp, err := speaker.New(o)
		if err != nil {
			s.t.Fatal(err)
		}
		if err := sp.Start(context.Background()); err != nil {
			s.t.Fatal(err)
		}
		s.sp[side] = sp
		for _, a := range sp.Addrs() {
			s.ports[side] = append(s.ports[side], a.(*net.TCPAddr).AddrPort().Port())
		}
	}
	for i := range s.n {
		for side := range s.sp {
			s.peers[side] = append(s.peers[side], s.add(side, i))
		}
	}
}

func (s *soak) add(side, i int) *speaker.Peer {
	p, err := s.sp[side].Add(s.config(side, i))
	if err != nil {
		s.t.Fatal(err)
	}
	return p
}

// settle waits until all sessions are up.
func (s *soak) settle() {
	s.t.Helper()
	end := time.Now().Add(3 * patience)
	for side := range s.sp {
		for i := range s.n {
			for s.peers[side][i].State() != fsm.Established {
				if time.Now().After(end) {
					p := s.peers[side][i]
					s.t.Fatalf("peer %s stays in %s: %+v", p.Name(), p.State(), p.Stats().Last)
				}
				time.Sleep(10 * time.Millisecond)
			}
		}
	}
}

// flap makes one session fall, in one of the ways that there are.
func (s *soak) flap(r *rand.Rand) {
	side, i := r.IntN(2), r.IntN(s.n)
	p := s.peers[side][i]
	way := [...]string{"reset", "stop", "cut", "cut", "remove", "flood"}[r.IntN(6)]
	s.flaps[way]++
	switch way {
	case "reset":
		p.Reset(4, "flap")
	case "stop":
		p.Stop(2, "flap")
		p.Start()
	case "cut":
		s.cut(r.IntN(2) == 0)
	case "remove":
		s.sp[side].Remove(p)
		s.peers[side][i] = s.add(side, i)
	case "flood": // connections that go on to nothing
		for range 3 {
			if c, err := net.DialTimeout("tcp", netip.AddrPortFrom(soakAddr(side, i), s.ports[side][i]).String(), time.Second); err == nil {
				_ = c.Close()
			}
		}
	}
}

// cut closes some connection under the speaker: hard, with a reset, or softly.
func (s *soak) cut(hard bool) {
	s.mu.Lock()
	var c *soakConn
	for c = range s.conns {
		break
	}
	s.mu.Unlock()
	if c == nil {
		return
	}
	if l, ok := c.Conn.(interface{ SetLinger(int) error }); ok && hard {
		_ = l.SetLinger(0)
	}
	_ = c.Conn.Close()
}

// heap is the memory that is in use when nothing happens.
func heap() uint64 {
	var m runtime.MemStats
	for range 3 {
		runtime.GC()
	}
	runtime.ReadMemStats(&m)
	return m.HeapAlloc + m.StackInuse
}

// TestSoak: sessions flap in all ways. Whenever all are up, the process holds what it held the first time; at the end it holds
// nothing of them.
func TestSoak(t *testing.T) {
	wholeLoopback(t)
	d, n := soakTime(t)
	before := held()
	s := &soak{t: t, n: n, set: &routes.Set{}, conns: map[*soakConn]bool{}, flaps: map[string]int{}}
	for i := range 50 {
		if err := s.set.Parse(fmt.Sprintf("198.51.%d.0/24", i)); err != nil {
			t.Fatal(err)
		}
	}
	s.begin()
	s.settle()
	up := held()
	r := rand.New(rand.NewPCG(7, uint64(n)))
	const rounds = 4
	var first uint64
	for round := range rounds {
		for end := time.Now().Add(d / rounds); time.Now().Before(end); time.Sleep(25 * time.Millisecond) {
			s.flap(r)
		}
		s.settle()
		backTo(t, leaks{up.goroutines + n/20, up.descriptors}) // a timer or a connection that is ending may still be there
		size := heap()
		t.Logf("round %d: %+v, %d KiB, %d sessions fell, %v", round+1, held(), size>>10, s.fallen(), s.flaps)
		if round == 0 {
			first = size
		} else if size > first+first/4+1<<20 {
			t.Errorf("%d KiB in use, %d KiB after the first round", size>>10, first>>10)
		}
	}
	if s.fallen() < int(d/time.Second) {
		t.Errorf("only %d sessions fell in %s", s.fallen(), d)
	}
	for _, sp := range s.sp {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		if err := sp.Shutdown(ctx, 2, ""); err != nil {
			t.Errorf("Shutdown: %v", err)
		}
		cancel()
		sp.Wait()
	}
	backTo(t, before)
}

func (s *soak) fallen() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.down
}
