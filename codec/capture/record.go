package capture

import (
	"net/netip"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
)

// RecordKind says what a Record is.
type RecordKind uint8

// The kinds of record.
const (
	RecordMessage RecordKind = iota // a BGP message in Octets
	RecordState                     // a session changed its state: State
	RecordReport                    // something else that the source tells: Report
	RecordDamage                    // a place that could not be read; the error says why
)

// String names the kind.
func (k RecordKind) String() string {
	return [...]string{"message", "state", "report", "damage"}[k&3]
}

// Dir says which way a message went, as seen by the router whose view the source is. A capture on the wire takes no side.
type Dir uint8

// The directions.
const (
	DirUnknown  Dir = iota
	DirReceived     // from the peer to the router
	DirSent         // from the router to the peer
)

// String returns "received", "sent" or "".
func (d Dir) String() string { return [...]string{"", "received", "sent", ""}[d&3] }

// View says which table a route of BMP or of a table dump was taken from.
type View uint8

// The views of RFC 7854, RFC 8671 and RFC 9069.
const (
	ViewNone         View = iota // a message as it was on the wire, or not said
	ViewAdjRIBInPre              // received, before policy
	ViewAdjRIBInPost             // received, after policy
	ViewAdjRIBOutPre             // to be sent, before policy
	ViewAdjRIBOutPost
	ViewLocRIB
	ViewTable // an entry of a table dump
)

// String names the view.
func (v View) String() string {
	return [...]string{"", "adj-rib-in-pre", "adj-rib-in-post", "adj-rib-out-pre", "adj-rib-out-post", "loc-rib", "table", ""}[v&7]
}

// unsent reports whether nobody has sent a route as a view of BMP has it: a policy has come between, or will.
func (v View) unsent() bool {
	return v == ViewAdjRIBInPost || v == ViewAdjRIBOutPre || v == ViewLocRIB
}

// Record is one BGP message out of a capture, or something else that the capture tells of a session.
type Record struct {
	Kind   RecordKind
	Source Kind // the format it comes from

	// Index is the number of the packet (pcap, pcapng), record (MRT) or message (BMP, stream) in the input, from 1.
	// Several records can share one. Offset is where that starts, in octets of the decompressed input.
	Index  int64
	Offset int64

	Time       time.Time // zero when the source has none
	Originated time.Time // when the route of a table dump was learnt

	// Src and Dst are the sender and the receiver of the message, SrcAS and DstAS their AS numbers. Ports are 0
	// where the source has none, addresses the zero value, AS numbers 0. For states and reports Src is the peer
	// and Dst the router. Addresses of a capture on the wire come with their IPv4-mapped prefix removed.
	Src, Dst     netip.AddrPort
	SrcAS, DstAS uint32
	Dir          Dir
	View         View
	PeerID       netip.Addr // BGP identifier of the peer (BMP, peer tables); the zero value when not told
	// Distinguisher is BMP's peer distinguisher, 0 for the global instance; Table is the name of the VRF or of
	// the view that the source gives.
	Distinguisher uint64
	Table         string

	// Octets is the message from its marker. It is borrowed until the next record. With Missing > 0 octets of the
	// TCP stream were lost before it; with Passed > 0 so many were there that belong to no message (the rest of one
	// whose beginning is missing). Joined marks the first message of a direction whose beginning is not in the
	// capture. With Lost > 0 the message itself is not all there: Octets is its beginning,
	// and Known.Base.Cut is set. With Synthesised set the UPDATE was built around the path attributes of a table.
	Octets      []byte
	Missing     int
	Passed      int
	Differed    int // octets of the TCP stream that came again with another content since the message before; the first are read
	Lost        int
	Joined      bool
	Synthesised bool
	Own         bool // of a table: a route of the router's own, for which there is no peer (Src is then the zero value)

	// Known is what the capture itself proves of the message's context; WidthWhy and AddPathWhy say by what.
	Known      codec.Known
	WidthWhy   string
	AddPathWhy string

	// Router is the name that the router whose sessions a BMP stream tells of gave itself (sysName of its Initiation, RFC 7854
	// section 4.3); "" when it gave none, or the stream was joined behind it. It is untrusted, at most 255 octets.
	Router string

	State  *StateChange // for RecordState
	Report *Report      // for RecordReport
}

// FSMState is a state of RFC 4271 section 8.2.2, in the numbers of RFC 6396 section 4.4.1.
type FSMState uint16

// The states.
const (
	StateUnknown FSMState = iota
	StateIdle
	StateConnect
	StateActive
	StateOpenSent
	StateOpenConfirm
	StateEstablished
)

// String returns RFC 4271's name, "" for a number that has none.
func (s FSMState) String() string {
	switch s {
	case StateIdle:
		return "Idle"
	case StateConnect:
		return "Connect"
	case StateActive:
		return "Active"
	case StateOpenSent:
		return "OpenSent"
	case StateOpenConfirm:
		return "OpenConfirm"
	case StateEstablished:
		return "Established"
	}
	return ""
}

// StateChange is a change of a session's state: an MRT state change, a BMP peer up or down, or what a capture
// shows of the TCP connection. For a connection that ended without a NOTIFICATION (Options.Falls) Old is the state that its
// messages had brought the session to, Src of the record is the side that ended it, and Missing counts the octets of the
// connection that the capture has not: a NOTIFICATION may be among them.
type StateChange struct {
	Old, New FSMState
	By       string // "mrt", "bmp", "tcp-syn", "tcp-fin", "tcp-reset"
	// Reason is the reason code of BMP's Peer Down (RFC 7854 section 4.9), 0 otherwise; FSMEvent the event of
	// RFC 4271 section 8.1 that came with reason 2.
	Reason   uint8
	FSMEvent uint16
	Texts    []Text // TLVs of a Peer Up or Peer Down
}

// ReportKind says what a Report is about.
type ReportKind uint8

// The kinds of report.
const (
	ReportPeer        ReportKind = iota // one row of a peer index table; Src, SrcAS and PeerID say which
	ReportInitiation                    // BMP initiation: Texts
	ReportTermination                   // BMP termination: Texts and Code, the reason
	ReportStatistics                    // BMP statistics: Counters
	ReportMirror                        // BMP route mirroring information: Code
)

// Report is what a source tells besides messages and states.
type Report struct {
	Kind     ReportKind
	Code     uint16
	Texts    []Text
	Counters []Counter
}

// Text is a text TLV of BMP. It comes from the router and is untrusted; at most 4096 octets are kept.
type Text struct {
	Type uint16
	Text string
}

// Counter is a statistic of BMP (RFC 7854 section 4.8). Family is the zero value for those without one.
type Counter struct {
	Type   uint16
	Family codec.Family
	Value  uint64
}

// Peer returns the address and AS number of the peer, seen from the router whose view the source is: the
// sender unless the record was sent.
func (r *Record) Peer() (netip.AddrPort, uint32) {
	if r.Dir == DirSent {
		return r.Dst, r.DstAS
	}
	return r.Src, r.SrcAS
}

// Local is the other side of Peer.
func (r *Record) Local() (netip.AddrPort, uint32) {
	if r.Dir == DirSent {
		return r.Src, r.SrcAS
	}
	return r.Dst, r.DstAS
}
