package batch

import (
	"cmp"
	"net/netip"
	"slices"
	"time"
)

// match is two sessions that may be the two ends of one, or one end and a capture of it.
type match struct {
	x, y  *session // y may be of a capture
	fixed int      // evidence of addresses, AS numbers and names, in points
	why   []string
	score float64
	alignment
}

// matchNeeds is how many points two sessions must have to be taken for one.
const matchNeeds = 5

// reject is a score that nothing makes good.
const reject = -1000

// streams gives what two sessions tell of the same messages.
func (m *match) streams() []stream {
	x, y := m.x, m.y
	if !y.dev.wire {
		return []stream{{x.sent(roleReceiver), y.received(roleSender)}, {x.received(roleSender), y.sent(roleReceiver)}}
	}
	peer, own := m.ends()
	return []stream{{x.sent(roleWire), y.from(own, roleSender)}, {x.received(roleWire), y.from(peer, roleReceiver)}}
}

// ends gives the addresses of a capture's session: that of the peer of the device that logs, and its own.
func (m *match) ends() (peer, own netip.Addr) {
	x, y := m.x, m.y
	if x.peer == y.b || !x.peer.IsValid() && x.local == y.a {
		return y.b, y.a
	}
	return y.a, y.b
}

// rate gives the points of what is known beside the messages.
func (m *match) rate(c *correlator) {
	m.fixed, m.why = 0, nil
	if m.y.dev.wire {
		m.rateWire(len(c.byEnd[m.x.peer]) == 1)
		return
	}
	x, y := m.x, m.y
	if x.dev == y.dev && (!x.dev.hostless || x == y) || x.peer.IsValid() && x.peer == y.peer {
		m.fixed = reject
		return
	}
	if x.dev == y.dev {
		m.fixed -= 2
	}
	crossed := owns(y, x.peer) + owns(x, y.peer)
	if m.fixed += crossed; crossed >= 5 {
		m.why = append(m.why, "addresses")
	}
	if x.name != "" && x.name == y.dev.key || y.name != "" && y.name == x.dev.key {
		m.fixed += 6
		m.why = append(m.why, "host names")
	}
	if n := subnet(x.peer, y.peer); n > 0 {
		m.fixed += n
		m.why = append(m.why, "subnet")
	}
	if n := sameAS(x.peerAS, y.localAS, y.dev) + sameAS(y.peerAS, x.localAS, x.dev); n != 0 {
		if m.fixed += n; n > 0 {
			m.why = append(m.why, "AS numbers")
		}
	}
}

// owns says how well an address fits as one of a session's own.
func owns(s *session, a netip.Addr) int {
	switch {
	case !a.IsValid():
		return 0
	case s.local == a:
		return 6
	case s.local.IsValid():
		return reject
	case s.dev.own[a]:
		return 5
	case len(s.dev.own) > 0:
		return -1
	}
	return 0
}

// sameAS compares the AS number that one side expects with what the other is.
func sameAS(as, local uint32, d *device) int {
	switch {
	case as == 0 || local == 0 && len(d.as) == 0:
		return 0
	case as == local || local == 0 && d.as[as]:
		return 2
	case local == 0:
		return -2
	}
	return -6
}

// subnet says how near two addresses are to each other.
func subnet(a, b netip.Addr) int {
	if !a.IsValid() || !b.IsValid() || a.Is4() != b.Is4() {
		return 0
	}
	link, lan := 30, 24
	if a.Is6() {
		link, lan = 126, 64
	}
	switch {
	case netip.PrefixFrom(a, link).Masked().Contains(b) || a.Next() == b || b.Next() == a:
		return 4
	case netip.PrefixFrom(a, lan).Masked().Contains(b):
		return 1
	}
	return 0
}

// rateWire rates a capture's session; only says that no other one there has the peer's address.
func (m *match) rateWire(only bool) {
	x, y := m.x, m.y
	if x.peer.IsValid() && x.peer != y.a && x.peer != y.b || x.local.IsValid() && x.local != y.a && x.local != y.b {
		m.fixed = reject
		return
	}
	if x.peer.IsValid() {
		m.fixed += 3
		if only {
			m.fixed += 2
		}
		own := y.a
		if x.peer == y.a {
			own = y.b
		}
		m.fixed += max(owns(x, own), -1)
	}
	if m.fixed > 0 {
		m.why = append(m.why, "addresses")
	}
}

// judge aligns the messages of the two and gives the points of all.
func (m *match) judge(c *correlator) {
	m.rate(c)
	if m.fixed <= reject/2 {
		m.score = reject
		return
	}
	m.alignment = alignAll(m.streams(), c.window, c.clock(m.x.dev, m.y.dev))
	m.score = float64(m.fixed)
	if c.matched[[2]sessionID{m.x.id, m.y.id}] {
		m.score += 5
	}
	if m.strong > 0 {
		m.score += 3 + min(float64(m.strong-1), 3)
		if c.unique(m) {
			m.score += 3
		}
	}
	if len(m.pairs) == 0 {
		m.score -= 3
		return
	}
	if m.score += m.punctual(); m.timed && !m.byPrior && c.clock(m.x.dev, m.y.dev) != nil {
		m.score -= 4 // other sessions tell otherwise of these clocks
	}
	if few := min(m.events, m.other); few >= 4 && len(m.pairs)*4 < few {
		m.score -= 3
	}
}

// punctual gives points for stamps that agree. One pair alone agrees with any difference of the clocks; what counts is how
// likely that difference is.
func (m *match) punctual() float64 {
	if !m.timed {
		return 0
	}
	n := 0
	kinds := map[[2]int]bool{}
	for _, p := range m.pairs {
		if p.timed && p.residue <= 3*time.Second && p.residue >= -3*time.Second {
			n++
			kinds[[2]int{p.x.code, p.x.sub}] = true
		}
	}
	switch {
	case m.byPrior:
		return min(float64(n)*1.5, 5)
	case n >= 3 && n*4 >= min(m.events, m.other)*3: // the more so when they are all, and about different things
		return min(float64(n-1), 4) + min(float64(len(kinds)-1), 2)
	case n >= 3:
		return min(float64(n-1), 4)
	case abs(int64(m.skew)) <= int64(5*time.Second):
		return 1.5
	case abs(int64(m.skew)) <= int64(5*time.Minute):
		return 1
	case m.strong == 0 && n < 2 && !m.alone && !zone(m.skew):
		return -6
	}
	return 0
}

// zone reports whether two clocks differ as they do when one has another time zone.
func zone(d time.Duration) bool {
	return d.Abs() <= 14*time.Hour+time.Minute && (d-d.Round(15*time.Minute)).Abs() <= 30*time.Second
}

// dataKey is what NOTIFICATIONs with the same first octets of Data have in common.
type dataKey struct {
	code int
	head [6]byte
}

func keyOfData(n *note) (dataKey, bool) {
	if len(n.data.head) <= shortData {
		return dataKey{}, false
	}
	k := dataKey{code: n.code}
	copy(k.head[:], n.data.head)
	return k, true
}

// unique reports whether nobody else tells of the octets that two sessions have in common.
func (c *correlator) unique(m *match) bool {
	for _, p := range m.pairs {
		if p.how != strong {
			continue
		}
		if k, ok := keyOfData(p.x); ok && len(c.byData[k]) <= 2 {
			return true
		}
	}
	return false
}

// mostAlike bounds how many sessions with one thing in common are compared with each other.
const mostAlike = 24

// prospects collects the pairs of sessions that are worth a comparison.
type prospects struct{ out []*match }

// add adds a pair once, the session that a device tells of first.
func (p *prospects) add(x, y *session) {
	if x.dev.wire {
		x, y = y, x
	}
	if x == y || x.dev.wire || x.dev == y.dev && !x.dev.hostless {
		return
	}
	if !y.dev.wire && y.order < x.order {
		x, y = y, x
	}
	if x.candidates == nil {
		x.candidates = map[*session]bool{}
	}
	if !x.candidates[y] {
		x.candidates[y] = true
		p.out = append(p.out, &match{x: x, y: y})
	}
}

// alike adds what has one thing in common, as far as mostAlike allows.
func (p *prospects) alike(group []*session) { p.all(group[:min(len(group), mostAlike)]) }

// all adds each with each.
func (p *prospects) all(group []*session) {
	for i, x := range group {
		for _, y := range group[i+1:] {
			p.add(x, y)
		}
	}
}

// candidates finds pairs of sessions worth a comparison.
func (c *correlator) candidates(list []*session) []*match {
	var p prospects
	ix := indexSessions(list)
	c.byData, c.byEnd = ix.data, ix.ends
	for _, k := range ix.dataKeys {
		p.alike(ix.data[k])
	}
	for _, k := range ix.netKeys {
		p.alike(ix.nets[k])
	}
	for _, x := range list {
		for _, d := range ix.owner[x.peer] {
			if x.local.IsValid() {
				for _, y := range ix.to[devicePeer{d, x.local}] {
					p.add(x, y)
				}
				continue
			}
			for _, y := range ix.of[d] {
				if x.dev.own[y.peer] || len(x.dev.own) == 0 || y.local == x.peer {
					p.add(x, y)
				}
			}
		}
		for _, y := range ix.ends[x.peer] {
			p.add(x, y)
		}
		for _, y := range ix.hosts[x.name] {
			p.add(x, y)
		}
	}
	if len(list) <= 64 {
		p.all(list)
	}
	return p.out
}

// settle chooses among candidates: the best first, each session with one other side, and with each capture's sessions.
func (c *correlator) settle(list []*match) []*match {
	for _, m := range list {
		if m.judge(c); m.score < matchNeeds {
			m.pairs = nil
		}
	}
	slices.SortStableFunc(list, func(a, b *match) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.x.order, b.x.order), cmp.Compare(a.y.order, b.y.order))
	})
	used := map[*session]bool{}
	var out []*match
	for _, m := range list {
		if m.score < matchNeeds {
			break
		}
		wire := m.y.dev.wire
		if used[m.y] && !wire || !wire && used[m.x] {
			continue
		}
		if !wire {
			used[m.x], used[m.y] = true, true
		}
		if len(m.pairs) == 0 {
			continue
		}
		out = append(out, m)
	}
	return out
}

// confidence says how sure one pair of a match is.
func (m *match) confidence(p *pairing) confidence {
	exact := p.timed && p.residue.Abs() <= 5*time.Second
	switch {
	case p.how == strong && (m.fixed >= 4 || exact && len(m.pairs) > 1):
		return high
	case p.how == strong, exact && m.fixed >= 4 && (len(m.pairs) > 1 || m.byPrior || m.skew.Abs() <= 5*time.Minute):
		return medium
	}
	return low
}

// misfits pairs what is left of two sessions when the stamps agree and the codes do not: one of the two logs is wrong.
func (c *correlator) misfits(m *match) {
	if !m.timed {
		return
	}
	for _, s := range m.streams() {
		x, _ := split(s.x)
		y, _ := split(s.y)
		k := 0
		for _, a := range x {
			want := a.time + int64(m.skew)
			for k < len(y) && y[k].time < want-int64(codeWithin) {
				k++
			}
			if k == len(y) || y[k].time > want+int64(codeWithin) || agree(a, y[k]) != apart {
				continue
			}
			b := y[k]
			k++
			t := tie{how: weak, timed: true, skew: m.skew, residue: time.Duration(b.time - want), differ: true, conf: low, why: m.why}
			a.meet(b, t)
		}
	}
}

// cover tells what has no other side although the other's log covers its time.
func (c *correlator) cover(m *match) {
	if m.y.dev.wire {
		return
	}
	for _, s := range m.streams() {
		m.uncovered(s.x, m.y.dev, m.skew)
		m.uncovered(s.y, m.x.dev, -m.skew)
	}
}

func (m *match) uncovered(list []*note, by *device, skew time.Duration) {
	const edge = int64(time.Minute)
	for _, n := range list {
		if !n.stamped || !m.timed || n.cover != coverNone {
			continue
		}
		if at := n.time + int64(skew); at < by.from-edge || at > by.to+edge {
			continue
		}
		switch {
		case n.attempted:
			n.cover = coverUndelivered
		case n.role == roleSender:
			n.cover = coverLost
		default:
			n.cover = coverUnsent
		}
	}
}
