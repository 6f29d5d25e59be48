package inject

import (
	"errors"
	"io"
	"net"
	"net/netip"
	"slices"
	"syscall"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
	"github.com/bgpdecode/bgpdecode/speaker"
)

// Bounds of what is kept of a session, and of waiting for the system.
const (
	keptMessages = 1024                   // messages received, beyond which they are counted only
	waiting      = 256                    // messages that no step has looked at
	writeTime    = 10 * time.Second       // for one message
	flushTime    = 300 * time.Millisecond // for the other side to close, after our last message
	goneTime     = 2 * time.Second        // for what the target has sent before it closed, after writing failed
)

// link is one connection.
type link struct {
	conn  net.Conn
	info  speaker.ConnInfo
	inbox []received
	in    chan frame
	done  chan struct{}

	sentOpen      []byte
	byScript      bool // a step has sent the OPEN
	touched       bool // a step has sent something: the connection cannot be tried again
	peerOpen      *codec.Open
	peerOctets    []byte
	gotKeepalive  bool
	sentKeepalive bool
	agreed        *speaker.Agreed
	send, receive codec.Context
	interval      time.Duration // between KEEPALIVEs; 0: none
	next          time.Time     // of the next one
	silent        bool
	note          int // index of the NOTIFICATION that came, -1 for none
	end           *End
}

// received is a message that no step has looked at.
type received struct {
	octets []byte
	ctx    codec.Context
	index  int // in Result.Messages, -1 when it is not kept
}

// frame is what the reader gives: a message, or the end.
type frame struct {
	octets []byte
	err    error
}

func newLink(conn net.Conn, n int, ctx codec.Context) *link {
	l := &link{conn: conn, in: make(chan frame), done: make(chan struct{}), note: -1, send: ctx, receive: ctx}
	l.info = speaker.ConnInfo{ID: uint64(n), Local: addrPort(conn.LocalAddr()), Remote: addrPort(conn.RemoteAddr())}
	go l.read()
	return l
}

func addrPort(a net.Addr) netip.AddrPort {
	if t, ok := a.(*net.TCPAddr); ok {
		ap := t.AddrPort()
		return netip.AddrPortFrom(ap.Addr().Unmap(), ap.Port())
	}
	return netip.AddrPort{}
}

// read gives the messages of the target, one at a time: what is not taken stays in the socket.
func (l *link) read() {
	// Whatever the target sends is worth showing, so nothing is refused but what cannot be framed.
	fr := codec.NewFrameReader(l.conn)
	fr.Any, fr.Max = true, codec.MaxExtLen
	for {
		msg, err := fr.Next()
		f := frame{octets: slices.Clone(msg), err: err}
		if err != nil {
			f.octets = slices.Clone(fr.Pending())
		}
		select {
		case l.in <- f:
		case <-l.done:
			return
		}
		if err != nil {
			return
		}
	}
}

// up reports whether the session is Established as far as we can tell.
func (l *link) up() bool {
	return l.end == nil && l.sentOpen != nil && l.peerOpen != nil && l.gotKeepalive && l.sentKeepalive
}

// leave closes the connection. What is still in the socket from the target is lost.
func (l *link) leave() {
	select {
	case <-l.done:
	default:
		close(l.done)
		_ = l.conn.Close()
	}
}

// write sends octets.
func (l *link) write(b []byte) error {
	_ = l.conn.SetWriteDeadline(time.Now().Add(writeTime))
	_, err := l.conn.Write(b)
	return err
}

// wasReset reports whether an error says that TCP was reset.
func wasReset(err error) bool { return errors.Is(err, syscall.ECONNRESET) }

// quietEnd gives the error of a connection that ended, nil where there is nothing to say about it.
func quietEnd(err error) error {
	if errors.Is(err, io.EOF) || wasReset(err) || errors.Is(err, net.ErrClosed) || errors.Is(err, io.ErrClosedPipe) {
		return nil
	}
	return err
}

// isType reports whether octets begin like a message of a type.
func isType(b []byte, t registry.MessageType) bool {
	return len(b) >= codec.HeaderLen && registry.MessageType(b[codec.HeaderLen-1]) == t
}
