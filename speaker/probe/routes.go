package probe

import (
	"bytes"
	"net/netip"
	"slices"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/fault"
	"github.com/bgpdecode/bgpdecode/registry"
)

// What faulty UPDATEs have that the sound one before has not, so that an observer can tell whose route it sees.
const (
	markAS        = 64501           // at the end of the AS_PATH
	markCommunity = 64500<<16 | 666 // in COMMUNITIES
)

// The prefixes of fences.
var (
	fence4 = netip.PrefixFrom(netip.AddrFrom4([4]byte{203, 0, 113, 0}), 24)
	fence6 = netip.PrefixFrom(netip.AddrFrom16([16]byte{0x20, 0x01, 0x0d, 0xb8, 0, 0x65}), 48)
)

// marked is an UPDATE with the marks, but for those that the attribute at fault would have.
func marked(u codec.Update, at registry.AttrCode, ctx codec.Context) codec.Update {
	var out []byte
	done := at == registry.AttrCommunities
	community := func() {
		if !done {
			out = codec.AppendAttr(out, codec.FlagOptional|codec.FlagTransitive, registry.AttrCommunities,
				[]byte{markCommunity >> 24, markCommunity >> 16 & 255, markCommunity >> 8 & 255, markCommunity & 255})
			done = true
		}
	}
	for a := range codec.Attrs(u.Attrs) {
		if a.Code > registry.AttrCommunities && a.Code != registry.AttrMPReach && a.Code != registry.AttrMPUnreach {
			community()
		}
		v := a.Value
		if a.Code == registry.AttrASPath && at != registry.AttrASPath {
			v = longer(v, ctx.AS4)
		}
		out = codec.AppendAttr(out, a.Flags, a.Code, v)
	}
	community()
	return codec.Update{Withdrawn: u.Withdrawn, Attrs: out, NLRI: u.NLRI}
}

// longer is an AS_PATH of one segment or more with one AS number more in its last segment.
func longer(v []byte, as4 bool) []byte {
	width, last := 2, -1
	if as4 {
		width = 4
	}
	for at := 0; at+2 <= len(v); at += 2 + width*int(v[at+1]) {
		last = at
	}
	if last < 0 || v[last+1] == 255 {
		return v
	}
	out := slices.Clone(v)
	out[last+1]++
	if as4 {
		out = append(out, 0, 0)
	}
	return append(out, markAS>>8, markAS&255)
}

// watched gives the prefix of the fault's routes and that of the fence; false where an observer cannot see the family.
func (p *play) watched(params *fault.Params) (route, fence netip.Prefix, ok bool) {
	if p.r.observer == nil {
		return route, fence, false
	}
	switch p.f.Needs.Family {
	case codec.Family{}, codec.IPv4Unicast:
		return params.Prefix, fence4, true
	case codec.Family{AFI: registry.AFIIPv6, SAFI: registry.SAFIUnicast}:
		return params.Prefix6, fence6, true
	}
	return route, fence, false
}

// before announces the sound route and waits until the observer sees it.
func (p *play) before() error {
	params := p.s.Params()
	prefix, fence, ok := p.watched(&params)
	if ok {
		p.look(prefix, func(s Sight) bool { return !s.There }) // that of the session before
		p.look(fence, func(s Sight) bool { return !s.There })
	}
	if !p.carries() {
		return nil
	}
	u := fault.Carrier(&params, p.f.Needs)
	msg, err := u.Append(nil, codec.MaxLen)
	if err != nil || len(u.NLRI) == 0 && len(u.Attrs) == 0 {
		return nil
	}
	if err := p.s.Send(msg); err != nil || !ok {
		return err
	}
	if s, seen := p.look(prefix, func(s Sight) bool { return s.There }); seen {
		p.good, p.r.unseen = &s, 0
	} else if p.r.unseen++; p.r.unseen == blindness {
		p.r.observer = nil
	}
	return p.ctx.Err()
}

// carries reports whether the session carries the family of the fault.
func (p *play) carries() bool { return slices.Contains(p.s.Agreed().Families, p.family()) }

// family is that of the fault: IPv4 unicast unless it needs another.
func (p *play) family() codec.Family {
	if f := p.f.Needs.Family; f != (codec.Family{}) {
		return f
	}
	return codec.IPv4Unicast
}

// look asks the observer until it sees what is wanted, while the session goes on.
func (p *play) look(prefix netip.Prefix, want func(Sight) bool) (last Sight, ok bool) {
	for limit := time.Now().Add(p.r.o.Observe); ; {
		s, err := p.r.observer.Look(p.ctx, prefix)
		if err == nil {
			if last = s; want(s) {
				return s, true
			}
		}
		if !time.Now().Before(limit) || p.s.Ended() || p.ctx.Err() != nil {
			return last, false
		}
		if p.s.Wait(lookEvery, nil) != nil {
			return last, false
		}
	}
}

// after finds out what became of the route on a session that stays.
func (p *play) after() error {
	p.c.Outcome = Kept
	if !p.f.InUpdate() {
		p.c.Outcome = Accepted
	}
	if p.good == nil {
		return nil
	}
	params := p.s.Params()
	prefix, fence, _ := p.watched(&params)
	params.Prefix, params.Prefix6 = fence4, fence6
	u := fault.Carrier(&params, p.f.Needs)
	msg, err := u.Append(nil, codec.MaxLen)
	if err != nil {
		return nil
	}
	if err := p.s.Send(msg); err != nil {
		p.ended()
		return nil
	}
	_, seen := p.look(fence, func(s Sight) bool { return s.There })
	if seen {
		_ = p.s.Wait(calm, nil)
	}
	if p.s.Ended() {
		p.ended()
		return nil
	}
	if p.ctx.Err() != nil {
		return p.ctx.Err()
	}
	if !seen {
		p.c.Why = "the observer did not see the route behind the fault"
		return nil
	}
	s, err := p.r.observer.Look(p.ctx, prefix)
	if err != nil {
		p.c.Why = err.Error()
		return nil
	}
	p.route(s, prefix)
	return nil
}

// route makes the outcome of what the observer sees in the end.
func (p *play) route(s Sight, prefix netip.Prefix) {
	switch {
	case !s.There:
		p.c.Outcome = Withdrawn
	case s.Mark == p.good.Mark && p.announces(prefix):
		p.c.Outcome = Ignored
	default:
		p.c.Outcome = Accepted
		p.attribute(s)
	}
}

// announces reports whether the fault is an UPDATE that announces a prefix, or may: one that cannot be read may.
func (p *play) announces(prefix netip.Prefix) bool {
	u, ok := codec.ParseUpdate(p.s.Step().Octets)
	if !p.f.InUpdate() || !ok {
		return p.f.InUpdate()
	}
	ctx := p.s.Params().Context
	has := func(b []byte, f codec.Family) bool {
		if f.AddrBits() == 0 {
			return false
		}
		for n := range codec.NLRIs(b, f, ctx.AddPath.Has(f)) {
			if n.Prefix(f) == prefix {
				return true
			}
		}
		return false
	}
	if has(u.NLRI, codec.IPv4Unicast) {
		return true
	}
	for a := range codec.Attrs(u.Attrs) {
		if r, ok := codec.ParseMPReach(a.Value); ok && a.Code == registry.AttrMPReach && has(r.NLRI, r.Family) {
			return true
		}
	}
	return false
}

// attribute finds out whether the attribute at fault came through. That of a kind which no speaker passes on says nothing.
func (p *play) attribute(s Sight) {
	if s.Attrs == nil || p.f.Attr == 0 || registry.Attr(uint8(p.f.Attr)).Flags&codec.FlagTransitive == 0 {
		return
	}
	step := p.s.Step()
	u, ok := codec.ParseUpdate(step.Octets)
	if !ok {
		return
	}
	value := func(b []byte) (v []byte, n int) {
		for a := range codec.Attrs(b) {
			if a.Code == p.f.Attr {
				v = a.Value
				n++
			}
		}
		return v, n
	}
	sent, was := value(u.Attrs)
	got, is := value(s.Attrs)
	switch {
	case was > 0 && is == 0:
		p.c.Outcome = Discarded
	case was == 1 && is == 1 && bytes.Equal(sent, got) && p.f.Attr > registry.AttrNextHop:
		p.passed = true
		p.c.Why = "the attribute is passed on"
	}
}
