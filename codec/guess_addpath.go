package codec

// routeList is an NLRI field of one family.
type routeList struct {
	f   Family
	b   []byte
	cut bool // its end is missing
}

func (e *evidence) addRoutes(f Family, b []byte, cut bool) {
	if len(b) > 0 && e.lists < len(e.routes) && addrBits(f) != 0 {
		e.routes[e.lists] = routeList{f, b, cut}
		e.lists++
	}
}

// Penalty points for a list of routes that is read with or without path identifiers. Real routes have few
// oddities; a wrong reading runs out of step and shows several of them.
const (
	oddUnsound  = 20 // a length over the limit, or a route that runs past the end
	oddHostBits = 6  // bits behind the prefix length
	oddDefault  = 6  // the default route again
	oddSpace    = 4  // an address that is not announced, or a very short prefix
	oddPathID   = 3  // a path identifier that looks like the start of an IPv4 prefix
	bigPathID   = 1  // a path identifier that no counter gives; some speakers take random ones
	maxPathID   = 9  // all path identifiers of a list together: less than one certain fault
	weakMargin  = 5  // what default routes with odd path identifiers can weigh at most: not enough for "medium"
)

// oddities adds up the penalty points of a list read with or without path identifiers. It is sound when all of it can be read so.
func (r *routeList) oddities(withID bool) (points int, sound bool) {
	ids, defaults, bits := 0, 0, addrBits(r.f)
	unsound := oddUnsound
	if r.cut {
		unsound = 0
	}
	for b := r.b; len(b) > 0; {
		if withID {
			if len(b) < 5 {
				return points + unsound, r.cut
			}
			n := 0
			if top := int(b[0]); top >= 8 && top <= bits {
				n = oddPathID
			} else if top != 0 {
				n = bigPathID
			}
			n = min(n, maxPathID-ids)
			points, ids = points+n, ids+n
			b = b[4:]
		}
		l := int(b[0])
		n := 1 + (l+7)/8
		switch {
		case l > bits:
			return points + oddUnsound, false
		case n > len(b):
			return points + unsound, r.cut
		case l == 0:
			if defaults++; defaults > 1 && !withID {
				points += oddDefault
			}
		default:
			if b[n-1]<<((l-1)&7+1) != 0 {
				points += oddHostBits
			}
			if oddAddress(b[1], l, bits) {
				points += oddSpace
			}
		}
		b = b[n:]
	}
	return points, true
}

// oddAddress reports whether a prefix of length l with this first octet is outside what is routed: IPv4 in 0/8 or
// from 240 up, or shorter than 8 bits; IPv6 outside 2000::/3, fc00::/7 and ff00::/8, or shorter than 16 bits.
func oddAddress(first byte, l, bits int) bool {
	if bits == 32 {
		return first == 0 || first >= 240 || l < 8
	}
	return first>>5 != 1 && first>>1 != 0xfc>>1 && first != 0xff || l < 16
}

// oddDefaults reports whether the list, read with path identifiers, holds nothing but default routes, each with an
// identifier that no counter gives. Any five octets with a zero at the end can be read so: it shows little.
func (r *routeList) oddDefaults() bool {
	for b := r.b; len(b) > 0; b = b[5:] {
		if len(b) < 5 || b[0] == 0 || b[4] != 0 {
			return false
		}
	}
	return true
}

// knownAddPath takes what is known, but for a message that was written anew otherwise.
func knownAddPath(e *evidence, k Known, g *Guess) {
	g.Ctx.AddPath = k.AddPath
	if e.lists == 0 {
		return
	}
	g.AddPath = Choice{How: k.AddPathHow, Confidence: "certain", Why: k.why()}
	if k.AddPathHow == HowNegotiated {
		g.AddPath.Why = "both OPENs were seen"
	}
	if k.Rebuilt {
		g.Ctx.AddPath = e.turned(k.AddPath)
	}
	if g.Ctx.AddPath != k.AddPath {
		g.AddPath = evident("high", "the routes read soundly only so, which is not what the session agreed: the message was written anew after it had come")
	}
}

// guessAddPath decides, family by family, whether the NLRI carry path identifiers.
func guessAddPath(e *evidence, k Known, g *Guess) {
	if k.AddPathHow != HowNone {
		knownAddPath(e, k, g)
		return
	}
	if e.lists == 0 {
		return
	}
	var plain, with, weak FamilySet
	margin := 0
	for i := range e.routes[:e.lists] {
		f := e.routes[i].f
		if plain.Has(f) || with.Has(f) || weak.Has(f) {
			continue
		}
		n, odd := 0, true // how much worse the list reads without identifiers; whether that is all that speaks for them
		for j := range e.routes[:e.lists] {
			if r := &e.routes[j]; r.f == f {
				plain, _ := r.oddities(false)
				withID, _ := r.oddities(true)
				n += plain - withID
				odd = odd && r.oddDefaults()
			}
		}
		switch {
		case n > 0 && odd:
			weak, n = weak.With(f), min(n, weakMargin)
		case n > 0:
			with = with.With(f)
		case n < 0:
			plain, n = plain.With(f), -n
		default:
			continue
		}
		if margin == 0 || n < margin {
			margin = n
		}
	}
	g.Ctx.AddPath = with
	switch {
	case weak != 0 && with == 0:
		// The plain reading keeps its error: a fault of the sender is likelier than such a list.
		g.AddPath = Choice{How: HowDefault, Confidence: "low", Why: "without path identifiers a route is malformed; with them there are only default routes with unusual identifiers"}
	case with != 0:
		g.AddPath = evident(marginWord(margin), "the routes read soundly only with path identifiers")
	case plain != 0:
		g.AddPath = evident(marginWord(margin), "the routes read soundly only without path identifiers")
	default:
		g.AddPath = Choice{How: HowDefault, Confidence: "low", Why: "nothing in the routes shows path identifiers"}
	}
	g.AddPath.Margin = margin
}

// turned gives known with those families turned whose routes are not sound as it says, and are the other way.
func (e *evidence) turned(known FamilySet) FamilySet {
	turned := known
	for i := range e.routes[:e.lists] {
		f := e.routes[i].f
		asKnown, other, points := true, true, 0
		for j := range e.routes[:e.lists] {
			if r := &e.routes[j]; r.f == f {
				_, sound := r.oddities(known.Has(f))
				asKnown = asKnown && sound
				n, sound := r.oddities(!known.Has(f))
				points, other = points+n, other && sound
			}
		}
		if one := FamilySet(0).With(f); !asKnown && other && points < oddUnsound {
			turned = turned&^one | one&^known
		}
	}
	return turned
}

func marginWord(n int) string {
	switch {
	case n >= 20:
		return "high"
	case n >= 6:
		return "medium"
	}
	return "low"
}
