package batch

import (
	"net/netip"
)

// session is what one device, or one capture, tells of one peer.
type session struct {
	id         sessionID
	dev        *device
	peer       netip.Addr
	name       string
	vrf        string
	a, b       netip.Addr // of a capture, a the lower one
	local      netip.Addr // invalid when no line tells it
	localAS    uint32
	peerAS     uint32
	order      int
	notes      []*note // all, in the order of the input
	best       *match  // with the other side's log
	wires      []*match
	candidates map[*session]bool
}

// sessionID tells sessions apart.
type sessionID struct {
	dev  *device
	peer netip.Addr
	name string
	vrf  string
	b    netip.Addr
}

// sessionsOf sorts notes into sessions.
func (c *correlator) sessionsOf() []*session {
	var list []*session
	known := map[sessionID]*session{}
	for _, n := range c.notes {
		id := sessionID{dev: n.dev, peer: n.peer, name: n.peerName, vrf: n.vrf}
		s := &session{dev: n.dev, peer: n.peer, name: n.peerName, vrf: n.vrf}
		if n.role == roleWire {
			a, b := n.src.Addr().Unmap(), n.dst.Addr().Unmap()
			if b.Less(a) {
				a, b = b, a
			}
			id, s = sessionID{dev: n.dev, peer: a, b: b}, &session{dev: n.dev, a: a, b: b}
		}
		if known[id] == nil {
			s.order, s.id = len(list), id
			known[id] = s
			list = append(list, s)
		}
		s = known[id]
		n.sess, n.pos = s, int32(len(s.notes))
		s.notes = append(s.notes, n)
		if n.local.IsValid() {
			s.local = n.local
		}
		if n.localAS != 0 {
			s.localAS = n.localAS
		}
		if n.peerAS != 0 {
			s.peerAS = n.peerAS
		}
	}
	return list
}

// sent, received and from give what is told once of the NOTIFICATIONs of a session, without those whose view of kind r is
// known already.
func (s *session) sent(r role) []*note { return s.views(roleSender, r) }

func (s *session) received(r role) []*note { return s.views(roleReceiver, r) }

func (s *session) views(own, other role) []*note {
	var out []*note
	for _, n := range s.notes {
		if n.kind == noteNotification && n.role == own && n.same == nil && n.other(other) == nil {
			out = append(out, n)
		}
	}
	return out
}

func (s *session) from(a netip.Addr, other role) []*note {
	var out []*note
	for _, n := range s.notes {
		if n.kind == noteNotification && n.same == nil && n.src.Addr().Unmap() == a && n.other(other) == nil {
			out = append(out, n)
		}
	}
	return out
}

// sessionIndex finds sessions by what they have in common.
type sessionIndex struct {
	data     map[dataKey][]*session
	dataKeys []dataKey
	nets     map[netip.Prefix][]*session
	netKeys  []netip.Prefix
	owner    map[netip.Addr][]*device
	of       map[*device][]*session // some of each device
	to       map[devicePeer][]*session
	ends     map[netip.Addr][]*session // of captures
	hosts    map[string][]*session
}

// devicePeer is the end of a session as one device sees it.
type devicePeer struct {
	dev  *device
	peer netip.Addr
}

func indexSessions(list []*session) *sessionIndex {
	ix := &sessionIndex{data: map[dataKey][]*session{}, nets: map[netip.Prefix][]*session{}, owner: map[netip.Addr][]*device{},
		of: map[*device][]*session{}, to: map[devicePeer][]*session{}, ends: map[netip.Addr][]*session{}, hosts: map[string][]*session{}}
	for _, s := range list {
		for _, n := range s.notes {
			if k, ok := keyOfData(n); ok && n.kind == noteNotification {
				group := ix.data[k]
				if len(group) == 0 {
					ix.dataKeys = append(ix.dataKeys, k)
				}
				if len(group) == 0 || group[len(group)-1] != s {
					ix.data[k] = append(group, s)
				}
			}
		}
		if s.dev.wire {
			for _, a := range [...]netip.Addr{s.a, s.b} {
				if len(ix.ends[a]) < mostAlike {
					ix.ends[a] = append(ix.ends[a], s)
				}
			}
			continue
		}
		if s.peer.IsValid() {
			ix.addNets(s)
		}
		if ix.of[s.dev] == nil {
			for a := range s.dev.own {
				if len(ix.owner[a]) < mostAlike {
					ix.owner[a] = append(ix.owner[a], s.dev)
				}
			}
		}
		if len(ix.of[s.dev]) < mostAlike {
			ix.of[s.dev] = append(ix.of[s.dev], s)
		}
		if k := (devicePeer{s.dev, s.peer}); s.peer.IsValid() && len(ix.to[k]) < mostAlike {
			ix.to[k] = append(ix.to[k], s)
		}
		if len(ix.hosts[s.dev.key]) < mostAlike {
			ix.hosts[s.dev.key] = append(ix.hosts[s.dev.key], s)
		}
	}
	return ix
}

func (ix *sessionIndex) addNets(s *session) {
	bits := [...]int{24, 30, 31}
	if s.peer.Is6() {
		bits = [...]int{64, 126, 127}
	}
	for _, n := range bits {
		p := netip.PrefixFrom(s.peer, n).Masked()
		if len(ix.nets[p]) == 0 {
			ix.netKeys = append(ix.netKeys, p)
		}
		ix.nets[p] = append(ix.nets[p], s)
	}
}
