package peer

import (
	"net/netip"
	"slices"
	"strconv"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/explain"
	"github.com/bgpdecode/bgpdecode/explain/report"
	"github.com/bgpdecode/bgpdecode/registry"
	"github.com/bgpdecode/bgpdecode/speaker"
	"github.com/bgpdecode/bgpdecode/speaker/fsm"
)

// Tally is what happened with one peer so far.
type Tally struct {
	peer    *speaker.Peer
	name    string // for lines
	remote  netip.AddrPort
	local   netip.AddrPort
	localAS uint32
	peerAS  uint32

	live        map[uint64]*conn // connections that stand
	connections int
	established int
	up          uint64 // the connection that is Established, 0 for none
	wasUp       bool   // it was when this side began to shut down
	sent, recv  [mostTypes]int64
	sentOctets  int64
	recvOctets  int64
	announced   int64 // routes in UPDATEs of ours
	retracted   int64 // those that we withdrew
	learnt      int64 // in those of the peer
	withdrawn   int64
	findings    map[codec.FindingID]int64
	eor         []codec.Family
	held        map[string]int64 // routes kept of the peer at the end of its last session, by family
	dropped     bool             // held has routes that are gone, maybe from a session that goes on
	agreed      *speaker.Agreed
	notified    bool // a NOTIFICATION went or came
	end         *ending
	once        bool // what ends its session ends it for good
	stopped     bool // the peer was told so
}

// mostTypes is one more than the greatest message type that is counted by itself; the others count at 0.
const mostTypes = int(registry.MsgRouteRefresh) + 1

func typeIndex(t registry.MessageType) int {
	if int(t) < mostTypes {
		return int(t)
	}
	return 0
}

// typeName is the name under which messages are counted.
func typeName(i int) string {
	if i == 0 {
		return "other"
	}
	return registry.MessageType(i).String()
}

// ending is what ended a session.
type ending struct {
	how   string // an id
	text  string // for people; may hold what a peer wrote
	said  string // the shutdown communication of the NOTIFICATION (RFC 9003)
	id    string // of the object that tells it
	asked bool   // by us
	why   *explain.Explanation
}

// conn is one TCP connection.
type conn struct {
	info        speaker.ConnInfo
	tally       *Tally
	localOpen   *codec.Tree
	peerOpen    *codec.Tree
	heard       bool // the peer sent something
	opened      bool // it got as far as an OPEN
	established bool
	collision   bool   // a NOTIFICATION 6/7 went or came
	badID       string // the last received message with an error
	last        heard  // what the last received message was like
	state       fsm.State
	openID      string          // our OPEN
	cause       string          // of the last change of state
	agreed      *speaker.Agreed // what its OPENs agreed
	told        string          // of the last message that was ignored in part
	end         *ending
	fold        [2]fold // messages that were not shown one by one: received, sent
	rested      int64   // the tick, from 1, in which it was counted among the rest
}

// message counts a message.
func (t *Tally) message(ev *speaker.Event, typ registry.MessageType) {
	up, down := 0, 0
	if typ == registry.MsgUpdate {
		up, down = countRoutes(ev.Octets, &ev.Ctx, t.families())
	}
	t.find(ev)
	if ev.Sent {
		t.sent[typeIndex(typ)]++
		t.sentOctets += int64(len(ev.Octets))
		t.announced += int64(up)
		t.retracted += int64(down)
		return
	}
	t.recv[typeIndex(typ)]++
	t.recvOctets += int64(len(ev.Octets))
	t.learnt += int64(up)
	t.withdrawn += int64(down)
}

// find counts what is wrong with a message. Only a proxy has findings in both directions.
func (t *Tally) find(ev *speaker.Event) {
	for i := range ev.Findings {
		if f := &ev.Findings[i]; f.Severity == codec.SeverityError || f.Severity == codec.SeverityWarning {
			if t.findings == nil {
				t.findings = map[codec.FindingID]int64{}
			}
			t.findings[f.ID]++
		}
	}
}

// agree takes over what the OPENs of a connection said: of the first ones, then of those whose connection became Established. A
// further connection that is refused changes nothing.
func (t *Tally) agree(a *speaker.Agreed) {
	if a == nil || a.Why != "" && t.agreed != nil && t.agreed.Why == "" {
		return
	}
	t.agreed, t.localAS, t.peerAS = a, a.LocalAS, a.PeerAS
}

// families gives those that are carried, nil where that is not known.
func (t *Tally) families() []codec.Family {
	if t.agreed == nil {
		return nil
	}
	return t.agreed.Families
}

// complete reports whether the peer has sent the End-of-RIB marker of all families that were agreed.
func (t *Tally) complete() bool {
	if t.agreed == nil || t.up == 0 || len(t.agreed.Families) == 0 {
		return false
	}
	for _, f := range t.agreed.Families {
		if !slices.Contains(t.eor, f) {
			return false
		}
	}
	return true
}

// totals gives the tally in the words of the contract.
func (t *Tally) totals(started, now time.Time) *report.SessionTotals {
	s := &report.SessionTotals{
		Seconds: seconds3(now.Sub(started)), Established: t.established, Connections: t.connections, Up: t.wasUp,
		Sent: named(&t.sent), Received: named(&t.recv), SentOctets: t.sentOctets, RecvOctets: t.recvOctets,
		Announced: t.announced, Learnt: t.learnt, Withdrawn: t.withdrawn, Prefixes: t.held,
	}
	for id, n := range t.findings {
		if s.Findings == nil {
			s.Findings = map[string]int64{}
		}
		s.Findings[codec.FindingInfo(id).ID] += n
	}
	for _, f := range t.eor {
		s.EndOfRIB = append(s.EndOfRIB, f.String())
	}
	if e := t.end; e != nil {
		s.Ended, s.EndedText, s.EndedBy = e.how, e.text, e.id
	}
	return s
}

// keep notes what is held of the peer's routes, before they go.
func (t *Tally) keep() {
	t.dropped = false
	if t.peer == nil {
		return
	}
	prefixes := t.peer.Stats().Prefixes
	if prefixes != nil {
		t.held = nil // families of which nothing is left are not among them
	}
	for f, n := range prefixes {
		t.hold(f, n)
	}
}

// goesOn notes that a session begins or goes on: routes that went until now do not count.
func (t *Tally) goesOn() {
	if t.dropped {
		t.held, t.dropped = nil, false
	}
}

func (t *Tally) hold(f codec.Family, n int) {
	if t.held == nil {
		t.held = map[string]int64{}
	}
	t.held[f.String()] = int64(n)
}

func named(counts *[mostTypes]int64) map[string]int64 {
	m := map[string]int64{}
	for i, n := range counts {
		if n > 0 {
			m[typeName(i)] = n
		}
	}
	return m
}

// who names the peer for a headline.
func (t *Tally) who() string {
	s := t.name
	if a := t.remote.Addr(); a.IsValid() && s != a.String() {
		s += " " + a.String()
	}
	if t.peerAS != 0 {
		s += " (AS " + strconv.FormatUint(uint64(t.peerAS), 10) + ")"
	}
	return s
}
