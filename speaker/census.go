package speaker

import (
	"net"
	"net/netip"
	"sync"
)

// census counts the connections of a speaker, so that strangers cannot make it hold more than Limits allow.
type census struct {
	mu       sync.Mutex
	all      map[net.Conn]*entry
	half     int
	bySource map[netip.Addr]int
	refusals chan struct{}
}

// entry is a connection whose descriptor is open.
type entry struct {
	source netip.Addr
	half   bool // a stranger's that is not Established yet
}

// enter counts a connection. It reports false, and does not, when a limit is reached. Those of strangers have limits of
// their own, so that they cannot keep peers away.
func (n *census) enter(l *Limits, c net.Conn, source netip.Addr, stranger bool) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	if len(n.all) >= l.Connections || stranger && (n.half >= l.HalfOpen || n.bySource[source] >= l.HalfOpenPerSource) {
		return false
	}
	if n.all == nil {
		n.all, n.bySource = map[net.Conn]*entry{}, map[netip.Addr]int{}
	}
	n.all[c] = &entry{source: source, half: stranger}
	if stranger {
		n.half++
		n.bySource[source]++
	}
	return true
}

// up notes that a connection is Established.
func (n *census) up(c net.Conn) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if e := n.all[c]; e != nil {
		n.whole(e)
	}
}

func (n *census) whole(e *entry) {
	if !e.half {
		return
	}
	e.half = false
	n.half--
	if n.bySource[e.source]--; n.bySource[e.source] == 0 {
		delete(n.bySource, e.source)
	}
}

// leave notes that the descriptor of a connection is closed.
func (n *census) leave(c net.Conn) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if e := n.all[c]; e != nil {
		n.whole(e)
		delete(n.all, c)
	}
}

// abort closes all connections as they are.
func (n *census) abort() {
	n.mu.Lock()
	defer n.mu.Unlock()
	for c := range n.all {
		_ = c.Close() // wakes whoever uses it
	}
}
