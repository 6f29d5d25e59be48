package session

import (
	"net"
	"time"

	"github.com/bgpdecode/bgpdecode/speaker/fsm"
)

// Handler is the owner of a Session. Its methods are called with the session's lock held; they must not block, and may
// call the methods of this and of other sessions under the same lock.
type Handler interface {
	// Frame is called with each message received, from its marker; the octets are borrowed. The event it returns is
	// given to the machine if ok.
	Frame(s *Session, msg []byte, now time.Time) (e fsm.Event, ok bool)
	// BadFrame is called when the stream cannot be cut into messages any more: err is a *codec.HeaderError, and
	// pending what there is of the message.
	BadFrame(s *Session, pending []byte, err error) fsm.Event
	// Open gives our OPEN, a whole message.
	Open(s *Session) []byte
	// Sent is called with each message that is put into the queue of the connection.
	Sent(s *Session, msg []byte)
	// Do does an action that is not about the connection, its messages or timers: dial, listen, routes.
	Do(s *Session, a *fsm.Action, e *fsm.Event)
	// Stepped is called with each step: after the messages that it sends at first, before what else it does. The actions
	// are borrowed.
	Stepped(s *Session, before fsm.Session, e *fsm.Event, actions []fsm.Action)
	// Closed is called when the connection is given up. err is what was wrong with it, nil when we closed it.
	Closed(s *Session, err error, reset bool)
	// Ended is called when all goroutines of a connection have ended and its descriptor is closed. It is called
	// without the lock.
	Ended(s *Session, conn net.Conn)
}
