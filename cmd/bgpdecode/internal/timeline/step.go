package timeline

import (
	"strings"
	"time"

	"github.com/bgpdecode/bgpdecode/codec/logline"
)

// Step is one thing that a source tells of a session.
type Step struct {
	Time   time.Time // zero when not known
	Source string    // name of the input
	Line   int       // 1-based, 0 for captures
	Offset int64     // octets
	Style  string

	Host, VRF  string
	Log        string // what stands for the host where lines name none: the log
	Peer       string // an address, or the device's name for the peer
	PeerAddr   string // the address, where Peer is a name
	Local      string
	LocalAS    uint32
	PeerAS     uint32
	Connection string // the device's own id of the connection, or the ends of one seen on the wire
	Other      string // a second connection that the line names
	Opener     logline.Opener
	Wire       bool // both sides' messages were seen, on the wire
	Captured   bool // from a capture, also one of a device (MRT, BMP): it has each message once, and as it was

	What      logline.StepKind
	Direction logline.Direction // of a message; by whom a connection was closed: sent for this side
	From, To  string            // states
	State     string            // in which the FSM was
	Cause     string
	Type      int // of the message, 0 when not known
	Code, Sub int // of a NOTIFICATION, -1 when not known
	NoData    bool
	Implied   bool // the line tells that a session came up or fell, not the change of state
	Attempted bool // it could not be delivered
	Open      *Open
	Times     int // times the device says that it saw this; 0 or 1 is once

	seq int
}

// Open is what is known of an OPEN.
type Open struct {
	Version      int // -1 when not known
	AS           uint32
	HoldTime     int // seconds, -1 when not known
	ID           string
	Capabilities string
}

// own makes the step independent of the text that it was read from.
func (s *Step) own() {
	for _, p := range [...]*string{&s.Host, &s.Log, &s.VRF, &s.Peer, &s.PeerAddr, &s.Local, &s.Connection, &s.Other, &s.From, &s.To, &s.State, &s.Style} {
		*p = strings.Clone(*p)
	}
	s.Cause = strings.Clone(s.Cause[:min(len(s.Cause), maxCause)])
	if s.Open != nil {
		o := *s.Open
		o.ID, o.Capabilities = strings.Clone(o.ID), strings.Clone(o.Capabilities[:min(len(o.Capabilities), maxCause)])
		s.Open = &o
	}
}

const maxCause = 200
