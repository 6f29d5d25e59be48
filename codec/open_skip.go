package codec

import "github.com/bgpdecode/bgpdecode/registry"

// soundOpen reports whether b is a whole OPEN in which there is nothing to find, of the capabilities that nearly all speakers
// have, each of them once (multiprotocol ones apart). As with soundUpdate the grammar need not run then; an OPEN with others
// may be sound as well.
func soundOpen(b []byte) bool {
	if len(b) < minOpen || len(b) > MaxLen || b[18] != byte(registry.MsgOpen) || int(b[16])<<8|int(b[17]) != len(b) || !HasMarker(b) {
		return false
	}
	o := b[HeaderLen:]
	hold := int(o[3])<<8 | int(o[4])
	if o[0] != 4 || hold < 3 || be32(o[5:]) == 0 || int(o[9]) != len(o)-10 {
		return false
	}
	s := soundCaps{as: uint32(o[1])<<8 | uint32(o[2])}
	for p := o[10:]; len(p) > 0; {
		if len(p) < 2 || p[0] != byte(registry.ParamCapabilities) || 2+int(p[1]) > len(p) || !s.list(p[2:2+int(p[1])]) {
			return false
		}
		p = p[2+int(p[1]):]
	}
	return s.asSound() && s.addPathSound()
}

// soundCaps is what the capabilities of an OPEN told that have been found sound so far.
type soundCaps struct {
	seen    [4]uint64
	as, as4 uint32
	mp      [8]uint32
	mps     int
	addPath []byte
}

// list reports whether there is nothing to tell of capabilities taken by themselves.
func (s *soundCaps) list(b []byte) bool {
	for len(b) > 0 {
		if len(b) < 2 || 2+int(b[1]) > len(b) {
			return false
		}
		code, v := b[0], b[2:2+int(b[1])]
		again := s.seen[code>>6]>>(code&63)&1 != 0
		s.seen[code>>6] |= 1 << (code & 63)
		ok := false
		switch registry.CapCode(code) {
		case registry.CapMultiprotocol:
			if ok = len(v) == 4 && s.mps < len(s.mp); ok {
				s.mp[s.mps] = uint32(v[0])<<16 | uint32(v[1])<<8 | uint32(v[3])
				s.mps++
			}
			again = false
		case registry.CapRouteRefresh, registry.CapExtendedMessage, registry.CapEnhancedRouteRefresh:
			ok = len(v) == 0
		case registry.CapAS4:
			if ok = len(v) == 4; ok {
				s.as4 = be32(v)
			}
		case registry.CapGracefulRestart:
			ok = len(v) >= 2 && len(v)%4 == 2
		case registry.CapAddPath:
			ok, s.addPath = len(v) > 0 && len(v)%4 == 0, v
		}
		if !ok || again {
			return false
		}
		b = b[2+len(v):]
	}
	return true
}

// asSound compares the two AS numbers (RFC 6793 sections 4.1 and 7, RFC 7607).
func (s *soundCaps) asSound() bool {
	if s.seen[registry.CapAS4>>6]>>(registry.CapAS4&63)&1 == 0 {
		return s.as != 0 && s.as != registry.ASTrans
	}
	if s.as == registry.ASTrans {
		return s.as4 > 0xffff
	}
	return s.as != 0 && s.as == s.as4
}

// addPathSound reports whether each family of ADD-PATH has a mode and is one of those that routes are sent of.
func (s *soundCaps) addPathSound() bool {
	for v := s.addPath; len(v) >= 4; v = v[4:] {
		f, ok := uint32(v[0])<<16|uint32(v[1])<<8|uint32(v[2]), false
		for _, m := range s.mp[:s.mps] {
			ok = ok || m == f
		}
		if !ok || v[3] < 1 || v[3] > 3 {
			return false
		}
	}
	return true
}
