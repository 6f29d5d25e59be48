package capture

import (
	"errors"
	"io"
	"net/netip"
	"time"
)

// Message is a BGP message to be written.
type Message struct {
	Time time.Time // the zero value stands for the time of the message written before

	// Src and Dst are the sender and the receiver, both IPv4 or both IPv6 (mapped addresses count as IPv4; zones are
	// dropped). A port 0 is one that nobody knows: packets get 179 on one side and a made-up port on the other.
	Src, Dst netip.AddrPort
	Octets   []byte // from the marker; they are not kept and need not be sound
	Comment  string // of the packet, for pcapng: UTF-8, cut at 4096 octets; other formats have no place for it

	// What only MRT tells: the AS numbers (0 when not known), whose view it is (DirUnknown is the receiver's), the
	// octets of an AS number in AS_PATH (2; anything else is 4), and whether routes carry path identifiers.
	SrcAS, DstAS uint32
	Dir          Dir
	ASWidth      int
	AddPath      bool
}

// Beginning is the start of a TCP connection.
type Beginning struct {
	Time     time.Time
	Src, Dst netip.AddrPort // Src is the side that called; both with their ports
}

// Ending is the end of a TCP connection.
type Ending struct {
	Time     time.Time
	Src, Dst netip.AddrPort // Src is the side that closes
	Reset    bool           // with RST instead of FIN
}

// Transition is a change of a session's state that is to be written. Peer and Local are of one family; one that is not
// known, or not yet, may be the unspecified address of it.
type Transition struct {
	Time            time.Time
	Peer, Local     netip.Addr
	PeerAS, LocalAS uint32 // 0 when not known
	Old, New        FSMState
}

// Writer writes messages into a file format. Each call writes once to the writer underneath, with all of what it
// adds: what has been written is a valid file at any time, and can be read while it grows. Nothing is held back.
type Writer interface {
	// Write adds a message. It fails with ErrEnds, or with the error of the writer underneath.
	Write(m *Message) error
	// Begin adds the handshake of a connection, also of one whose ends had another before. Without it the first message
	// of a connection brings it along. Formats that hold no connections ignore it.
	Begin(b *Beginning) error
	// State adds a change of a session's state. Formats that have no place for it ignore it.
	State(t *Transition) error
	// End adds the end of a connection. It does nothing for a connection without messages.
	End(e *Ending) error
}

// ErrEnds says that the two addresses of a message are not of one family, or not two.
var ErrEnds = errors.New("the two ends of a message must be two addresses of one family")

// ErrKind says that a format cannot be written.
var ErrKind = errors.New("only pcapng, pcap and MRT can be written")

// NewWriter returns a writer of KindPcapng, KindPcap or KindMRT; ErrKind for others.
func NewWriter(kind Kind, w io.Writer) (Writer, error) {
	switch kind {
	case KindPcapng:
		return NewPcapngWriter(w)
	case KindPcap:
		return NewPcapWriter(w)
	case KindMRT:
		return NewMRTWriter(w), nil
	}
	return nil, ErrKind
}

// ends gives the two ends as they are written.
func ends(src, dst netip.AddrPort) (s, d netip.AddrPort, err error) {
	s = netip.AddrPortFrom(src.Addr().Unmap().WithZone(""), src.Port())
	d = netip.AddrPortFrom(dst.Addr().Unmap().WithZone(""), dst.Port())
	if !s.Addr().IsValid() || s.Addr().BitLen() != d.Addr().BitLen() || s == d {
		return s, d, ErrEnds
	}
	return s, d, nil
}

// clock gives messages without a time that of the one before, and keeps times within what the formats can hold:
// seconds in 32 bits, from 1970 to 2106.
type clock struct{ last time.Time }

func (c *clock) at(t time.Time) time.Time {
	if t.IsZero() {
		t = c.last
	}
	if s := t.Unix(); s < 0 || s > 1<<32-1 {
		t = time.Unix(0, 0)
	}
	c.last = t
	return t
}
