package metrics

import (
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
	"github.com/bgpdecode/bgpdecode/speaker"
	"github.com/bgpdecode/bgpdecode/speaker/fsm"
)

// Options say what is counted beside events.
type Options struct {
	// Version is that of the program, for bgpdecode_build_info.
	Version string
	// Wire says that a proxy saw the messages: they have two directions of which none is ours.
	Wire bool
	// Captures gives the octets written to each capture file, by the name that was asked for; nil: there are none.
	Captures func() (names []string, octets []int64)
	// Proxy gives the octets that a proxy has forwarded, and those of them that it could not tell of; nil: there is none.
	Proxy func() (octets, lost uint64)
}

// Counts are what is counted. Its methods may be called from any goroutine.
type Counts struct {
	opt   Options
	start time.Time

	mu    sync.Mutex
	peers map[*speaker.Peer]*peer
	list  []*peer // in the order of the configuration; the first is for all that is not configured
}

// peer is what is counted of a peer.
type peer struct {
	name   string
	source *speaker.Peer // nil for those that are not configured

	messages    [2][typesOf]uint64 // received, sent
	octets      [2]uint64
	conns       [len(connKinds)]uint64
	open        int
	changes     uint64
	established uint64
	notes       map[notification]uint64
	findings    map[codec.FindingID]uint64
	endOfRIB    map[codec.Family]uint64
}

// typesOf is the number of message types that are told apart; index 0 is for those that are unknown.
const typesOf = 6

// connKinds are what became of attempts to connect.
var connKinds = [...]string{"dialled", "accepted", "failed", "refused"}

const (
	connDialled = iota
	connAccepted
	connFailed
	connRefused
)

// notification is a NOTIFICATION by what Prometheus is told of it. Those that the registry does not know are one.
type notification struct {
	sent, known   bool
	code, subcode uint8
}

// New returns counts of nothing.
func New(o Options) *Counts {
	c := &Counts{opt: o, start: time.Now(), peers: map[*speaker.Peer]*peer{}}
	c.list = []*peer{{name: "unconfigured"}}
	if o.Wire {
		c.list[0].name = "proxy"
	}
	return c
}

// Configured makes a peer one that is counted for itself, under the name given; when another one has that name, with a
// number behind it.
func (c *Counts) Configured(p *speaker.Peer, name string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for base, n := name, 2; slices.ContainsFunc(c.list, func(p *peer) bool { return p.name == name }); n++ {
		name = base + " #" + strconv.Itoa(n)
	}
	n := &peer{name: name, source: p}
	c.peers[p] = n
	c.list = append(c.list, n)
}

// Event counts an event.
func (c *Counts) Event(e *speaker.Event) {
	c.mu.Lock()
	defer c.mu.Unlock()
	p := c.list[0]
	if known := c.peers[e.Peer]; e.Peer != nil && known != nil {
		p = known
	}
	switch e.Kind {
	case speaker.Opened:
		p.open++
		if e.Conn.Inbound || c.opt.Wire {
			p.conns[connAccepted]++
		} else {
			p.conns[connDialled]++
		}
	case speaker.DialFailed:
		p.conns[connFailed]++
	case speaker.Refused:
		p.conns[connRefused]++
	case speaker.Closed:
		p.open = max(p.open-1, 0)
	case speaker.StateChange:
		p.changes++
		if e.To == fsm.Established && e.From != fsm.Established {
			p.established++
		}
	case speaker.EndOfRIB:
		if p.endOfRIB == nil {
			p.endOfRIB = map[codec.Family]uint64{}
		}
		p.endOfRIB[e.Family]++
	case speaker.Message:
		p.message(e)
	}
}

func (p *peer) message(e *speaker.Event) {
	way := 0
	if e.Sent {
		way = 1
	}
	h, ok := codec.ParseHeader(e.Octets)
	if !ok || h.Type >= typesOf {
		h.Type = 0
	}
	p.messages[way][h.Type]++
	p.octets[way] += uint64(len(e.Octets))
	if h.Type == registry.MsgNotification && len(e.Octets) >= codec.HeaderLen+2 {
		if p.notes == nil {
			p.notes = map[notification]uint64{}
		}
		p.notes[noted(e)]++
	}
	for i := range e.Findings {
		if p.findings == nil {
			p.findings = map[codec.FindingID]uint64{}
		}
		p.findings[e.Findings[i].ID]++
	}
}

// noted gives code and subcode where a standard speaker can have meant them.
func noted(e *speaker.Event) notification {
	n := notification{sent: e.Sent, known: true, code: e.Octets[codec.HeaderLen], subcode: e.Octets[codec.HeaderLen+1]}
	if !registry.KnownSubcode(n.code, n.subcode) {
		return notification{sent: e.Sent}
	}
	return n
}
