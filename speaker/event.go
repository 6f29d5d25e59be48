package speaker

import (
	"net/netip"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/speaker/fsm"
)

// EventKind says what happened.
type EventKind uint8

// The kinds of Event; each names the fields that it fills besides Time, Peer and Conn.
const (
	// Dialing: a connection is being opened; Conn has the addresses that are known, and its id.
	Dialing EventKind = iota + 1
	// DialFailed: it could not be opened; Err.
	DialFailed
	// Opened: a TCP connection exists, dialled or accepted.
	Opened
	// Refused: a connection is turned away; Text says why. What was sent comes as Message, the end as Closed.
	Refused
	// Closed: the TCP connection is gone; Err says why (nil: we closed it), Reset whether TCP was reset.
	Closed
	// Message: a message was received or is sent; Sent, Octets, Known, Ctx, Findings, Action; Text says what else is the
	// matter with it: what of it is ignored, which rule of the session it breaks.
	Message
	// StateChange: the state machine of the connection (Conn.ID 0: of the peer, without one) moved; From, To, Cause,
	// Text.
	StateChange
	// Negotiated: both OPENs are known and the session was agreed or refused; Agreed.
	Negotiated
	// EndOfRIB: the peer has sent all its routes of Family.
	EndOfRIB
	// RoutesStale: the peer is gone and Count routes of Family are kept as stale until Until (RFC 4724).
	RoutesStale
	// RoutesLongLived: stale routes of Family became long-lived stale until Until (RFC 9494).
	RoutesLongLived
	// RoutesGone: Count routes of Family were removed, because the session ended or because they were stale; Text.
	RoutesGone
	// FamilyDisabled: Family is not used any more on this session (AFI/SAFI disable, RFC 7606 section 2).
	FamilyDisabled
	// Note: something worth telling; Text.
	Note
)

// String returns the kind in kebab-case.
func (k EventKind) String() string {
	if int(k) < len(eventKinds) {
		return eventKinds[k]
	}
	return ""
}

var eventKinds = [...]string{"", "dialing", "dial-failed", "opened", "refused", "closed", "message", "state-change", "negotiated",
	"end-of-rib", "routes-stale", "routes-long-lived", "routes-gone", "family-disabled", "note"}

// Event is something that happened. It and all that it refers to is borrowed: valid during the call of OnEvent.
// Agreed and Err may be kept.
type Event struct {
	Time time.Time
	// Peer is nil for a connection that nobody is configured for.
	Peer *Peer
	Conn ConnInfo
	Kind EventKind

	// Sent says of a Message that it is ours.
	Sent bool
	// Octets is the whole message, header included; of one whose header cannot be framed, what is there.
	Octets []byte
	// Known is what the session agreed, for codec.GuessContext; Ctx the same as a context.
	Known codec.Known
	Ctx   codec.Context
	// Findings are those of a received message, and Action what we did about them (RFC 7606).
	Findings []codec.Finding
	Action   codec.Action

	// From, To and Cause tell of a StateChange; Text adds to it, and to others.
	From, To fsm.State
	Cause    fsm.EventKind
	Text     string

	// Reset says of Closed that the connection was reset; Err is the reason.
	Reset bool
	Err   error

	// Agreed is the outcome of Negotiated.
	Agreed *Agreed

	// Family, Count and Until tell about routes.
	Family codec.Family
	Count  int
	Until  time.Time
}

// ConnInfo identifies a TCP connection.
type ConnInfo struct {
	// ID is unique within the speaker and rises; 0: no connection.
	ID uint64
	// Local and Remote are its ends, IPv6 zones kept.
	Local, Remote netip.AddrPort
	// Inbound says that the peer opened it.
	Inbound bool
}
