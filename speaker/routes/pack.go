package routes

import (
	"iter"
	"net/netip"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// Announce yields the UPDATE messages that announce the routes of the set on a session; each is valid until the next
// one. Routes that Skipped names are left out. End-of-RIB is not among them: codec.AppendEndOfRIB makes it.
func (s *Set) Announce(to *Session) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		p := packer{to: to, yield: yield}
		for _, g := range s.groups {
			if why, more := p.announce(g); why == Announced && !more {
				return
			}
		}
	}
}

// Withdraw yields the UPDATE messages that withdraw the routes of the set on a session; each is valid until the next
// one. Routes that were not announced are not withdrawn either.
func (s *Set) Withdraw(to *Session) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		p := packer{to: to, yield: yield}
		for _, f := range s.Families() {
			for _, g := range s.groups {
				if g.family != f {
					continue
				}
				if why := p.prepare(g); why == Announced && !p.withdraw(g) {
					return
				}
			}
			if !p.flushWithdrawn(f) {
				return
			}
		}
	}
}

// Skipped counts the routes that a session will not be told, by reason.
func (s *Set) Skipped(to *Session) map[Reason]int {
	out := map[Reason]int{}
	p := packer{to: to}
	for _, g := range s.groups {
		if why := p.prepare(g); why != Announced {
			out[why] += g.count
		}
	}
	return out
}

// packer fills UPDATEs.
type packer struct {
	to    *Session
	yield func([]byte) bool
	msg   []byte
	nlri  []byte // of the message that is being filled

	// Of the group that was prepared:
	attrs   []byte // without a multiprotocol attribute
	nextHop []byte
	mp      bool
	room    int // octets for routes
}

// prepare makes the attributes of a group.
func (p *packer) prepare(g *group) Reason {
	if !p.to.Carried.Has(g.family) {
		return NotCarried
	}
	var why Reason
	if p.nextHop, p.mp, why = p.to.nextHops(g); why != Announced {
		return why
	}
	attrs, ok := codec.ParsePathAttributes(g.attrs, wide)
	if !ok {
		return TooLong // cannot be: the set has built them
	}
	if unicast := g.family.SAFI == registry.SAFIUnicast && !p.to.AsIs; unicast && attrs.HasOTC && p.to.OTCBlock {
		return OnlyToCustomer
	} else if unicast && !attrs.HasOTC && p.to.OTCAdd {
		attrs.OTC, attrs.HasOTC = p.to.LocalAS, true
	}
	p.to.apply(&attrs)
	if !p.mp {
		attrs.NextHop = addrOf(p.nextHop)
	}
	p.attrs = attrs.Append(p.attrs[:0], p.to.Ctx)
	p.room = p.to.max() - (&codec.Update{Attrs: p.attrs}).Len()
	if p.mp {
		p.room -= 4 + 5 + len(p.nextHop) // the head of MP_REACH_NLRI with a long length, and what stands before routes
	}
	if p.room < 1+4+g.family.AddrBits()/8 {
		return TooLong
	}
	if usual := p.room - (p.to.max() - codec.MaxLen); p.to.max() > codec.MaxLen && usual >= leastRoom {
		p.room = usual
	}
	return Announced
}

// leastRoom is the room for routes, in octets, that attributes must leave for a message of 4096 octets. Only those that leave
// less go into a longer one where the peer takes it: many who read captures take none (tshark 4.0), or not so many routes of
// one UPDATE (bgpdump).
const leastRoom = 256

// announce yields the messages of one group. It reports whether more are wanted.
func (p *packer) announce(g *group) (why Reason, more bool) {
	if why := p.prepare(g); why != Announced {
		return why, true
	}
	withID := p.to.Ctx.AddPath.Has(g.family)
	for b := g.nlri; len(b) > 0; {
		var n int
		p.nlri, n = fill(p.nlri[:0], b, g.family, withID, p.room)
		b = b[n:]
		u := codec.Update{Attrs: p.attrs, NLRI: p.nlri}
		if p.mp {
			reach := codec.MPReach{Family: g.family, NextHop: p.nextHop, NLRI: p.nlri}
			u = codec.Update{Attrs: append(codec.AppendMPReach(nil, &reach), p.attrs...)}
		}
		if !p.send(&u) {
			return Announced, false
		}
	}
	return Announced, true
}

// fill takes as many routes from b, all of which have path identifiers, as room has place for, and returns how many
// octets of b they are.
func fill(dst, b []byte, f codec.Family, withID bool, room int) (nlri []byte, taken int) {
	for taken < len(b) {
		_, n, ok := codec.ParseNLRI(b[taken:], f.AddrBits(), true)
		if !ok {
			return dst, len(b) // cannot be: the set has built them
		}
		r := b[taken : taken+n]
		if !withID {
			r = r[4:]
		}
		if len(dst)+len(r) > room {
			break
		}
		dst = append(dst, r...)
		taken += n
	}
	return dst, taken
}

// withdraw takes the routes of a group into messages without regard to their attributes.
func (p *packer) withdraw(g *group) bool {
	withID := p.to.Ctx.AddPath.Has(g.family)
	room := min(p.to.max(), codec.MaxLen) - (&codec.Update{}).Len()
	if g.family != codec.IPv4Unicast {
		room -= 4 + 3 // the head of MP_UNREACH_NLRI with a long length, AFI and SAFI
	}
	for b := g.nlri; len(b) > 0; {
		var n int
		p.nlri, n = fill(p.nlri, b, g.family, withID, room)
		if b = b[n:]; len(b) > 0 && !p.flushWithdrawn(g.family) {
			return false
		}
	}
	return true
}

// flushWithdrawn yields the message with the routes that are withdrawn so far.
func (p *packer) flushWithdrawn(f codec.Family) bool {
	if len(p.nlri) == 0 {
		return true
	}
	u := codec.Update{Withdrawn: p.nlri}
	if f != codec.IPv4Unicast {
		u = codec.Update{Attrs: codec.AppendMPUnreach(nil, f, p.nlri)}
	}
	more := p.send(&u)
	p.nlri = p.nlri[:0]
	return more
}

func (p *packer) send(u *codec.Update) bool {
	msg, err := u.Append(p.msg[:0], p.to.max())
	if err != nil {
		return true // cannot be: room was counted
	}
	p.msg = msg
	return p.yield(msg)
}

func addrOf(b []byte) netip.Addr {
	a, _ := netip.AddrFromSlice(b)
	return a
}
