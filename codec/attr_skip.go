package codec

import "github.com/bgpdecode/bgpdecode/registry"

// skipAttributes passes over attributes at the start of the range of which there is nothing to tell: of the codes that
// nearly all routes have, with the usual flags, a legal length and a sound value. It stops at the first other one. It is
// for UPDATEs that are checked and not recorded, on sessions with 4-octet AS numbers. What it passes is what attribute
// finds nothing in: TestSkip and the fuzz tests compare the two.
func (d *dec) skipAttributes() {
	if d.rec != nil || !d.ctx.AS4 || d.ctx.WidthUnknown {
		return
	}
	for b := d.b[d.off:d.end]; len(b) >= 3 && b[0]&FlagExtended == 0; b = d.b[d.off:d.end] {
		n := 3 + int(b[2])
		if n > len(b) || b[1] >= 64 || d.upd.seen[0]>>b[1]&1 != 0 || !d.plain(registry.AttrCode(b[1]), b[0], b[3:n]) {
			return
		}
		d.upd.seen[0] |= 1 << b[1]
		d.upd.attrs++
		d.off += n
	}
}

// plain reports whether there is nothing to tell of an attribute.
func (d *dec) plain(c registry.AttrCode, flags uint8, v []byte) bool {
	const transitive = FlagOptional | FlagTransitive
	switch c {
	case registry.AttrOrigin:
		return flags == FlagTransitive && len(v) == 1 && v[0] <= 2
	case registry.AttrASPath:
		return flags == FlagTransitive && d.ctx.Peer != PeerConfed && d.plainPath(v)
	case registry.AttrNextHop:
		return flags == FlagTransitive && len(v) == 4 && v[0] != 127 && v[0] < 224 && v[0] != 0
	case registry.AttrMED:
		return flags == FlagOptional && len(v) == 4
	case registry.AttrLocalPref:
		return flags == FlagTransitive && len(v) == 4 && d.ctx.Peer != PeerEBGP
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
func (d *dec) plainPath(v []byte) bool {
	if len(v) == 0 {
		return d.ctx.Peer != PeerEBGP
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
