package explain

import (
	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// The rules for AS_PATH, mostly 3/11 and 3/5 (RFC 4271 section 6.3, RFC 7606 section 7.2, RFC 6793).

// noPath: 3/11 needs no Data, so without a path there is nothing to judge.
func (j *job) noPath() bool {
	if j.a.ok || j.data < 0 {
		return false
	}
	j.note("RFC 4271 defines no Data for 3/11; what is there does not read as a path")
	return false
}

// path judges the segments of a complete AS_PATH under the width of the session, or under both.
func (j *job) path() bool {
	a := &j.a
	if !a.ok || a.words || a.code != uint8(registry.AttrASPath) || a.short() {
		return false
	}
	ok2, ok4 := walk(a.value, false) == len(a.value), walk(a.value, true) == len(a.value)
	session := j.width()
	switch {
	case session == 4 && !ok4 && ok2, session == 2 && !ok2 && ok4:
		return j.widthVerdict(6-session, "The AS_PATH ends with whole segments only")
	case session == 0 && ok2 != ok4 && j.sub == 5:
		suits := 2
		if ok4 {
			suits = 4
		}
		return j.widthVerdict(suits, "The AS_PATH ends with whole segments only")
	case !ok2 && !ok4:
		return j.pathBroken()
	}
	if f := j.fault(); f != nil {
		return false // valueWrong says it
	}
	return j.pathPolicy()
}

// pathBroken: whatever the width, the segments do not fill the path.
func (j *job) pathBroken() bool {
	a := &j.a
	what := "its segments do not end where the path ends, with 2- or 4-octet AS numbers"
	if f := j.fault(); f != nil {
		j.by(f)
		what = j.text(f)
	} else {
		j.convict(a.valOff+max(walk(a.value, true), walk(a.value, false)), 1)
	}
	j.ref("RFC 7606 §7.2")
	j.cause("{R} builds a malformed AS_PATH")
	j.atReceiver("Find the route and filter it towards {S}; upgrade {R}")
	return j.say(ClaimConfirmed, FaultReceiver, High, "The complaint is right: "+what+", so {R} sent a malformed AS_PATH")
}

// pathPolicy: a well-formed path that S may refuse all the same.
func (j *job) pathPolicy() bool {
	if j.sub != int(registry.SubMalformedASPath) {
		return false
	}
	as4 := walk(j.a.value, true) == len(j.a.value)
	if j.width() == 2 {
		as4 = false
	}
	j.see(j.field(codec.FieldASPath))
	if f := j.about(codec.FindSegmentSet); f != nil {
		j.by(f)
		j.cause("{S} refuses AS_SET, as RFC 9774 asks, but closes the session over it")
		j.atReceiver("Stop aggregating with AS_SET, or filter the route towards {S}")
		return j.say(ClaimNotShown, FaultConfiguration, Medium, "The AS_PATH is well-formed but has an AS_SET, which RFC 9774 no longer allows; {S} may treat the route as withdrawn but should not close the session")
	}
	if first, ok := firstAS(j.a.value, as4); ok && j.peerKind() == codec.PeerEBGP && j.receiverAS() != 0 && first != j.receiverAS() {
		j.see(j.field(codec.FieldASN))
		j.ref("RFC 4271 §6.3")
		j.cause("The first AS of the path is not that of {R}: {R} is a route server, or prepends wrongly")
		j.atSender("Switch the first-AS check off for this neighbor if {R} is a route server")
		j.atReceiver("If {R} is no route server, check what policy does to the path")
		return j.say(ClaimConfirmed, FaultConfiguration, Medium, "The first AS of the path is "+itoa(first)+" and not "+itoa(j.receiverAS())+", the AS of {R}; a receiver may refuse that, and route servers do it on purpose")
	}
	kind := j.peerKind()
	first, sequence := firstAS(j.a.value, as4)
	switch {
	case hasConfed(j.a.value, as4) && kind != codec.PeerConfed:
		return j.pathConfed()
	case len(j.a.value) == 0 && kind == codec.PeerEBGP:
		j.ref("RFC 4271 §5.1.2")
		j.cause("{R} takes the session for internal, or does not put its own AS number in front")
		j.atReceiver("Check the kind of the session and the export policy at {R}")
		return j.say(ClaimConfirmed, FaultReceiver, Medium, "The complaint is right: the AS_PATH is empty, and on an external session {R} must put its own AS number in front")
	case kind == codec.PeerIBGP, sequence && j.receiverAS() != 0 && first == j.receiverAS():
	default:
		return j.pathFirst(len(j.a.value) == 0)
	}
	j.clean = true
	width := "2"
	if as4 {
		width = "4"
	}
	j.cause("{S} expects {R}'s AS first in the path, and {R} is a route server")
	j.cause("{S} reads AS numbers with another width than {R} sends")
	j.atSender("Check the first-AS check for this neighbor, and capability 65 in both OPENs; upgrade {S}")
	return j.say(ClaimContradicted, FaultSender, Medium, "The AS_PATH is well-formed with "+width+"-octet AS numbers: {S} reads it with another width or applies a rule of its own")
}

// pathConfed: confederation segments are malformed unless they come from a member of the same confederation.
func (j *job) pathConfed() bool {
	j.ref("RFC 5065 §5", "RFC 7606 §7.2")
	j.cause("{R} is a member of a confederation and takes {S} for one, or {S} is one and does not know that {R} is")
	j.atSender("Compare the confederation settings of both ends: identifier and member AS numbers")
	j.atReceiver("Compare the confederation settings of both ends: identifier and member AS numbers")
	return j.acting(SideBoth, ClaimNotShown, FaultConfiguration, Medium, "The AS_PATH has confederation segments, which are legal only from a member of {S}'s confederation; whether {R} is one the octets do not show")
}

// pathFirst: a receiver may refuse a path that does not begin with the AS of an external peer (RFC 4271 section 6.3).
func (j *job) pathFirst(empty bool) bool {
	j.see(j.field(codec.FieldASN))
	j.ref("RFC 4271 §6.3", "RFC 7606 §7.2")
	j.cause("The first AS of the path is not that of {R}: {R} is a route server, and {S} enforces the first AS")
	j.cause("{S} reads AS numbers with another width than {R} sends")
	j.atSender("Switch the first-AS check off for this neighbor if {R} is a route server; compare capability 65 in both OPENs")
	j.atReceiver("If {R} is no route server, check what policy does to the path")
	if empty {
		return j.acting(SideBoth, ClaimNotShown, FaultConfiguration, Medium, "The AS_PATH is empty, which is legal on internal sessions only; which kind this session is, is not known here")
	}
	return j.acting(SideBoth, ClaimNotShown, FaultConfiguration, Medium, "The AS_PATH is well-formed, but {S} may refuse one whose first AS is not that of {R}, as from a route server; whether it is, is not shown")
}

// hasConfed reports whether a path has segments of a confederation.
func hasConfed(v []byte, as4 bool) bool {
	for s := range codec.Segments(v, as4) {
		if s.Type == registry.SegConfedSequence || s.Type == registry.SegConfedSet {
			return true
		}
	}
	return false
}

// firstAS gives the leftmost AS of a path that begins with an AS_SEQUENCE.
func firstAS(v []byte, as4 bool) (uint32, bool) {
	for s := range codec.Segments(v, as4) {
		if s.Type != registry.SegASSequence {
			return 0, false
		}
		return s.ASN(0), true
	}
	return 0, false
}

// tlvForms are the attributes whose value is a list of TLVs: octets of type and of length, and whether the length
// counts the header too.
var tlvForms = [...]struct {
	code         registry.AttrCode
	typ, length  int
	countsHeader bool
}{
	{registry.AttrTunnelEncap, 2, 2, false},
	{registry.AttrAIGP, 1, 2, true},
	{registry.AttrBGPLS, 2, 2, false},
	{registry.AttrSFP, 1, 2, false},
	{registry.AttrPrefixSID, 1, 2, false},
	{registry.AttrBIER, 2, 2, false},
}

// tlvsWrong: the value is a list of TLVs that does not end where the attribute ends.
func (j *job) tlvsWrong() bool {
	a := &j.a
	if !a.ok || a.words || a.short() {
		return false
	}
	for _, f := range tlvForms {
		if uint8(f.code) != a.code {
			continue
		}
		n, at := walkTLVs(a.value, f.typ, f.length, f.countsHeader)
		if at == len(a.value) {
			return false
		}
		j.convict(a.valOff+at, len(a.value)-at)
		j.ref(a.rule.Ref, a.rule.MalformedRef)
		what := attrName(a.code) + " holds " + count(n, "whole TLV") + " and " + count(len(a.value)-at, "octet") + " that make none"
		j.cause("{R}, or an AS before it, made a malformed " + attrName(a.code))
		j.atReceiver("Find the route, filter it or the attribute towards {S}, and tell the AS that originated it")
		if a.far() {
			return j.say(ClaimConfirmed, FaultThirdParty, Medium, "The attribute is malformed: "+what+"; the Partial bit says that it may come from an AS beyond {R}")
		}
		return j.say(ClaimConfirmed, FaultReceiver, Medium, "The attribute is malformed: "+what+"; {R} or an AS before it made it")
	}
	return false
}

// walkTLVs counts whole TLVs and gives the offset behind the last one.
func walkTLVs(v []byte, typ, length int, countsHeader bool) (n, at int) {
	for head := typ + length; at+head <= len(v); n++ {
		l := 0
		for _, c := range v[at+typ : at+head] {
			l = l<<8 | int(c)
		}
		if !countsHeader {
			l += head
		}
		if l < head || at+l > len(v) {
			return n, at
		}
		at += l
	}
	return n, at
}
