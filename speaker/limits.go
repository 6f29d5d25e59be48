package speaker

import "time"

// Limits bound what strangers and peers can make a Speaker use. A field that is 0 has the default that it names.
type Limits struct {
	// Connections is the greatest number of TCP connections of all peers together, established ones included (default
	// 4096). One more is closed at once.
	Connections int
	// HalfOpen is the greatest number of incoming connections that are not Established and not of a configured peer, of
	// all sources together (default 1024), and HalfOpenPerSource that of one remote address (default 8).
	HalfOpen, HalfOpenPerSource int
	// ConnectionsPerPeer is the greatest number of connections of one peer at one time, the one that is wanted included
	// (default 2, as many as a collision has); the next one is refused with 6/5.
	ConnectionsPerPeer int
	// Unconfigured is the greatest number of peers that Options.Unconfigured made (default 1024).
	Unconfigured int
	// Refusals is the number of refusal NOTIFICATIONs that may be on their way at one time (default 256); connections
	// beyond it get theirs without time to read it.
	Refusals int
	// RefuseTime bounds how long a refused connection is kept to deliver its NOTIFICATION (default 2 s).
	RefuseTime time.Duration
	// QueueOctets is the greatest number of octets that wait to be written to one peer (default 1 MiB). Routes wait
	// until there is room; a peer that makes other messages overrun it loses its session (6/8, Out of Resources).
	QueueOctets int
	// RIBOctets is the greatest number of octets that the Adj-RIB-In of one peer may take, attributes included (default
	// 1 GiB, room for ten full tables). A peer that announces more loses its session (6/8, Out of Resources).
	RIBOctets int
}

// withDefaults fills the fields that are 0.
func (l Limits) withDefaults() Limits {
	fill := func(v *int, d int) {
		if *v <= 0 {
			*v = d
		}
	}
	fill(&l.Connections, 4096)
	fill(&l.HalfOpen, 1024)
	fill(&l.HalfOpenPerSource, 8)
	fill(&l.ConnectionsPerPeer, 2)
	fill(&l.Unconfigured, 1024)
	fill(&l.Refusals, 256)
	fill(&l.QueueOctets, 1<<20)
	fill(&l.RIBOctets, 1<<30)
	if l.RefuseTime <= 0 {
		l.RefuseTime = 2 * time.Second
	}
	return l
}
