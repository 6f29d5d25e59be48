package codec

import "github.com/bgpdecode/bgpdecode/registry"

// This file passes over routes in which the decoders of their families would find nothing, for soundUpdate.

// plainReach reports whether there is nothing to tell of the value of an MP_REACH_NLRI with one next hop.
func (ctx *Context) plainReach(v []byte) bool {
	if len(v) < 5 {
		return false
	}
	n := int(v[3])
	if n > 24 || 5+n > len(v) || v[4+n] != 0 {
		return false
	}
	f := familyOctets(v)
	return nextHopOf(f).legal(n) && ctx.plainFamily(f, v[5+n:], false)
}

// plainFamily reports whether there is nothing to tell of routes of a family.
func (ctx *Context) plainFamily(f Family, b []byte, withdrawn bool) bool {
	withID := ctx.AddPath != 0 && ctx.AddPath.Has(f)
	if bits := addrBits(f); bits != 0 {
		return plainRoutes(b, bits, withID)
	}
	if bits, labels, rd := labelledForm(f); bits != 0 {
		return plainLabelled(b, labelledRoutes{bits, labels, rd, withID, withdrawn})
	}
	return f.AFI == registry.AFIL2VPN && f.SAFI == registry.SAFIEVPN && plainEVPN(b, withID)
}

// plainRoutes reports whether b is whole prefixes without bits behind them, one default route among them at most.
func plainRoutes(b []byte, bits int, withID bool) bool {
	defaults, head := 0, 0
	if withID {
		head = 4
	}
	for off := 0; off < len(b); {
		if off+head >= len(b) {
			return false
		}
		l := int(b[off+head])
		end := off + head + 1 + (l+7)>>3
		if l > bits || end > len(b) || b[end-1]<<((l-1)&7+1) != 0 {
			return false
		}
		if l == 0 && !withID {
			defaults++
		}
		off = end
	}
	return defaults <= 1
}

// labelledRoutes is the form of routes with labels or route distinguishers.
type labelledRoutes struct {
	bits       int // of an address
	labels, rd bool
	withID     bool
	withdrawn  bool
}

// plainLabelled reports whether b is whole routes, each with one label that says so, without bits behind the prefix.
func plainLabelled(b []byte, form labelledRoutes) bool {
	for len(b) > 0 {
		if form.withID {
			if len(b) < 5 {
				return false
			}
			b = b[4:]
		}
		rest := int(b[0])
		end := 1 + (rest+7)>>3
		if end > len(b) {
			return false
		}
		at := 1
		if form.labels {
			if at += 3; at > end || !form.withdrawn && b[3]&1 == 0 {
				return false
			}
			rest -= 24
		}
		if form.rd {
			at += 8
			rest -= 64
		}
		if rest < 0 || rest > form.bits || at > end || rest&7 != 0 && b[end-1]<<(rest&7) != 0 {
			return false
		}
		b = b[end:]
	}
	return true
}

// plainEVPN reports whether b is whole routes of types 1 to 4 (RFC 7432 section 7) whose parts have the lengths that they must
// have.
func plainEVPN(b []byte, withID bool) bool {
	for len(b) > 0 {
		if withID {
			if len(b) < 5 {
				return false
			}
			b = b[4:]
		}
		if len(b) < 2 || 2+int(b[1]) > len(b) {
			return false
		}
		v, at := b[2:2+int(b[1])], 0
		switch b[0] {
		case 1:
			if len(v) != 25 {
				return false
			}
		case 2:
			if at = 29; len(v) < at+4 || v[22] != 48 || v[at] != 0 && v[at] != 32 && v[at] != 128 {
				return false
			}
			if n := len(v) - at - 1 - int(v[at])/8; n != 3 && n != 6 {
				return false
			}
		case 3, 4:
			if at = 12; b[0] == 4 {
				at = 18
			}
			if len(v) <= at || v[at] != 32 && v[at] != 128 || len(v) != at+1+int(v[at])/8 {
				return false
			}
		default:
			return false
		}
		b = b[2+len(v):]
	}
	return true
}
