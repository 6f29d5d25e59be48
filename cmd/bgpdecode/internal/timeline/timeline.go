package timeline

import (
	"net/netip"
	"slices"
	"strings"
)

// Limits bound what a Timeline keeps. Zero fields mean their defaults.
type Limits struct {
	Peers   int // sessions; default 2048
	Pending int // steps of all sessions that wait to be put into the order of their times; default 65536
	Rows    int // rows to be shown of one session; default 400
	AllRows int // rows of all sessions; default 65536
}

func (l Limits) withDefaults() Limits {
	set := func(p *int, v int) {
		if *p <= 0 {
			*p = v
		}
	}
	set(&l.Peers, 2048)
	set(&l.Pending, 65536)
	set(&l.Rows, 400)
	set(&l.AllRows, 65536)
	return l
}

// Timeline collects steps. It is not safe for use by several goroutines.
type Timeline struct {
	limits   Limits
	sessions []*Session
	byKey    map[key]*Session
	seq      int
	pending  int
	Refused  int64 // steps of sessions beyond Limits.Peers
}

// key names a session: by its peer, or by one of its connections.
type key struct{ host, vrf, name, conn string }

// New returns an empty Timeline.
func New(l Limits) *Timeline {
	return &Timeline{limits: l.withDefaults(), byKey: map[key]*Session{}}
}

// Limit says how many sessions are kept at most, from now on: 1 or more.
func (t *Timeline) Limit(sessions int) { t.limits.Peers = sessions }

// maxKeys bounds the names under which one session is found.
const maxKeys = 1024

// Add takes a step. Steps of one input come in its order.
func (t *Timeline) Add(s Step) {
	x := t.session(&s)
	if x == nil {
		t.Refused++
		return
	}
	s.own()
	t.seq++
	s.seq = t.seq
	x.pending = append(x.pending, s)
	if t.pending++; t.pending > t.limits.Pending {
		t.settleAll()
	}
}

// settleAll lets the rules see so many of the pending steps that half of the limit is free again: looking at all sessions is
// paid for by many steps.
func (t *Timeline) settleAll() {
	keep := min(32, t.limits.Pending/8, t.limits.Pending/2/len(t.sessions))
	for _, x := range t.sessions {
		t.settle(x, keep)
	}
}

// session finds the session of a step, or makes it.
func (t *Timeline) session(s *Step) *Session {
	host := s.Host
	if host == "" {
		host = "\x00" + s.Log
	}
	vrf := s.VRF
	if mainTable(vrf) {
		vrf = ""
	}
	name := key{host: host, vrf: vrf, name: s.Peer}
	if s.Peer == "" {
		name = key{}
	}
	var byConn, byName *Session
	conn := key{host: host, conn: s.Connection}
	if s.Connection != "" {
		byConn = t.byKey[conn]
	}
	if name != (key{}) {
		byName = t.byKey[name]
	}
	if name != (key{}) && !s.Captured {
		plain := key{host: host, name: s.Peer}
		if x := t.byKey[plain]; byName == nil && x != nil && mainTable(x.VRF) { // only some of a device's lines name the VRF
			byName = x
		}
		if t.byKey[plain] == nil && byName != nil {
			t.bind(byName, plain)
		}
	}
	x := byName
	switch {
	case byConn == nil && byName == nil:
		if name == (key{}) && s.Connection == "" || len(t.sessions) >= t.limits.Peers {
			return nil
		}
		x = &Session{Host: s.Host, VRF: s.VRF, Wire: s.Wire, local: s.Local}
		t.sessions = append(t.sessions, x)
	case byConn != nil && (byName == nil || byName == byConn):
		x = byConn
	case byConn != nil:
		x = t.merge(byConn, byName)
	}
	x.named(s)
	t.bind(x, name)
	if name.vrf != "" && !s.Captured {
		if plain := (key{host: host, name: s.Peer}); t.byKey[plain] == nil {
			t.bind(x, plain)
		}
	}
	if s.Connection != "" {
		t.bind(x, conn)
	}
	return x
}

// mainTable reports whether a VRF is none: what devices call the table that they all have.
func mainTable(vrf string) bool {
	switch strings.ToLower(vrf) {
	case "", "default", "master", "inet.0", "inet6.0", "0", "base", "global", "_public_", "public":
		return true
	}
	return false
}

func (t *Timeline) bind(x *Session, k key) {
	if k == (key{}) || t.byKey[k] == x || len(x.keys) >= maxKeys {
		return
	}
	t.byKey[k] = x
	x.keys = append(x.keys, k)
}

// merge makes one of two sessions: lines that had only an address, or a connection, belong to the peer with the name.
func (t *Timeline) merge(a, b *Session) *Session {
	if a.done != b.done && !a.done || len(a.pending) > len(b.pending) && a.done == b.done {
		a, b = b, a
	}
	if a.done { // both are under way: they stay two
		return b
	}
	b.pending = append(a.pending, b.pending...)
	for _, k := range a.keys {
		t.byKey[k] = b
	}
	b.keys = append(b.keys, a.keys...)
	b.join(a)
	t.sessions = slices.DeleteFunc(t.sessions, func(x *Session) bool { return x == a })
	return b
}

// named takes what a step says of the ends of the session.
func (x *Session) named(s *Step) {
	x.addName(s.Peer)
	x.addName(s.PeerAddr)
	if mainTable(x.VRF) && s.VRF != "" {
		x.VRF = s.VRF
	}
}

func (x *Session) addName(n string) {
	if n == "" {
		return
	}
	if _, err := netip.ParseAddr(n); err == nil {
		x.addrs = addOnce(x.addrs, n)
	} else if x.name == "" {
		x.name = n
	}
}

func (x *Session) join(a *Session) {
	x.name = first(x.name, a.name)
	for _, n := range a.addrs {
		x.addrs = addOnce(x.addrs, n)
	}
}

// Name is what the session is called: the device's name for the peer, or its address.
func (x *Session) Name() string {
	if x.name != "" || len(x.addrs) == 0 {
		return x.name
	}
	return x.addrs[0]
}

func first(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// addOnce keeps a short list of different texts.
func addOnce(list []string, s string) []string {
	if s == "" || len(list) >= 8 || slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}

// settle lets the rules see the pending steps of a session but the newest.
func (t *Timeline) settle(x *Session, keep int) {
	if len(x.pending) <= keep {
		return
	}
	inOrder(x.pending)
	n := len(x.pending) - keep
	for i := range x.pending[:n] {
		x.step(&x.pending[i])
	}
	x.done = true
	x.pending = slices.Clone(x.pending[n:])
	t.pending -= n
	most := t.limits.Rows
	if len(t.sessions)*most > t.limits.AllRows {
		most = max(t.limits.AllRows/len(t.sessions), 16)
	}
	x.trim(most)
}

// inOrder sorts steps by their times; one without a time goes with the one before it.
func inOrder(steps []Step) {
	slices.SortFunc(steps, func(a, b Step) int { return a.seq - b.seq })
	at := make([]int64, len(steps))
	for i := range steps {
		switch {
		case !steps[i].Time.IsZero():
			at[i] = steps[i].Time.UnixNano()
		case i > 0:
			at[i] = at[i-1]
		}
	}
	order := make([]int, len(steps))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case at[a] < at[b]:
			return -1
		case at[a] > at[b]:
			return 1
		}
		return 0
	})
	sorted := make([]Step, len(steps))
	for i, k := range order {
		sorted[i] = steps[k]
	}
	copy(steps, sorted)
}

// Finish lets the rules see everything and returns the sessions that have something to show, in the order of their first
// steps. wanted, when set, chooses by the names and addresses of the peer.
func (t *Timeline) Finish(wanted func(names []string) bool) []*Session {
	var out []*Session
	for _, x := range t.sessions {
		if wanted != nil && !wanted(append([]string{x.name}, x.addrs...)) {
			continue
		}
		t.settle(x, 0)
		x.finish()
		if len(x.Rows) > 0 && x.bgp {
			out = append(out, x)
		}
	}
	return out
}
