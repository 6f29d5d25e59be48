package inject

import (
	"net/netip"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/fault"
	"github.com/bgpdecode/bgpdecode/registry"
	"github.com/bgpdecode/bgpdecode/speaker/shortform"
)

// apply gives the OPEN that a line says, and the parameters that it comes to: what it does not say is that of p.
func (o *OpenWords) apply(p fault.Params) (codec.Open, fault.Params) {
	v := &o.Value
	if o.Given["as"] {
		p.LocalAS = v.AS
	}
	if o.Given["hold"] {
		p.HoldTime = v.HoldTime
	}
	if o.Given["id"] {
		p.LocalID = v.ID
	}
	if o.Given["families"] {
		p.Families = o.Families
	}
	if o.Given["cap"] {
		p = o.capabilities(p)
	}
	p.Context.Peer = peerKind(&p)
	open := p.Open()
	o.tweak(&open)
	return open, p
}

// capabilities sets what cap= says. Those that parameters have a place for go there, so that faults know of them.
func (o *OpenWords) capabilities(p fault.Params) fault.Params {
	p.Refresh, p.Enhanced, p.Role, p.More = false, false, 0, nil
	p.Context.AS4, p.Context.ExtMsg, p.Context.AddPath = false, false, 0
	for _, c := range o.Value.Capabilities {
		switch {
		case c.Code == registry.CapRouteRefresh && len(c.Value) == 0:
			p.Refresh = true
		case c.Code == registry.CapEnhancedRouteRefresh && len(c.Value) == 0:
			p.Enhanced = true
		case c.Code == registry.CapExtendedMessage && len(c.Value) == 0:
			p.Context.ExtMsg = true
		case c.Code == registry.CapAS4 && c.Value == nil:
			p.Context.AS4 = true
		case c.Code == registry.CapRole && len(c.Value) == 1 && p.Role == 0:
			p.Role = c.Value[0] + 1
		default:
			p.More = append(p.More, c)
		}
	}
	return p
}

// ParamsOf gives the parameters of faults that go with an OPEN of ours. peerAS 0 is one that is not known.
func ParamsOf(open *codec.Open, peerAS uint32) fault.Params {
	p := fault.Defaults()
	p.LocalAS, p.PeerAS, p.HoldTime, p.Families = open.AS, peerAS, open.HoldTime, nil
	if open.ID.Is4() && !open.ID.IsUnspecified() {
		p.LocalID = open.ID
	}
	w := OpenWords{}
	for _, c := range open.Capabilities {
		if f, ok := codec.ParseMultiprotocol(c.Value); ok && c.Code == registry.CapMultiprotocol {
			p.Families = append(p.Families, f)
			continue
		}
		if as, ok := codec.ParseAS4(c.Value); ok && c.Code == registry.CapAS4 && as == open.AS {
			c.Value = nil
		}
		w.Value.Capabilities = append(w.Value.Capabilities, c)
	}
	p = w.capabilities(p)
	p.Context.Peer = peerKind(&p)
	return p
}

// tweak sets what only an OPEN itself can say.
func (o *OpenWords) tweak(open *codec.Open) {
	if o.Given["my-as"] {
		open.MyAS = o.Value.MyAS
	}
	if o.Given["version"] {
		open.Version = o.Value.Version
	}
	if o.Given["packing"] {
		open.Packing = o.Value.Packing
	}
	open.Literal = open.Literal || o.Given["my-as"] || o.Given["version"]
	shortform.CompleteOpen(open)
}

// rest takes what an OPEN does not say for itself from the open line.
func (o *OpenWords) rest(to, line *codec.Open) {
	if !o.Given["version"] {
		to.Version = line.Version
	}
	if !o.Given["my-as"] && !o.Given["as"] {
		to.MyAS = line.MyAS
	}
	if !o.Given["packing"] {
		to.Packing = line.Packing
	}
	to.Literal = to.Literal || line.Literal
}

// peerKind says what kind of session two AS numbers make.
func peerKind(p *fault.Params) codec.PeerKind {
	switch {
	case p.Context.Peer == codec.PeerConfed:
		return codec.PeerConfed
	case p.PeerAS != 0 && p.PeerAS == p.LocalAS:
		return codec.PeerIBGP
	}
	return codec.PeerEBGP
}

// prepare gives the OPEN of a script and what its faults depend on. It fails for a fault that the session cannot have.
func (s *Script) prepare(p fault.Params) (codec.Open, fault.Params, error) {
	_, p = s.Open.apply(p)
	for i := range s.Steps {
		for _, id := range [...]string{s.Steps[i].Fault, s.Steps[i].Send.Fault} {
			f, ok := fault.Find(id)
			if !ok {
				continue
			}
			fits, err := f.Needs.Fit(p)
			if err != nil {
				return codec.Open{}, p, &NeedsError{ID: id, Err: err}
			}
			p = fits
		}
	}
	open := p.Open()
	s.Open.tweak(&open)
	return open, p, nil
}

// NeedsError says that a fault needs another kind of session.
type NeedsError struct {
	ID  string // of the fault
	Err error
}

// Error names the fault and what it needs.
func (e *NeedsError) Error() string { return e.ID + ": " + e.Err.Error() }

// Unwrap gives fault.ErrPeerKind or fault.ErrHasRole.
func (e *NeedsError) Unwrap() error { return e.Err }

// withSession sets in p what the session turned out to be.
func withSession(p fault.Params, o *Options, peer *codec.Open, ctx codec.Context, local netip.Addr) fault.Params {
	if peer != nil {
		p.PeerAS = peer.AS
	}
	p.Context = ctx
	p.Context.Peer = peerKind(&p)
	p.NextHop, p.NextHop6 = o.nextHops(local)
	return p
}

// nextHops gives the next hops of routes that name none: ours, unless no router can take that as one.
func (o *Options) nextHops(local netip.Addr) (v4, v6 netip.Addr) {
	usable := !local.IsLoopback() && !local.IsLinkLocalUnicast() && local.IsValid()
	v4, v6 = o.Params.NextHop, o.Params.NextHop6
	if usable && local.Is4() && !o.NextHopSet {
		v4 = local
	}
	if usable && local.Is6() && !o.NextHopSet {
		v6 = local.WithZone("")
	}
	return v4, v6
}
