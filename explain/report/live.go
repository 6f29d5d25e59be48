package report

import (
	"slices"
	"strconv"
	"time"

	"github.com/bgpdecode/bgpdecode/codec/tree"
	"github.com/bgpdecode/bgpdecode/registry"
)

// What says in a few words what a report is about, without who and when: "OPEN of AS 64500, identifier 192.0.2.1, hold time
// 90 s". What a peer wrote in it is untrusted.
func What(r *Report) string { return r.what() }

// Step is what happened in the course of a live session beside its messages.
type Step struct {
	What    string // "transition", "dialing", "connected", "closed" ...: a word of the schema
	Opener  string // of the connection: "local", "peer" or ""
	Cause   string // the event of the state machine, or the reason
	Address string // that is listened on
	Family  string // routes of which it is about
	Count   int    // of these routes
	Until   time.Time
	Text    string // the same for people; untrusted
}

// AppendState appends the object of kind "state" about something that happened to a live session. The report gives id, time,
// source and session, and where it has an explanation the verdict.
func AppendState(dst []byte, r *Report, s *Step) []byte {
	w := liveWriter(dst, r, r.Event.Kind.String())
	k := w.open("step", '{')
	w.str("what", s.What)
	w.str("opener", s.Opener)
	w.str("cause", s.Cause)
	w.str("address", s.Address)
	w.str("family", s.Family)
	w.some("count", uint64(max(s.Count, 0)))
	w.stamp("until", s.Until)
	w.key("text")
	w.dst = tree.AppendString(w.dst, s.Text)
	w.close(k, '}')
	w.explanation(r)
	return append(w.dst, '}')
}

// Negotiated is what two OPENs agreed.
type Negotiated struct {
	HoldTime, Keepalive time.Duration
	Local, Peer         OpenSaid
	Families            []string // carried both ways
	Items               []NegotiatedItem
	Why                 string // why the session was refused, "" when it was not
}

// OpenSaid is what the fixed fields of an OPEN say; AS is that of capability 65 where it is there. Numbers are -1 when they
// are not known.
type OpenSaid struct {
	Version  int
	AS       uint32 // 0: not known
	HoldTime int    // seconds
	ID       string
}

// NegotiatedItem is one capability, or one family of a capability.
type NegotiatedItem struct {
	Code   registry.CapCode
	Family string // of a capability that is about families, "" for others
	Local  string // what this side offered, in words; "" for nothing
	Peer   string // likewise
	Agreed string // what came of it; "" for nothing
	Why    string // why it did not come to more
}

// AppendNegotiated appends the object of kind "negotiated". The report gives id, time, source and session; its octets do not
// matter.
func AppendNegotiated(dst []byte, r *Report, n *Negotiated) []byte {
	w := liveWriter(dst, r, "negotiated")
	k := w.open("negotiated", '{')
	w.num("hold_time", int(n.HoldTime/time.Second))
	w.seconds("keepalive", n.Keepalive)
	w.openSaid("local", &n.Local)
	w.openSaid("peer", &n.Peer)
	w.list("families", n.Families)
	w.str("refused", n.Why)
	s := w.open("capabilities", '[')
	for i := range n.Items {
		it := &n.Items[i]
		w.item()
		w.dst = append(w.dst, '{')
		w.num("code", int(it.Code))
		w.str("name", registry.TableCapabilities.Name(uint64(it.Code)))
		w.str("family", it.Family)
		w.str("local", it.Local)
		w.str("peer", it.Peer)
		w.str("agreed", it.Agreed)
		w.str("why", it.Why)
		w.dst = append(w.dst, '}')
	}
	w.close(s, ']')
	w.close(k, '}')
	return append(w.dst, '}')
}

func (w *writer) openSaid(key string, o *OpenSaid) {
	k := w.open(key, '{')
	w.known("version", o.Version)
	w.some("as4", uint64(o.AS))
	w.known("hold_time", o.HoldTime)
	w.str("id", o.ID)
	w.close(k, '}')
}

// SessionTotals is what a live session with one peer came to.
type SessionTotals struct {
	Seconds     float64 // from the start of the run
	Established int     // how often
	Connections int
	Up          bool // established until this side ended it
	Sent        map[string]int64
	Received    map[string]int64 // messages by type
	SentOctets  int64
	RecvOctets  int64
	Prefixes    map[string]int64 // by family: what the peer has announced and not withdrawn
	Announced   int64            // routes in UPDATEs of this side
	Learnt      int64            // routes in those of the peer
	Withdrawn   int64            // routes that it withdrew
	Findings    map[string]int64 // by id, of received messages
	EndOfRIB    []string         // families of which the peer sent the End-of-RIB marker
	Ended       string           // what ended the session, an id such as "notification-received" or "stopped"
	EndedText   string           // the same for people
	EndedBy     string           // id of the object that tells it, "" for none
}

// AppendSessionTotals appends the object of kind "summary" about a live session. The report gives id, time, source, session
// and, where something else than this side ended the session, the verdict.
func AppendSessionTotals(dst []byte, r *Report, t *SessionTotals) []byte {
	w := liveWriter(dst, r, "summary")
	k := w.open("peering", '{')
	w.key("seconds")
	w.dst = strconv.AppendFloat(w.dst, t.Seconds, 'f', 3, 64)
	w.num("connections", t.Connections)
	w.num("established", t.Established)
	w.yes("up", t.Up)
	w.counts("sent", t.Sent)
	w.counts("received", t.Received)
	w.some("sent_octets", uint64(max(t.SentOctets, 0)))
	w.some("received_octets", uint64(max(t.RecvOctets, 0)))
	w.some("announced", uint64(max(t.Announced, 0)))
	w.some("learnt", uint64(max(t.Learnt, 0)))
	w.some("withdrawn", uint64(max(t.Withdrawn, 0)))
	w.counts("prefixes", t.Prefixes)
	w.list("end_of_rib", t.EndOfRIB)
	w.counts("findings", t.Findings)
	if t.Ended != "" {
		s := w.open("ended", '{')
		w.str("how", t.Ended)
		w.str("text", t.EndedText)
		w.str("id", t.EndedBy)
		w.close(s, '}')
	}
	w.close(k, '}')
	w.explanation(r)
	return append(w.dst, '}')
}

// counts writes an object of numbers in the order of their names.
func (w *writer) counts(key string, m map[string]int64) {
	k := w.open(key, '{')
	names := make([]string, 0, len(m))
	for n := range m {
		names = append(names, n)
	}
	slices.Sort(names)
	for _, n := range names {
		w.dst = tree.AppendString(w.comma(), n)
		w.dst = strconv.AppendInt(append(w.dst, ':'), m[n], 10)
	}
	w.close(k, '}')
}

// liveWriter begins an object that is not about one message.
func liveWriter(dst []byte, r *Report, kind string) *writer {
	dst = strconv.AppendInt(append(dst, `{"v":`...), SchemaVersion, 10)
	dst = appendText(append(dst, `,"kind":"`...), kind)
	dst = appendText(append(dst, `"id":"`...), r.ID)
	w := &writer{dst[:len(dst)-1]}
	if len(r.Links) > 0 {
		w.links(r.Links)
	}
	w.dst = appendSession(appendSource(w.dst, r), r)
	return w
}
