package session

import (
	"io"
	"net"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
	"github.com/bgpdecode/bgpdecode/speaker/fsm"
)

// owner is a Handler that writes down what it is told.
type owner struct {
	mu    sync.Mutex // the lock of the session
	t     testing.TB
	lines []string
	ended chan struct{}
	frame func(s *Session, msg []byte) (fsm.Event, bool)
}

func newOwner(t testing.TB) *owner { return &owner{t: t, ended: make(chan struct{}, 4)} }

func (o *owner) say(s string) { o.lines = append(o.lines, s) }

func (o *owner) Frame(s *Session, msg []byte, _ time.Time) (fsm.Event, bool) {
	o.say("got " + registry.MessageType(msg[18]).String())
	if o.frame != nil {
		return o.frame(s, msg)
	}
	switch registry.MessageType(msg[18]) {
	case registry.MsgOpen:
		return fsm.Event{Kind: fsm.BGPOpen, HoldTime: 90 * time.Second}, true
	case registry.MsgKeepalive:
		return fsm.Event{Kind: fsm.KeepAliveMsg}, true
	}
	return fsm.Event{Kind: fsm.UpdateMsg}, true
}

func (o *owner) BadFrame(_ *Session, _ []byte, err error) fsm.Event {
	o.say("bad frame")
	return fsm.Event{Kind: fsm.BGPHeaderErr, Note: err.(*codec.HeaderError).Notification()}
}
func (o *owner) Open(*Session) []byte {
	msg := codec.NewOpen(64500, 90, mustAddr)
	b, err := msg.Append(nil)
	if err != nil {
		o.t.Error(err)
	}
	return b
}
func (o *owner) Sent(_ *Session, msg []byte) {
	o.say("sent " + registry.MessageType(msg[18]).String())
}
func (o *owner) Do(_ *Session, a *fsm.Action, _ *fsm.Event) { o.say(a.Kind.String()) }
func (o *owner) Stepped(s *Session, before fsm.Session, _ *fsm.Event, _ []fsm.Action) {
	if before.State != s.State() {
		o.say(before.State.String() + " -> " + s.State().String())
	}
}
func (o *owner) Closed(_ *Session, err error, reset bool) {
	switch {
	case reset:
		o.say("closed: reset")
	case err != nil:
		o.say("closed: " + err.Error())
	default:
		o.say("closed")
	}
}
func (o *owner) Ended(*Session, net.Conn) { o.ended <- struct{}{} }

func (o *owner) text() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return strings.Join(o.lines, "; ")
}

// start makes a passive session and gives it one end of a connection.
func (o *owner) start(conn net.Conn, queue int) *Session {
	c := fsm.Default()
	c.PassiveTcpEstablishment = true
	s := New(c, &o.mu, o, queue)
	o.mu.Lock()
	defer o.mu.Unlock()
	s.Step(fsm.Event{Kind: fsm.ManualStartPassive})
	s.Attach(conn, fsm.TcpConnectionConfirmed)
	return s
}

func (o *owner) step(s *Session, e fsm.Event) {
	o.mu.Lock()
	defer o.mu.Unlock()
	s.Step(e)
}

// handshake brings a session up from the other end.
func handshake(t testing.TB, conn net.Conn) *codec.FrameReader {
	t.Helper()
	fr := codec.NewFrameReader(conn)
	read := func() {
		t.Helper()
		if _, err := fr.Next(); err != nil {
			t.Fatal(err)
		}
	}
	read()
	open := codec.NewOpen(64501, 90, mustAddr)
	b, err := open.Append(nil)
	if err != nil {
		t.Fatal(err)
	}
	write(t, conn, b)
	read()
	write(t, conn, codec.AppendKeepalive(nil))
	return fr
}

func write(t testing.TB, conn net.Conn, b []byte) {
	t.Helper()
	if _, err := conn.Write(b); err != nil {
		t.Fatal(err)
	}
}

func TestCourse(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, b := net.Pipe()
		o := newOwner(t)
		s := o.start(a, 1<<16)
		fr := handshake(t, b)
		synctest.Wait()
		go o.step(s, fsm.Event{Kind: fsm.ManualStop})
		if msg, err := fr.Next(); err != nil || msg[18] != 3 || msg[19] != 6 || msg[20] != 2 {
			t.Errorf("%x, %v", msg, err)
		}
		if _, err := fr.Next(); err != io.EOF {
			t.Error(err)
		}
		<-o.ended
		want := "init; Idle -> Active; listen; init; sent OPEN; Active -> OpenSent; got OPEN; sent KEEPALIVE; OpenSent -> OpenConfirm; " +
			"got KEEPALIVE; OpenConfirm -> Established; established; sent NOTIFICATION; Established -> Idle; delete routes; release; close; closed"
		if got := o.text(); got != want {
			t.Errorf("course\n%s, want\n%s", got, want)
		}
	})
}

// Messages that would overrun the queue end the session with 6/8.
func TestQueueOverrun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, b := net.Pipe()
		o := newOwner(t)
		s := o.start(a, 1000)
		fr := handshake(t, b)
		synctest.Wait()
		update := codec.AppendEndOfRIB(nil, codec.IPv4Unicast)
		o.mu.Lock()
		for range 60 { // 23 octets each
			s.Send(update)
		}
		o.mu.Unlock()
		if s.State() != fsm.Idle {
			t.Errorf("state %s", s.State())
		}
		n := 0
		for {
			msg, err := fr.Next()
			if err != nil {
				t.Fatal(err)
			}
			if msg[18] == 3 {
				if msg[19] != 6 || msg[20] != 8 {
					t.Errorf("NOTIFICATION %d/%d", msg[19], msg[20])
				}
				break
			}
			n++
		}
		if n < 40 || n > 45 {
			t.Errorf("%d of 43 messages were delivered before the end", n)
		}
		<-o.ended
	})
}

// Room lets routes wait, and ends with the connection.
func TestRoom(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, b := net.Pipe()
		o := newOwner(t)
		s := o.start(a, 1000)
		handshake(t, b)
		synctest.Wait()
		o.mu.Lock()
		w := s.Writer()
		for range 40 {
			s.Send(codec.AppendEndOfRIB(nil, codec.IPv4Unicast))
		}
		o.mu.Unlock()
		result := make(chan bool, 1)
		go func() { result <- w.Room() }()
		synctest.Wait()
		select {
		case <-result:
			t.Fatal("there is no room")
		default:
		}
		go func() {
			_, _ = io.CopyN(io.Discard, b, 920) // it is what the test wants
		}()
		if !<-result {
			t.Error("no room after all was read")
		}
		o.mu.Lock()
		s.End()
		o.mu.Unlock()
		if w.Room() || w.Current() {
			t.Error("room on a connection that is over")
		}
		_ = b.Close()
		<-o.ended
	})
}

// After End no timer goes off and no event is taken.
func TestEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, b := net.Pipe()
		o := newOwner(t)
		s := o.start(a, 1<<16)
		handshake(t, b)
		synctest.Wait()
		o.mu.Lock()
		s.End()
		n := len(o.lines)
		s.Step(fsm.Event{Kind: fsm.ManualStop})
		c, d := net.Pipe()
		s.Attach(c, fsm.TcpCRAcked) // is closed
		o.mu.Unlock()
		if _, err := d.Read(make([]byte, 1)); err != io.EOF {
			t.Error(err)
		}
		time.Sleep(time.Hour)
		<-o.ended
		if len(o.lines) != n {
			t.Errorf("after the end: %v", o.lines[n:])
		}
	})
}

func TestJitter(t *testing.T) {
	least, most := time.Hour, time.Duration(0)
	for range 10000 {
		d := jittered(time.Minute)
		least, most = min(least, d), max(most, d)
	}
	if least < 45*time.Second || most > time.Minute || least > 46*time.Second || most < 59*time.Second {
		t.Errorf("jitter from %s to %s", least, most)
	}
	if jittered(0) != 0 || jittered(1) > 1 {
		t.Error("jitter of next to nothing")
	}
}
