package repro

import (
	"net/netip"
	"slices"
	"strconv"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// holdTime is that of our OPEN where none was seen.
const holdTime = 90

var someID = netip.AddrFrom4([4]byte{192, 0, 2, 1})

// session sets up who we are. sender says that we play the side that sent the event's message; else the side that received it.
func (p *Plan) session(e *Event, o Options, sender bool) {
	device := (e.Direction == "sent") == sender // we are the device that logged it
	if e.Direction == "" {
		device = true
	}
	ours, theirs := e.PeerAS, e.LocalAS
	seen := e.Peer
	if device {
		ours, theirs, seen = e.LocalAS, e.PeerAS, e.Local
	}
	if seen != nil && ours == 0 {
		ours = seen.AS
	}
	if e.PeerKind == codec.PeerIBGP {
		ours, theirs = max(ours, theirs), max(ours, theirs)
	}
	as, assumed := ours, false
	switch first, ok := e.firstAS(); {
	case o.AS != 0:
		as = o.AS
	case as == 0 && ok:
		as = first
		p.note("Our AS number is the first of the path in the dump; --as sets another one")
	case as == 0:
		as, assumed = DefaultAS, true
	}
	if theirs == 0 || o.TargetAS != 0 {
		theirs = o.TargetAS
	}
	p.TargetAS = theirs
	if seen != nil {
		p.offer(seen, as)
		p.note("Our OPEN is the one that was seen on the session")
		return
	}
	if assumed {
		p.note(noteNoAS + strconv.Itoa(DefaultAS) + " is taken, --as sets another one")
	}
	p.Open = codec.NewOpen(as, holdTime, someID)
	p.Open.Capabilities = []codec.Capability{codec.FlagCapability(registry.CapRouteRefresh)}
	p.Families = []codec.Family{codec.IPv4Unicast}
	p.Ctx.Peer = e.PeerKind
	if e.PeerKind == codec.PeerUnknown {
		p.Ctx.Peer = codec.PeerEBGP
		if theirs != 0 && theirs == as {
			p.Ctx.Peer = codec.PeerIBGP
		}
	}
	p.width(e)
}

// firstAS gives the AS number that an AS_PATH of the dump begins with: a peer of another AS has to put its own there.
func (e *Event) firstAS() (uint32, bool) {
	t := e.Tree
	if e.Offender != nil {
		var dc codec.Decoder
		g := codec.GuessContext(&dc, codec.PieceMessage, e.Offender, codec.Known{})
		t = dc.Decode(codec.PieceMessage, e.Offender, g.Ctx)
	}
	if t == nil {
		return 0, false
	}
	path := t.Find(0, codec.FieldASPath)
	if path < 0 {
		return 0, false
	}
	n := t.Find(path, codec.FieldASN)
	if n < 0 || t.Partial(n) || t.Nodes[n].Val == 0 {
		return 0, false
	}
	return uint32(t.Nodes[n].Val), true
}

// width takes the AS width of the session from what was decided for the dump; 4 octets where nothing depends on it.
func (p *Plan) width(e *Event) {
	p.Ctx.AS4 = true
	if e.Tree != nil && !e.Tree.Ctx.WidthUnknown && !e.Tree.Ctx.AS4 && dependsOnWidth(e.Tree) {
		p.Ctx.AS4 = false
		p.note("The session has 2-octet AS numbers, as the dump: our OPEN has no capability 65")
		return
	}
	p.cap(codec.FlagCapability(registry.CapAS4))
}

// dependsOnWidth reports whether a tree has AS numbers whose width the session decides.
func dependsOnWidth(t *codec.Tree) bool {
	for n := range t.Nodes {
		switch t.Nodes[n].Field {
		case codec.FieldASPath, codec.FieldAggregator:
			return true
		}
	}
	return false
}

// offer takes an OPEN that was seen, with another AS number where one is wanted.
func (p *Plan) offer(seen *codec.Open, as uint32) {
	p.Open = codec.NewOpen(as, seen.HoldTime, seen.ID)
	p.Open.Version = seen.Version
	for _, c := range seen.Capabilities {
		if f, ok := codec.ParseMultiprotocol(c.Value); ok && c.Code == registry.CapMultiprotocol {
			p.family(f)
			continue
		}
		if c.Code == registry.CapAS4 {
			p.Ctx.AS4 = true
			c.Value = nil // as4: that of the OPEN
		}
		if c.Code == registry.CapExtendedMessage {
			p.Ctx.ExtMsg = true
		}
		p.Open.Capabilities = append(p.Open.Capabilities, c)
	}
	p.Ctx.Peer = codec.PeerEBGP
	if p.TargetAS != 0 && p.TargetAS == as {
		p.Ctx.Peer = codec.PeerIBGP
	}
	if len(p.Families) == 0 {
		p.Families = []codec.Family{codec.IPv4Unicast}
	}
}

// family adds a family to our OPEN.
func (p *Plan) family(f codec.Family) {
	if !slices.Contains(p.Families, f) {
		p.Families = append(p.Families, f)
	}
}

// cap adds a capability unless there is one of that code.
func (p *Plan) cap(c codec.Capability) {
	for _, have := range p.Open.Capabilities {
		if have.Code == c.Code {
			return
		}
	}
	p.Open.Capabilities = append(p.Open.Capabilities, c)
}

// carry makes our OPEN agree on what a message needs: families, ADD-PATH, long messages.
func (p *Plan) carry(e *Event, msg []byte) {
	u, ok := codec.ParseUpdate(msg)
	if !ok {
		return
	}
	for a := range codec.Attrs(u.Attrs) {
		if (a.Code == registry.AttrMPReach || a.Code == registry.AttrMPUnreach) && len(a.Value) >= 3 {
			p.family(codec.Family{AFI: registry.AFI(uint16(a.Value[0])<<8 | uint16(a.Value[1])), SAFI: registry.SAFI(a.Value[2])})
		}
	}
	if e.Tree != nil && e.Tree.Ctx.AddPath != 0 {
		var list []codec.AddPath
		for _, f := range p.Families {
			if e.Tree.Ctx.AddPath.Has(f) {
				list = append(list, codec.AddPath{Family: f, Mode: 3})
			}
		}
		if len(list) > 0 {
			p.cap(codec.AddPathCapability(list...))
			p.Ctx.AddPath = e.Tree.Ctx.AddPath
			p.note("Routes carry path identifiers: the target must agree on ADD-PATH")
		}
	}
	if len(msg) > codec.MaxLen {
		p.cap(codec.FlagCapability(registry.CapExtendedMessage))
		p.Ctx.ExtMsg = true
		p.note("The message has more than 4096 octets: the target must agree on Extended Message (RFC 8654)")
	}
}

// noteNoAS begins the note about an AS number that is made up.
const noteNoAS = "The dump does not tell our AS number: "
