package codec

import "github.com/bgpdecode/bgpdecode/registry"

// skipAttributes passes over attributes at the start of the range of which there is nothing to tell: of the codes that
// nearly all routes have, with the usual flags, a legal length and a sound value. It stops at the first other one. It is
// for UPDATEs that are checked and not recorded. What it passes is what attribute finds nothing in: TestSkip and the fuzz
// tests compare the two.
func (d *dec) skipAttributes() {
	if d.rec != nil || d.ctx.WidthUnknown {
		return
	}
	for b := d.b[d.off:d.end]; len(b) >= 3 && b[0]&FlagExtended == 0; b = d.b[d.off:d.end] {
		n := 3 + int(b[2])
		if n > len(b) || b[1] >= 64 || d.upd.seen[0]>>b[1]&1 != 0 || !d.ctx.plain(registry.AttrCode(b[1]), b[0], b[3:n]) {
			return
		}
		d.upd.seen[0] |= 1 << b[1]
		d.upd.attrs++
		d.off += n
	}
}

// soundUpdate reports whether b is a whole UPDATE in which there is nothing to find: what a router sends nearly always. Then
// the grammar need not run where nothing is recorded. It knows the attributes of skipAttributes and routes of the common
// families; an UPDATE with others may be sound as well.
func soundUpdate(b []byte, ctx *Context) bool {
	if len(b) < minUpdate || b[18] != byte(registry.MsgUpdate) || int(b[16])<<8|int(b[17]) != len(b) || len(b) > MaxExtLen ||
		len(b) > MaxLen && !ctx.ExtMsg || !HasMarker(b) || !ctx.AS4 || ctx.WidthUnknown {
		return false
	}
	withdrawn, rest, ok := cutLength(b[HeaderLen:])
	if !ok {
		return false
	}
	attrs, nlri, ok := cutLength(rest)
	if !ok {
		return false
	}
	withID := ctx.AddPath != 0 && ctx.AddPath.Has(IPv4Unicast)
	if !plainRoutes(withdrawn, 32, withID) || !plainRoutes(nlri, 32, withID) {
		return false
	}
	seen, reach, ok := ctx.plainAttributes(attrs)
	if !ok || len(nlri) == 0 && !reach {
		return ok
	}
	need := uint64(1<<registry.AttrOrigin | 1<<registry.AttrASPath)
	if len(nlri) > 0 {
		need |= 1 << registry.AttrNextHop
	}
	if ctx.Peer == PeerIBGP || ctx.Peer == PeerConfed {
		need |= 1 << registry.AttrLocalPref
	}
	return seen&need == need
}

// plainAttributes reports whether there is nothing to tell of any of the attributes, which they are, and whether one of them
// has routes that can be reached.
func (ctx *Context) plainAttributes(b []byte) (seen uint64, reach, ok bool) {
	for len(b) > 0 {
		if len(b) < 4 {
			return 0, false, false
		}
		flags, code, head, n := b[0], b[1], 3, int(b[2])
		if flags&FlagExtended != 0 {
			head, n = 4, n<<8|int(b[3])
		}
		if head+n > len(b) || code >= 64 || seen>>code&1 != 0 {
			return 0, false, false
		}
		seen |= 1 << code
		v := b[head : head+n]
		switch c := registry.AttrCode(code); c {
		case registry.AttrMPReach:
			ok = flags&^FlagExtended == FlagOptional && ctx.plainReach(v)
			reach = ok && len(v) > 5+int(v[3])
		case registry.AttrMPUnreach:
			ok = flags&^FlagExtended == FlagOptional && len(v) >= 3 && ctx.plainFamily(familyOctets(v), v[3:], true)
		default:
			ok = ctx.plain(c, flags&^FlagExtended, v)
		}
		if !ok {
			return 0, false, false
		}
		b = b[head+n:]
	}
	return seen, reach, true
}

// plain reports whether there is nothing to tell of an attribute.
func (ctx *Context) plain(c registry.AttrCode, flags uint8, v []byte) bool {
	const transitive = FlagOptional | FlagTransitive
	switch c {
	case registry.AttrOrigin:
		return flags == FlagTransitive && len(v) == 1 && v[0] <= 2
	case registry.AttrASPath:
		return flags == FlagTransitive && ctx.AS4 && ctx.Peer != PeerConfed && ctx.plainPath(v)
	case registry.AttrNextHop:
		return flags == FlagTransitive && len(v) == 4 && v[0] != 127 && v[0] < 224 && v[0] != 0
	case registry.AttrMED:
		return flags == FlagOptional && len(v) == 4
	case registry.AttrLocalPref:
		return flags == FlagTransitive && len(v) == 4 && ctx.Peer != PeerEBGP
	case registry.AttrCommunities:
		return flags == transitive && len(v) > 0 && len(v)%4 == 0
	case registry.AttrExtCommunities:
		return flags == transitive && len(v) > 0 && len(v)%8 == 0
	case registry.AttrLargeCommunity:
		return flags == transitive && len(v) > 0 && len(v)%12 == 0
	}
	return false
}

// plainPath reports whether a path is AS_SEQUENCEs of 4-octet AS numbers, none of them 0 or AS_TRANS, and not empty from an
// external peer.
func (ctx *Context) plainPath(v []byte) bool {
	if len(v) == 0 {
		return ctx.Peer != PeerEBGP
	}
	for len(v) > 0 {
		t, count, n, ok := parseSegment(v, 4)
		if !ok || t != registry.SegASSequence || count == 0 || n > len(v) {
			return false
		}
		for s := v[2:n]; len(s) >= 4; s = s[4:] {
			if as := be32(s); as == 0 || as == registry.ASTrans {
				return false
			}
		}
		v = v[n:]
	}
	return true
}
