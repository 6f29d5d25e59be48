package session

import (
	"errors"
	"net"
	"os"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/speaker/fsm"
)

// lingerTime is how long a connection that we close is kept to deliver what was sent last: closing it with octets
// unread, or before the peer has sent its last ones, would reset it, and the peer might never see our NOTIFICATION. A loaded
// daemon takes seconds to read.
const lingerTime = 5 * time.Second

// batch is how many messages are handled before others get the lock.
const batch = 256

// link is a TCP connection of a session.
type link struct {
	s    *Session
	conn net.Conn
	out  outbox
	gone bool // given up: what comes in is thrown away
	max  int  // longest message that is taken
	// peerMax is the longest message that the peer takes.
	peerMax int
	done    chan struct{}
	// unsent is why nothing can be written any more; what the peer wrote before is still read then.
	unsent error
}

// start runs the goroutines of the connection.
func (l *link) start() {
	go l.read()
	go l.write()
}

// write writes what is queued, and closes the connection when that is over.
func (l *link) write() {
	err := l.out.write(l.conn)
	if err != nil && l.lost(err) {
		<-l.done
	}
	half, ok := l.conn.(interface{ CloseWrite() error })
	if err == nil && ok && !l.out.aborted() && half.CloseWrite() == nil {
		_ = l.conn.SetReadDeadline(time.Now().Add(lingerTime)) // a fault of the connection shows when it is read
		<-l.done
	}
	_ = l.conn.Close() // nothing can be done about an error here
	<-l.done
	l.s.h.Ended(l.s, l.conn)
}

// read reads messages until the connection ends.
func (l *link) read() {
	defer close(l.done)
	fr := codec.NewFrameReader(l.conn)
	for {
		msg, err := fr.Next()
		if !l.handle(fr, msg, err) {
			break
		}
	}
	// What the peer still sends is read, so that closing does not reset the connection under our last message; the
	// deadline of write ends it.
	var waste [512]byte
	for n := 0; n < 1<<20; {
		m, err := l.conn.Read(waste[:])
		if err != nil {
			return
		}
		n += m
	}
}

// handle handles a message and those that came with it. It reports false when no more is to be read.
func (l *link) handle(fr *codec.FrameReader, msg []byte, err error) bool {
	s := l.s
	s.lock.Lock()
	defer s.lock.Unlock()
	s.clock = time.Now()
	defer func() { s.clock = time.Time{} }()
	for n := 0; ; n++ {
		switch {
		case l.gone:
			return false
		case err != nil:
			l.failed(fr, err)
			return false
		}
		if e, ok := s.h.Frame(s, msg, s.clock); ok {
			s.Step(e)
		}
		fr.Max = l.max
		if n >= batch || !fr.Buffered() {
			return true
		}
		msg, err = fr.Next()
	}
}

// failed tells the machine that nothing more can be read.
func (l *link) failed(fr *codec.FrameReader, err error) {
	s := l.s
	var he *codec.HeaderError
	if errors.As(err, &he) {
		s.Step(s.h.BadFrame(s, fr.Pending(), err))
		return
	}
	if l.unsent != nil && (errors.Is(err, os.ErrDeadlineExceeded) || wasReset(l.unsent)) {
		err = l.unsent
	}
	s.failure = err
	s.Step(fsm.Event{Kind: fsm.TcpConnectionFails})
}

// lastWordsTime is how long a connection that takes nothing any more is read.
const lastWordsTime = time.Second

// lost notes that nothing more can be written. A peer that closes has often said why: its NOTIFICATION comes first, so
// the reader finds the end of the connection and tells the machine. It reports whether that is so.
func (l *link) lost(err error) bool {
	l.s.lock.Lock()
	defer l.s.lock.Unlock()
	if l.gone {
		return false
	}
	l.unsent = err
	if l.conn.SetReadDeadline(time.Now().Add(lastWordsTime)) == nil {
		return true
	}
	l.s.failure = err
	l.s.Step(fsm.Event{Kind: fsm.TcpConnectionFails})
	return false
}

// drop gives the connection up: with flush after what is queued. It does not block.
func (l *link) drop(flush bool) {
	if l.gone {
		return
	}
	l.gone = true
	l.out.end(flush)
	if !flush {
		_ = l.conn.Close() // wakes both goroutines
		return
	}
	_ = l.conn.SetWriteDeadline(time.Now().Add(lingerTime)) // without deadlines the connection is closed by its end
}

func (l *link) maxSend() int { return l.peerMax }

func (o *outbox) aborted() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.abort
}

// wasReset reports whether an error says that the peer reset the connection.
func wasReset(err error) bool {
	for _, e := range resets {
		if errors.Is(err, e) {
			return true
		}
	}
	return false
}
