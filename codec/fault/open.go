package fault

import (
	"slices"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// Offsets in an OPEN.
const (
	versionAt = codec.HeaderLen
	myASAt    = versionAt + 1
	holdAt    = myASAt + 2
	idAt      = holdAt + 2
	optLenAt  = idAt + 4
	parmsAt   = optLenAt + 1
)

// open adds a fault of an OPEN.
func (l *list) open(id, title string, w Want, find codec.FindingID, refs []string, build func(*Params) ([]Step, error)) *Fault {
	return l.message(Fault{ID: id, Title: title, Phase: InOpen, Refs: refs, Finding: find}, w, build)
}

// openErr is the reset with an OPEN Message Error.
func openErr(sub uint8, data DataKind) Want { return note(registry.ErrOpen, sub, data) }

// changed is the sound OPEN with other octets from an offset on.
func changed(at int, v ...byte) func(*Params) ([]Step, error) {
	return func(p *Params) ([]Step, error) {
		m, err := soundOpen(p, func(*codec.Open) {})
		if err != nil {
			return nil, err
		}
		copy(m[at:], v)
		return sent(m, at, len(v))
	}
}

// soundOpen is the OPEN of the parameters with a change that its value can say.
func soundOpen(p *Params, change func(*codec.Open)) ([]byte, error) {
	o := p.Open()
	change(&o)
	return o.Append(nil)
}

// without takes capabilities of a code out of an OPEN.
func without(o *codec.Open, code registry.CapCode) {
	o.Capabilities = slices.DeleteFunc(slices.Clone(o.Capabilities), func(c codec.Capability) bool { return c.Code == code })
}

// fillOpen has the faults of an OPEN (RFC 4271 section 6.2).
func fillOpen(l *list) {
	refs := []string{"RFC 4271 §6.2"}
	for _, v := range []struct {
		id, text string
		v        byte
	}{{"version_3", "3", 3}, {"version", "5", 5}, {"version_0", "0", 0}, {"version_255", "255", 255}} {
		l.open(v.id, "the OPEN has version "+v.text, openErr(registry.SubUnsupportedVersion, DataVersion), codec.FindVersion, refs, changed(versionAt, v.v))
	}
	openNumbers(l)
	hold := openErr(registry.SubUnacceptableHoldTime, DataOpen)
	l.open("hold_time_1", "Hold Time is 1 second", hold, codec.FindHoldTime, refs, changed(holdAt, 0, 1))
	l.open("hold_time_2", "Hold Time is 2 seconds", hold, codec.FindHoldTime, refs, changed(holdAt, 0, 2))
	dislike := Want{Why: "it is legal; a receiver may refuse any hold time"}
	dislike.Also = []registry.Action{reset}
	l.open("hold_time_0", "Hold Time is 0: no KEEPALIVEs", dislike, codec.FindHoldZero, refs, changed(holdAt, 0, 0))
	l.open("hold_time_65535", "Hold Time is 65535 seconds", dislike, codec.FindNone, refs, changed(holdAt, 255, 255))

	id := openErr(registry.SubBadIdentifier, DataOpen)
	l.open("id_zero", "BGP Identifier is 0.0.0.0", id, codec.FindBGPIDZero, []string{"RFC 6286 §2.1"}, changed(idAt, 0, 0, 0, 0))
	legal := quiet(nothing, "RFC 6286 allows any identifier but 0")
	legal.Also = []registry.Action{reset}
	l.open("id_multicast", "BGP Identifier is 224.0.0.1", legal, codec.FindNone, []string{"RFC 6286 §2.1"}, changed(idAt, 224, 0, 0, 1))
	l.open("id_broadcast", "BGP Identifier is 255.255.255.255", legal, codec.FindNone, []string{"RFC 6286 §2.1"}, changed(idAt, 255, 255, 255, 255))
	own := func(p *Params) ([]Step, error) {
		m, err := soundOpen(p, func(o *codec.Open) { o.ID = p.PeerID })
		if err != nil {
			return nil, err
		}
		return sent(m, idAt, 4)
	}
	l.open("id_own", "BGP Identifier is that of the receiver, in the same AS", id, codec.FindNone, []string{"RFC 6286 §2.2"}, own).Needs.Peer = codec.PeerIBGP
	same := quiet(nothing, "RFC 6286: an identifier is unique in its AS only")
	same.Also = []registry.Action{reset}
	l.open("id_own_external", "BGP Identifier is that of the receiver, in another AS", same, codec.FindNone, []string{"RFC 6286 §2.2"}, own).Needs.Peer = codec.PeerEBGP
	openParameters(l)
	openRoles(l)
}

// openNumbers has wrong AS numbers.
func openNumbers(l *list) {
	bad := openErr(registry.SubBadPeerAS, DataOpen)
	as := func(id, title string, find codec.FindingID, width Feature, refs []string, at, n int, change func(*Params, *codec.Open)) {
		l.open(id, title, bad, find, refs, func(p *Params) ([]Step, error) {
			m, err := soundOpen(p, func(o *codec.Open) { change(p, o) })
			if err != nil {
				return nil, err
			}
			if at == 0 { // the AS number of the capability, which is the last one
				return sent(m, len(m)-n, n)
			}
			return sent(m, at, n)
		}).Needs.AS4 = width
	}
	set := func(o *codec.Open, short uint16, long uint32) {
		without(o, registry.CapAS4)
		o.MyAS, o.AS = short, long
		o.Capabilities = append(o.Capabilities, codec.AS4Capability(long))
	}
	old := func(o *codec.Open, v uint16) {
		without(o, registry.CapAS4)
		o.MyAS, o.AS = v, uint32(v)
	}
	zero := []string{"RFC 7607 §2", "RFC 4271 §6.2"}
	wide := []string{"RFC 6793 §4.1", "RFC 4271 §6.2"}
	as("as_wrong", "the AS number is not the one that the receiver expects", codec.FindNone, Without, []string{"RFC 4271 §6.2"}, myASAt, 2,
		func(_ *Params, o *codec.Open) { old(o, 64510) })
	as("as_wrong_4", "the 4-octet AS number is not the one that the receiver expects", codec.FindNone, With, wide, 0, 4,
		func(_ *Params, o *codec.Open) { set(o, registry.ASTrans, 65551) })
	l.open("as_zero", "My Autonomous System is 0", bad, codec.FindASZero, zero, changed(myASAt, 0, 0))
	as("as_zero_capability", "the 4-octet AS number is 0", codec.FindASZero, With, zero, 0, 4,
		func(_ *Params, o *codec.Open) { set(o, registry.ASTrans, 0) })
	as("as_trans", "My Autonomous System is AS_TRANS without a 4-octet AS number", codec.FindASTransAlone, Without, []string{"RFC 6793 §7"}, myASAt, 2,
		func(_ *Params, o *codec.Open) { old(o, registry.ASTrans) })
	as("as_trans_capability", "the 4-octet AS number is AS_TRANS", codec.FindASTransCap, With, []string{"RFC 6793 §7"}, 0, 4,
		func(_ *Params, o *codec.Open) { set(o, registry.ASTrans, registry.ASTrans) })
	as("as_mismatch", "My Autonomous System and the 4-octet AS number are two", codec.FindASMismatch, With, wide, 0, 4,
		func(p *Params, o *codec.Open) { set(o, 64510, p.LocalAS) })
}

// parms is an OPEN whose optional parameters are octets; said is what their length says, of which n octets from at behind
// it are wrong.
func parms(said int, at, n int, octets ...byte) func(*Params) ([]Step, error) {
	return func(p *Params) ([]Step, error) {
		m, err := soundOpen(p, func(o *codec.Open) { o.Capabilities, o.Trailing = nil, octets })
		if err != nil {
			return nil, err
		}
		m[optLenAt] = byte(said)
		return sent(m, at, n)
	}
}

// openParameters has wrong optional parameters (RFC 4271 section 6.2, RFC 5492, RFC 9072).
func openParameters(l *list) {
	refs := []string{"RFC 4271 §6.2", "RFC 5492 §4"}
	bad := openErr(0, DataNone)
	l.open("parameters_long", "Optional Parameters Length is one more than there is", bad, codec.FindOptParmLen, refs, func(p *Params) ([]Step, error) {
		m, err := soundOpen(p, func(*codec.Open) {})
		if err == nil {
			m[optLenAt]++
		}
		return []Step{{Octets: m, Faulty: true, At: optLenAt, Len: 1}}, err
	})
	l.open("parameters_zero", "Optional Parameters Length is 0 and parameters follow", bad, codec.FindOptParmLen, refs, changed(optLenAt, 0))
	l.open("parameters_255", "Optional Parameters Length is 255 and none follow", bad, codec.FindOptParmLen, refs, parms(255, optLenAt, 1))
	l.open("trailing", "octets follow the optional parameters", bad, codec.FindOptParmLen, refs, parms(2, optLenAt, 1, 2, 0, 1, 2, 3))
	l.open("parameter_overrun", "an optional parameter runs past the others", bad, codec.FindParmOverrun, refs, parms(4, parmsAt+1, 1, 2, 9, 2, 0))
	l.open("parameter_header", "one octet is left where an optional parameter should begin", bad, codec.FindParmOverrun, refs, parms(5, parmsAt+4, 1, 2, 2, 2, 0, 2))
	unknown := openErr(registry.SubUnsupportedParameter, DataNone)
	l.open("parameter_unknown", "an optional parameter of type 3, which is not known", unknown, codec.FindParmUnknown, refs, parms(4, parmsAt, 1, 3, 2, 1, 2))
	l.open("parameter_0", "an optional parameter of type 0", unknown, codec.FindParmUnknown, refs, parms(2, parmsAt, 1, 0, 0))
	l.open("parameter_authentication", "the optional parameter Authentication, long deprecated", unknown, codec.FindParmAuth, refs, parms(3, parmsAt, 1, 1, 1, 0))
	l.open("capability_overrun", "a capability runs past its parameter", bad, codec.FindCapOverrun, refs, parms(6, parmsAt+3, 1, 2, 4, 1, 9, 0, 1))
	l.open("capability_header", "a parameter ends inside the head of a capability", bad, codec.FindCapOverrun, refs, parms(5, parmsAt+4, 1, 2, 3, 2, 0, 65))
	l.open("capability_garbage", "a Capabilities parameter of octets of ones", bad, codec.FindCapOverrun, refs, parms(6, parmsAt+2, 1, 2, 4, 255, 255, 255, 255))
	ext := []string{"RFC 9072 §2"}
	l.open("extended_long", "the extended length of the parameters is more than there is", bad, codec.FindOptParmLen, ext,
		parms(255, parmsAt+1, 2, 255, 1, 0, 2, 0, 2, 2, 0))
	l.open("extended_short", "the OPEN ends inside the extended length of its parameters", bad, codec.FindOptParmLen, ext, parms(255, parmsAt, 1, 255, 1))
	l.open("extended_overrun", "a parameter with an extended length runs past the others", bad, codec.FindParmOverrun, ext,
		parms(255, parmsAt+4, 2, 255, 0, 5, 2, 1, 0, 2, 0))
	openLegal(l)
}

// openLegal has parameters that are odd and legal.
func openLegal(l *list) {
	ok := quiet(nothing, "it is legal")
	l.open("legal_extended", "parameters in the extended form, though they are short", ok, codec.FindExtParmShort, []string{"RFC 9072 §2"}, func(p *Params) ([]Step, error) {
		m, err := soundOpen(p, func(o *codec.Open) { o.Extended = true })
		return []Step{{Octets: m, Faulty: true, At: parmsAt + 1, Len: 2}}, err
	})
	build := func(change func(*codec.Open)) func(p *Params) ([]Step, error) {
		return func(p *Params) ([]Step, error) {
			m, err := soundOpen(p, change)
			return []Step{{Octets: m, Faulty: true, At: optLenAt, Len: 1}}, err
		}
	}
	refs := []string{"RFC 5492 §4"}
	l.open("legal_no_capabilities", "an OPEN without capabilities", ok, codec.FindNone, refs, build(func(o *codec.Open) { o.Capabilities = nil })).Needs.AS4 = Without
	l.open("legal_each", "a parameter of its own for each capability", ok, codec.FindNone, refs, build(func(o *codec.Open) { o.Packing = codec.PackEach }))
	l.open("legal_unknown_capability", "a capability that nobody knows", ok, codec.FindCapUnknown, []string{"RFC 5492 §3"}, func(p *Params) ([]Step, error) {
		c := codec.Capability{Code: 237, Value: []byte{1, 2, 3}}
		m, err := soundOpen(p, func(o *codec.Open) { o.Capabilities = append(o.Capabilities, c) })
		return []Step{{Octets: m, Faulty: true, At: len(m) - 5, Len: 5}}, err
	})
	l.open("legal_repeated", "every capability twice", ok, codec.FindNone, refs, build(func(o *codec.Open) {
		o.Capabilities = append(slices.Clone(o.Capabilities), o.Capabilities...)
	}))
	l.open("legal_empty_parameter", "a Capabilities parameter without capabilities", ok, codec.FindNone, refs, parms(2, parmsAt, 2, 2, 0)).Needs.AS4 = Without
}

// openRoles has wrong BGP Roles (RFC 9234 section 4.2).
func openRoles(l *list) {
	refs := []string{"RFC 9234 §4.2"}
	bad := openErr(registry.SubRoleMismatch, DataNone)
	role := func(id, title string, find codec.FindingID, back int, roles func(*Params) []uint8) {
		f := l.open(id, title, bad, find, refs, func(p *Params) ([]Step, error) {
			m, err := soundOpen(p, func(o *codec.Open) {
				without(o, registry.CapRole)
				for _, r := range roles(p) {
					o.Capabilities = append(o.Capabilities, codec.RoleCapability(r))
				}
			})
			return []Step{{Octets: m, Faulty: true, At: len(m) - back, Len: 1}}, err
		})
		f.Needs.Peer, f.Needs.Role = codec.PeerEBGP, With
	}
	// Where two Providers meet, or two Customers, nobody is the other's customer; and no role but Peer fits itself.
	role("role_mismatch", "the BGP Role does not fit that of the receiver", codec.FindNone, 1, func(p *Params) []uint8 {
		const provider, peer = 0, 4
		if p.Role-1 == peer {
			return []uint8{provider}
		}
		return []uint8{peer}
	})
	role("role_unknown", "BGP Role 5, which is not assigned", codec.FindRoleUnknown, 1, func(*Params) []uint8 { return []uint8{5} })
	role("role_several", "two different BGP Roles", codec.FindRoleConflict, 1, func(p *Params) []uint8 { return []uint8{p.Role - 1, (p.Role) % 5} })
}
