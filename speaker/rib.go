package speaker

import (
	"encoding/binary"
	"fmt"
	"slices"
	"sync"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
	"github.com/bgpdecode/bgpdecode/speaker/fsm"
	"github.com/bgpdecode/bgpdecode/speaker/rib"
)

// adjRIBIn is a peer's Adj-RIB-In. It has a lock of its own, so that it can be read from OnEvent.
type adjRIBIn struct {
	mu  sync.Mutex
	rib *rib.RIB
}

// use calls f with the lock held, if there is a RIB.
func (in *adjRIBIn) use(f func(*rib.RIB)) bool {
	if in == nil {
		return false
	}
	in.mu.Lock()
	defer in.mu.Unlock()
	f(in.rib)
	return true
}

// RIB calls read with the routes that the peer has announced. Updates wait meanwhile; the RIB must not be changed or
// kept. It reports false, and does not call, when PeerConfig has neither RIB nor MaxPrefix set.
func (p *Peer) RIB(read func(*rib.RIB)) bool { return p.in.use(read) }

// applyUpdate takes the routes of an UPDATE that was judged.
func (c *conn) applyUpdate() {
	t := c.todo
	if t.msg == nil {
		return
	}
	c.todo = update{}
	if t.leak {
		c.tellLeak(t.otc)
	}
	u, ok := codec.ParseUpdate(t.msg)
	if !ok {
		return
	}
	if len(t.msg) <= maxEndOfRIB {
		if f, ok := u.EndOfRIB(); ok {
			c.p.endOfRIB(c, f)
			return
		}
	}
	if t.rewrite != nil {
		u.Attrs = t.rewrite
	}
	p := c.p
	var ch rib.Change
	octets := 0
	if p.in != nil {
		p.in.mu.Lock()
		if t.withdraw {
			ch = p.in.rib.Withdraw(&u, c.receive)
		} else {
			ch = p.in.rib.Apply(&u, c.receive)
		}
		octets = p.in.rib.Octets()
		p.in.mu.Unlock()
	}
	announced, withdrawn := countRoutes(&u, c.receive)
	if t.withdraw {
		announced, withdrawn = 0, withdrawn+announced
	}
	p.seen.Lock()
	p.seen.stats.Announced += uint64(announced)
	p.seen.stats.Withdrawn += uint64(withdrawn)
	p.seen.Unlock()
	switch limit := p.speaker.o.Limits.RIBOctets; {
	case octets > limit:
		p.emit(c, Event{Kind: Note, Text: fmt.Sprintf("the routes take %d octets of memory, the limit is %d", octets, limit)})
		c.tooMuch(codec.Notification{Code: registry.ErrCease, Subcode: registry.SubOutOfResources})
	case ch.Added > 0 && len(p.cfg.MaxPrefix) > 0:
		c.checkLimits()
	}
}

// maxEndOfRIB is the length of the longest End-of-RIB: an UPDATE with an empty MP_UNREACH_NLRI with a long length.
const maxEndOfRIB = codec.HeaderLen + 4 + 4 + 3

// countRoutes counts the routes of an UPDATE.
func countRoutes(u *codec.Update, ctx codec.Context) (announced, withdrawn int) {
	announced, withdrawn = countNLRI(u.NLRI, codec.IPv4Unicast, ctx), countNLRI(u.Withdrawn, codec.IPv4Unicast, ctx)
	if len(u.Attrs) == 0 || announced > 0 {
		return announced, withdrawn
	}
	for b := u.Attrs; ; {
		a, ok := codec.ParseAttr(b)
		if !ok || a.HeaderLen+a.Length > len(b) {
			return announced, withdrawn
		}
		b = b[a.HeaderLen+a.Length:]
		switch a.Code {
		case registry.AttrMPReach:
			if r, ok := codec.ParseMPReach(a.Value); ok {
				announced += countNLRI(r.NLRI, r.Family, ctx)
			}
		case registry.AttrMPUnreach:
			if f, nlri, ok := codec.ParseMPUnreach(a.Value); ok {
				withdrawn += countNLRI(nlri, f, ctx)
			}
		}
	}
}

// countNLRI counts the prefixes of an NLRI field; families of other NLRI count 0.
func countNLRI(b []byte, f codec.Family, ctx codec.Context) (n int) {
	if len(b) == 0 || f.AddrBits() == 0 {
		return 0
	}
	skip := 0
	if ctx.AddPath.Has(f) {
		skip = 4
	}
	for len(b) > skip {
		l := skip + 1 + (int(b[skip])+7)/8
		if l > len(b) {
			break
		}
		b = b[l:]
		n++
	}
	return n
}

// checkLimits ends the session with 6/1 when a family has more prefixes than it may (RFC 4486 section 4). It stays down
// until somebody starts it again: the peer would only send as many once more.
func (c *conn) checkLimits() {
	for _, f := range c.agreed.Families {
		limit, ok := c.p.cfg.MaxPrefix[f]
		if !ok {
			continue
		}
		n := 0
		c.p.in.use(func(r *rib.RIB) { n = r.Count(f) })
		if uint64(n) <= uint64(limit) {
			continue
		}
		data := binary.BigEndian.AppendUint16(nil, uint16(f.AFI))
		data = binary.BigEndian.AppendUint32(append(data, byte(f.SAFI)), limit)
		if c.plays(QuirkNoLimitData) {
			data = nil
		}
		note := codec.Notification{Code: registry.ErrCease, Subcode: registry.SubMaximumPrefixes, Data: data}
		c.p.emit(c, Event{Kind: Note, Family: f, Count: n, Text: fmt.Sprintf("%d prefixes of %s, the limit is %d", n, f, limit)})
		c.tooMuch(note)
		return
	}
}

// tooMuch ends the session with a peer that has announced too much. It stays down: see checkLimits.
func (c *conn) tooMuch(note codec.Notification) {
	c.p.stopped = !c.p.cfg.FSM.DampPeerOscillations
	c.s.Step(fsm.Event{Kind: c.p.stopKind(), Note: note, Hard: true, Stay: c.p.stopped})
}

// discarded makes the attributes of an UPDATE without those that are to be discarded (RFC 7606): of a repeated one the
// first stays.
func discarded(attrs []byte, findings []codec.Finding) []byte {
	var codes [256]bool
	for i := range findings {
		if f := &findings[i]; f.Action == registry.ActionAttributeDiscard && f.ID != codec.FindAttrDuplicate {
			codes[f.Attr] = true
		}
	}
	var seen [256]bool
	out := make([]byte, 0, len(attrs))
	for len(attrs) > 0 {
		a, ok := codec.ParseAttr(attrs)
		if !ok {
			break
		}
		n := a.HeaderLen + len(a.Value)
		if !codes[a.Code] && !seen[a.Code] {
			out = append(out, attrs[:n]...)
		}
		seen[a.Code] = true
		attrs = attrs[n:]
	}
	return out
}

// uncarried makes the attributes of an UPDATE without multiprotocol ones about families that are not used on the
// session. It reports false when there are none of those.
func (c *conn) uncarried(s *sections) (rest []byte, any bool) {
	if !s.mp {
		return nil, false
	}
	reach, unreach := c.foreign(s.reach), c.foreign(s.unreach)
	if !reach && !unreach {
		return nil, false
	}
	rest = []byte{}
	for b := s.attrs; len(b) > 0; {
		a, ok := codec.ParseAttr(b)
		if !ok {
			break
		}
		n := a.HeaderLen + len(a.Value)
		if !(reach && a.Code == registry.AttrMPReach || unreach && a.Code == registry.AttrMPUnreach) {
			rest = append(rest, b[:n]...)
		}
		b = b[n:]
	}
	return rest, true
}

// foreign reports whether the value of a multiprotocol attribute is about a family that is not used. It is told of once,
// and with each message.
func (c *conn) foreign(v []byte) bool {
	f, _, ok := codec.ParseMPUnreach(v) // both attributes begin with the family
	if !ok || c.carried(f) {
		return false
	}
	c.remark = "routes of " + f.String() + " ignored: the family is not carried on this session"
	if !slices.Contains(c.unknown, f) && len(c.unknown) < maxUnknown {
		c.unknown = append(c.unknown, f)
		c.tell = append(c.tell, Event{Kind: Note, Family: f, Text: c.remark})
	}
	return true
}

// maxUnknown bounds how many families that are not carried are told of.
const maxUnknown = 16
