package speaker

import (
	"slices"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// negotiate works out what two OPENs agree on. It judges nothing: see openFault.
func negotiate(c *PeerConfig, local, peer *codec.Open) *Agreed {
	l, p := sideOf(local), sideOf(peer)
	a := &Agreed{
		LocalAS: c.LocalAS, PeerAS: peer.AS, LocalID: local.ID, PeerID: peer.ID, Kind: c.kindOf(peer.AS),
		LocalHold: time.Duration(local.HoldTime) * time.Second, PeerHold: time.Duration(peer.HoldTime) * time.Second,
	}
	a.HoldTime = min(a.LocalHold, a.PeerHold)
	a.Families = agreedFamilies(l, p)
	as4 := l.has[registry.CapAS4] && p.has[registry.CapAS4]
	// Who advertised the capability takes long messages, whatever the other side did (RFC 8654 section 4).
	labels := codec.LabelStacks(local.Capabilities) & codec.LabelStacks(peer.Capabilities)
	a.Receive = codec.Context{AS4: as4, ExtMsg: l.has[registry.CapExtendedMessage], NoExtMsg: !l.has[registry.CapExtendedMessage], Peer: a.Kind, MultiLabel: labels, LabelsKnown: true}
	a.Send = codec.Context{AS4: as4, ExtMsg: p.has[registry.CapExtendedMessage], NoExtMsg: !p.has[registry.CapExtendedMessage], Peer: a.Kind, MultiLabel: labels, LabelsKnown: true}
	for _, f := range a.Families {
		us, them := l.addPathOf(f), p.addPathOf(f)
		if us&codec.AddPathReceive != 0 && them&codec.AddPathSend != 0 {
			a.Receive.AddPath = a.Receive.AddPath.With(f)
		}
		if us&codec.AddPathSend != 0 && them&codec.AddPathReceive != 0 {
			a.Send.AddPath = a.Send.AddPath.With(f)
		}
	}
	for _, e := range l.nextHop {
		f := codec.Family{AFI: e.AFI, SAFI: registry.SAFI(e.SAFI)}
		if p.nextHopOf(e) && slices.Contains(a.Families, f) {
			a.NextHop6 = append(a.NextHop6, f)
		}
	}
	a.Refresh = p.has[registry.CapRouteRefresh]
	a.Enhanced = l.has[registry.CapEnhancedRouteRefresh] && p.has[registry.CapEnhancedRouteRefresh]
	a.Restart = agreedRestart(a, l, p)
	a.peerRestart = p.restart != nil
	a.linkLocalAlone = l.has[registry.CapLinkLocalNextHop] && p.has[registry.CapLinkLocalNextHop]
	a.Items = items(a, l, p)
	return a
}

// kindOf tells what kind of peer has this AS number.
func (c *PeerConfig) kindOf(as uint32) codec.PeerKind {
	switch {
	case as == c.LocalAS:
		return codec.PeerIBGP
	case c.Confed:
		return codec.PeerConfed
	}
	return codec.PeerEBGP
}

// agreedFamilies gives the families that both sides offer, in the order of ours.
func agreedFamilies(l, p *side) (out []codec.Family) {
	ours := l.families
	if !l.has[registry.CapMultiprotocol] {
		ours = []codec.Family{codec.IPv4Unicast}
	}
	for _, f := range ours {
		if p.carries(f) {
			out = append(out, f)
		}
	}
	return out
}

// agreedRestart gives what the peer's Graceful Restart is worth to us; nil: one side did not offer it.
func agreedRestart(a *Agreed, l, p *side) *PeerRestart {
	if l.restart == nil || p.restart == nil {
		return nil
	}
	r := &PeerRestart{
		Restarting:   p.restart.Flags&codec.GRRestart != 0,
		Time:         time.Duration(p.restart.Time) * time.Second,
		Notification: l.restart.Flags&p.restart.Flags&codec.GRNotification != 0,
	}
	for _, f := range a.Families {
		if g, ok := p.restartOf(f); ok {
			r.Families = append(r.Families, g)
		}
		_, ours := l.llgrOf(f)
		if g, ok := p.llgrOf(f); ok && ours {
			r.LongLived = append(r.LongLived, g)
		}
	}
	return r
}

// has reports whether a family is carried.
func (a *Agreed) has(f codec.Family) bool { return slices.Contains(a.Families, f) }

// Known is what the session tells about the octets of one direction, for codec.GuessContext.
func (a *Agreed) Known(sent bool) codec.Known { return known(a.context(sent)) }

func (a *Agreed) context(sent bool) codec.Context {
	if sent {
		return a.Send
	}
	return a.Receive
}

func known(c codec.Context) codec.Known {
	k := codec.Known{ASWidth: 2, ASWidthHow: codec.HowNegotiated, AddPath: c.AddPath, AddPathHow: codec.HowNegotiated, Base: c}
	if c.AS4 {
		k.ASWidth = 4
	}
	return k
}
