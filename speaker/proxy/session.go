package proxy

import (
	"context"
	"errors"
	"io"
	"net"
	"net/netip"
	"sync"
	"time"

	"github.com/bgpdecode/bgpdecode/speaker"
)

// session is a connection of a router that called (side 0) and that to the target (side 1).
type session struct {
	p    *Proxy
	id   uint64
	info speaker.ConnInfo

	mu     sync.Mutex
	conn   [2]net.Conn
	ended  bool  // end was called
	closer int   // the side that ended the connection, or half of it, first: 1 + side; 0: none yet
	reset  bool  // it ended with a reset
	err    error // why

	lost [2]uint64 // octets of a side that were not told since the last that were; under the queue's lock

	streams [2]stream // for the goroutine that tells
	warned  bool      // likewise: octets were lost, and that was said
}

// chunk is how much is read at once.
const chunk = 64 << 10

// run dials the target and forwards until both directions have ended.
func (s *session) run(ctx context.Context) {
	defer s.p.remove(s)
	defer s.end()
	s.info = speaker.ConnInfo{ID: s.id, Local: addrPort(s.conn[0].RemoteAddr()), Remote: s.p.opt.Target}
	dialing, cancel := context.WithTimeout(ctx, s.p.opt.DialTimeout)
	c, err := s.p.opt.Dial(dialing)
	cancel()
	if err != nil {
		s.p.stats.failed.Add(1)
		s.meet(s.p.opt.Target)
		s.p.queue.put(&item{s: s, time: time.Now(), kind: speaker.DialFailed, err: err})
		reset(s.conn[0])
		return
	}
	s.mu.Lock()
	s.conn[1] = c
	ended := s.ended
	s.mu.Unlock()
	if ended { // while it dialled
		c.Close()
		return
	}
	s.p.stats.sessions.Add(1)
	s.meet(addrPort(c.RemoteAddr()))
	for _, c := range s.conn {
		keepAlive(c)
	}
	s.p.queue.put(&item{s: s, time: time.Now(), kind: speaker.Opened})
	var wg sync.WaitGroup
	for side := range s.conn {
		wg.Go(func() { s.forward(side) })
	}
	wg.Wait()
	s.p.queue.put(&item{s: s, time: time.Now(), kind: speaker.Closed, sent: s.closer != 2, reset: s.reset, err: s.err})
}

// meet sets the far end of the conversation: the target, or what the router called where these do not go together.
func (s *session) meet(target netip.AddrPort) {
	if s.info.Remote = target; target.Addr().BitLen() != s.info.Local.Addr().BitLen() {
		s.info.Remote = addrPort(s.conn[0].LocalAddr())
	}
}

// forward copies what side sends to the other side, until it sends no more.
func (s *session) forward(side int) {
	from, to := s.conn[side], s.conn[1-side]
	buf := make([]byte, chunk)
	for {
		n, err := from.Read(buf)
		if n > 0 {
			// It is queued first, which takes no time to speak of: an answer of the other side must not come before it.
			s.p.queue.data(s, side, buf[:n])
			s.p.stats.octets.Add(uint64(n))
			if _, err := to.Write(buf[:n]); err != nil {
				s.broken(1-side, err)
				return
			}
		}
		switch {
		case err == nil:
		case errors.Is(err, io.EOF):
			s.closes(side, false, nil)
			if half, ok := to.(interface{ CloseWrite() error }); ok {
				half.CloseWrite()
			} else {
				to.Close()
			}
			return
		default:
			s.broken(side, err)
			return
		}
	}
}

// closes notes which side was first to end the connection. A reset counts over an end before it.
func (s *session) closes(side int, reset bool, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closer == 0 || reset && !s.reset {
		s.closer, s.reset, s.err = 1+side, reset, err
		if side == 1 && err == nil {
			s.err = io.EOF
		}
	}
}

// broken ends a session whose side has failed: with a reset of the other side, which learns of it as it would have
// without the proxy.
func (s *session) broken(side int, err error) {
	s.mu.Lock()
	ended := s.ended || s.reset // this error follows from that one
	s.mu.Unlock()
	if ended {
		return
	}
	s.closes(side, true, err)
	reset(s.conn[1-side])
	reset(s.conn[side])
}

// end closes both connections.
func (s *session) end() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ended = true
	for _, c := range s.conn {
		if c != nil {
			c.Close()
		}
	}
}

// reset closes a connection with RST where it can.
func reset(c net.Conn) {
	if t, ok := c.(interface{ SetLinger(int) error }); ok {
		t.SetLinger(0)
	}
	c.Close()
}

// keepAlive has the kernel find out, in about three minutes, that a silent side is gone: nobody here has a hold timer.
func keepAlive(c net.Conn) {
	if t, ok := c.(interface {
		SetKeepAliveConfig(net.KeepAliveConfig) error
	}); ok {
		t.SetKeepAliveConfig(net.KeepAliveConfig{Enable: true, Idle: time.Minute, Interval: 15 * time.Second, Count: 8})
	}
}
