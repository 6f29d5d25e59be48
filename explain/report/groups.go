package report

import (
	"slices"
	"strconv"
	"time"

	"github.com/bgpdecode/bgpdecode/codec/tree"
)

// Totals is what all events of a run came to.
type Totals struct {
	Causes      int
	Events      int64
	Peers       int
	AtLeast     bool  // there were more peers or hosts than are kept
	Over        int64 // events of more causes than are kept, not in Events
	First, Last time.Time
	Flapping    int    // sessions that fell again and again
	Flaps       []Flap // the worst of them
	Others      map[string]int64
}

// Flap is a session that fell again and again.
type Flap struct {
	Peer, Host       string
	Downs            int
	Events           int64 // with repeat counts
	First, Last      time.Time
	Median, Shortest time.Duration // between two falls
	Ended            bool          // well before the end of the input
	Causes           []string      // ids of the groups
}

// Group is the events of one cause. Numbers are -1 and strings empty when they are not known.
type Group struct {
	Number        int    // from 1
	Title         string // for people
	Code, Subcode int
	Direction     string // of the NOTIFICATION, as the devices that logged it see it: "sent", "received", or empty
	Attribute     int    // 0 for none
	Flags         int
	HardReset     bool
	Finding       string
	Claim         string
	Down          bool
	What          string

	Events       int64
	Peers, Hosts int
	AtLeast      bool
	BothSides    int64
	Groups       []PeerGroup
	First, Last  time.Time
	Start        time.Time // of the first column
	Column       time.Duration
	Counts       []int64
	ExampleID    string // of the event that Example, Verdict and Act are about
	Various      bool   // Verdict or Act are not those of all events
	Example      string
	Verdict, Act string
}

// PeerGroup counts the peers of one AS or one network.
type PeerGroup struct {
	Name  string
	Peers int
}

// SummaryID gives the id of a group.
func SummaryID(number int) string { return "s" + strconv.Itoa(number) }

// AppendTotals appends the object of kind "summary" about all events.
func AppendTotals(dst []byte, t *Totals) []byte {
	w := summaryWriter(dst, "summary")
	k := w.open("totals", '{')
	w.num("causes", t.Causes)
	w.num("events", int(t.Events))
	w.num("peers", t.Peers)
	w.yes("at_least", t.AtLeast)
	w.some("over", uint64(t.Over))
	w.stamp("first", t.First)
	w.stamp("last", t.Last)
	w.num("flapping", t.Flapping)
	s := w.open("flaps", '[')
	for i := range t.Flaps {
		f := &t.Flaps[i]
		w.item()
		w.dst = append(w.dst, '{')
		w.str("peer", f.Peer)
		w.str("host", f.Host)
		w.num("downs", f.Downs)
		w.num("events", int(f.Events))
		w.stamp("first", f.First)
		w.stamp("last", f.Last)
		w.seconds("median", f.Median)
		w.seconds("shortest", f.Shortest)
		w.key("ended")
		w.dst = strconv.AppendBool(w.dst, f.Ended)
		w.list("causes", f.Causes)
		w.dst = append(w.dst, '}')
	}
	w.close(s, ']')
	s = w.open("others", '{')
	var names []string
	for n := range t.Others {
		names = append(names, n)
	}
	slices.Sort(names)
	for _, n := range names {
		w.dst = tree.AppendString(w.comma(), n)
		w.dst = strconv.AppendInt(append(w.dst, ':'), t.Others[n], 10)
	}
	w.close(s, '}')
	w.close(k, '}')
	return append(w.dst, '}')
}

// AppendGroup appends the object of kind "summary" about one cause.
func AppendGroup(dst []byte, g *Group) []byte {
	w := summaryWriter(dst, SummaryID(g.Number))
	k := w.open("group", '{')
	w.str("title", g.Title)
	w.known("code", g.Code)
	w.known("subcode", g.Subcode)
	w.str("direction", g.Direction)
	w.some("attribute", uint64(max(g.Attribute, 0)))
	w.known("flags", g.Flags)
	w.yes("hard_reset", g.HardReset)
	w.str("finding", g.Finding)
	w.str("claim", g.Claim)
	w.yes("down", g.Down)
	w.str("what", g.What)
	w.num("events", int(g.Events))
	w.num("peers", g.Peers)
	w.num("hosts", g.Hosts)
	w.yes("at_least", g.AtLeast)
	w.some("both_sides", uint64(max(g.BothSides, 0)))
	s := w.open("peer_groups", '[')
	for _, p := range g.Groups {
		w.item()
		w.dst = append(w.dst, '{')
		w.str("name", p.Name)
		w.num("peers", p.Peers)
		w.dst = append(w.dst, '}')
	}
	w.close(s, ']')
	w.stamp("first", g.First)
	w.stamp("last", g.Last)
	if len(g.Counts) > 0 {
		t := w.open("timeline", '{')
		w.stamp("start", g.Start)
		w.seconds("column", g.Column)
		w.key("counts")
		w.dst = append(w.dst, '[')
		for _, n := range g.Counts {
			w.item()
			w.dst = strconv.AppendInt(w.dst, n, 10)
		}
		w.dst = append(w.dst, ']')
		w.close(t, '}')
	}
	w.str("example_id", g.ExampleID)
	w.yes("various", g.Various)
	w.str("example", g.Example)
	w.str("verdict", g.Verdict)
	w.str("act", g.Act)
	w.close(k, '}')
	return append(w.dst, '}')
}

func summaryWriter(dst []byte, id string) writer {
	w := writer{dst: append(dst, '{')}
	w.num("v", SchemaVersion)
	w.str("kind", "summary")
	w.str("id", id)
	return w
}

func (w *writer) stamp(k string, t time.Time) {
	if !t.IsZero() {
		w.key(k)
		w.dst = append(t.AppendFormat(append(w.dst, '"'), time.RFC3339Nano), '"')
	}
}

// comma makes room for a member whose key is not one of the contract's.
func (w *writer) comma() []byte {
	if w.dst[len(w.dst)-1] != '{' {
		w.dst = append(w.dst, ',')
	}
	return w.dst
}
