package explain

import (
	"slices"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// The rules for lengths, mostly 3/5 (RFC 4271 section 6.3): is the declared length legal for the attribute, and
// do the octets fill it?

// legalLength reports whether the declared length is legal under either width of AS numbers.
func (j *job) legalLength() bool {
	r := j.a.rule
	return j.a.length < 0 || !r.Known || r.LengthOK(j.a.length, true) || r.LengthOK(j.a.length, false)
}

// cutValue judges a value of which octets are missing: only what is visible may convict.
func (j *job) cutValue() bool {
	a := &j.a
	if !a.short() || !j.cut() {
		return false
	}
	j.see(j.attrChild(codec.FieldAttrLen))
	if !j.legalLength() {
		return j.lengthWrong()
	}
	have := itoa(len(a.value)) + " of its " + count(a.length, "octet") + " are"
	switch len(a.value) {
	case 0:
		have = "its header is"
	case 1:
		have = "1 of its " + count(a.length, "octet") + " is"
	}
	if f := j.fault(); f != nil && !j.widthHelps() {
		j.by(f)
		j.ref(a.rule.Ref)
		j.cause("{R} sends a malformed " + attrName(a.code))
		j.atReceiver("Find the route and filter it towards {S}; upgrade {R}")
		return j.say(ClaimConfirmed, FaultReceiver, High, "The complaint is right: although only "+have+" here, that shows that "+j.text(f))
	}
	if f := j.about(codec.FindPathLengthOdd); f != nil {
		j.by(f)
		j.ref("RFC 4271 §4.3")
		j.cause("{R} declares a longer AS_PATH than it sends: a sizing defect where a path of more than 255 AS numbers is split into segments (FRR issue 1114, CVE-2017-16227)")
		j.atSender("Get the whole Data: a debug log or a capture of the UPDATE; with all octets the case can be decided")
		j.atReceiver("Check {R}'s software for that defect; filter paths of more than 255 AS numbers towards {S}")
		return j.acting(SideBoth, ClaimNotShown, FaultUnknown, Low, "The octets that are here do not show whether {S} is right: only "+have+" there; it is suspicious that the declared "+
			itoa(a.length)+" octets cannot be whole segments of 4-octet AS numbers after a first one of 255")
	}
	j.atSender("Get the whole Data: a debug log or a capture of the UPDATE; with all octets the case can be decided")
	return j.acting(SideBoth, ClaimNotShown, FaultUnknown, Low, "The octets that are here do not show whether {S} is right: "+attrName(a.code)+" is cut, only "+have+" there, and nothing wrong is in what is")
}

// widthHelps reports whether the AS width is in doubt and the AS_PATH reads without a fault under the other one.
func (j *job) widthHelps() bool {
	if j.a.code != uint8(registry.AttrASPath) || j.width() != 0 {
		return false
	}
	return soundSoFar(j.a.value, true) || soundSoFar(j.a.value, false)
}

// soundSoFar reports whether the whole segments of a cut path are sound, the last one may go on, and no AS number that
// is there is 0 (RFC 7607 section 2).
func soundSoFar(v []byte, as4 bool) bool {
	for s := range codec.Segments(v, as4) {
		if hasZero(s.Octets, as4) {
			return false
		}
	}
	rest := v[walk(v, as4):]
	return len(rest) < 2 || rest[0] >= 1 && rest[0] <= 4 && rest[1] != 0 && !hasZero(rest[2:], as4)
}

// hasZero reports whether AS 0 is among whole AS numbers.
func hasZero(b []byte, as4 bool) bool {
	w := 2
	if as4 {
		w = 4
	}
	for ; len(b) >= w; b = b[w:] {
		if !slices.ContainsFunc(b[:w], func(c byte) bool { return c != 0 }) {
			return true
		}
	}
	return false
}

// walk counts the octets of whole, well-formed segments at the start of an AS_PATH.
func walk(v []byte, as4 bool) int {
	end := 0
	for s := range codec.Segments(v, as4) {
		end = s.Offset + 2 + len(s.Octets)
	}
	return end
}

// countedTwice recognises a declared AS_PATH length that exceeds the segments by the AS numbers of full segments.
func (j *job) countedTwice() bool {
	a := &j.a
	if a.code != uint8(registry.AttrASPath) || !a.ok || a.words || a.length < 0 || j.cut() && a.short() {
		return false
	}
	end, ok := codec.PathCountedTwice(a.value, a.length)
	if !ok {
		return false
	}
	surplus := a.length - end
	j.see(j.attrChild(codec.FieldAttrLen))
	j.convictNode(j.attrChild(codec.FieldAttrLen))
	if len(a.value) > end {
		j.convict(a.valOff+end, 1)
	}
	if f := j.fault(); f != nil {
		j.by(f)
	}
	j.ref("RFC 4271 §4.3", "RFC 7606 §4", "RFC 7606 §7.2")
	j.cause("A sizing defect where a path of more than 255 AS numbers is split into segments: the AS numbers of full segments are counted twice (FRR issue 1114, CVE-2017-16227)")
	j.atReceiver("Upgrade {R}, or filter paths of more than 255 AS numbers on it")
	if len(a.value) > end {
		j.note("The octets behind the last segment are what follows AS_PATH in the UPDATE, most likely the next attributes")
	}
	return j.say(ClaimConfirmed, FaultReceiver, High, "The complaint is right: AS_PATH declares "+count(a.length, "octet")+" but its segments end after "+itoa(end)+
		", "+itoa(surplus)+" too many, which is the known defect that counts the AS numbers of a full segment twice; the sender of the UPDATE ({R}) is at fault")
}

// overClaimed: the length runs past the Data although nothing was cut.
func (j *job) overClaimed() bool {
	a := &j.a
	if !a.short() || j.cut() {
		return false
	}
	j.convictNode(j.attrChild(codec.FieldAttrLen))
	if f := j.about(codec.FindAttrOverrun); f != nil {
		j.by(f)
	}
	j.ref("RFC 4271 §6.3", "RFC 7606 §4")
	j.cause("{R} declares a longer attribute than it sends")
	j.cause("{S} copied less than the attribute into the Data")
	j.atReceiver("Find the route and filter it towards {S}; upgrade {R}")
	return j.say(ClaimConfirmed, FaultReceiver, High, attrName(a.code)+" declares "+count(a.length, "octet")+" and the Data holds only "+count(len(a.value), "octet")+", so {R} sent a length that runs past its attributes")
}

// widthQuestion: a length that is legal under one width of AS numbers only.
func (j *job) widthQuestion() bool {
	a := &j.a
	if j.is(registry.ErrUpdate, 4) || a.length < 0 || a.rule.Len.AS4 == 0 {
		return false
	}
	ok2, ok4 := a.rule.LengthOK(a.length, false), a.rule.LengthOK(a.length, true)
	if !ok2 && !ok4 {
		return false
	}
	suits := 2
	if ok4 {
		suits = 4
	}
	return j.widthVerdict(suits, attrName(a.code)+" of "+count(a.length, "octet")+" is legal only")
}

// widthVerdict judges what suits only sessions with AS numbers of that many octets. what begins the sentence.
func (j *job) widthVerdict(suits int, what string) bool {
	j.see(j.attrChild(codec.FieldAttrLen))
	j.ref("RFC 6793 §4.1", "RFC 6793 §4.2")
	session := j.width()
	other := 6 - suits
	what += " with " + itoa(suits) + "-octet AS numbers"
	switch {
	case session == suits && j.is(registry.ErrUpdate, 9):
		return false
	case session == suits && j.attrCount() > 1:
		return false
	case session == suits:
		j.clean = true
		j.cause("{S} ignores that both ends agreed on " + itoa(suits) + "-octet AS numbers")
		j.atSender("Upgrade {S}: it must read AS numbers of " + itoa(suits) + " octets on this session")
		return j.say(ClaimContradicted, FaultSender, High, what+", and that is what this session uses, so {S} is wrong")
	case session == other:
		j.convictNode(j.attrChild(codec.FieldAttrLen))
		if f := j.about(codec.FindAttrLengthWidth); f != nil {
			j.by(f)
		}
		j.cause("{R} ignores what both ends agreed about the width of AS numbers (capability 65)")
		j.atReceiver("Upgrade {R}: it must send AS numbers of " + itoa(session) + " octets on this session")
		return j.say(ClaimConfirmed, FaultReceiver, High, what+", but this session uses "+itoa(session)+" octets, so {R} is wrong")
	}
	j.cause("The two ends disagree about 2- or 4-octet AS numbers: one of them ignores capability 65")
	j.atSender("Compare capability 65 in both OPENs: the side that does not follow them is wrong")
	j.atReceiver("Compare capability 65 in both OPENs: the side that does not follow them is wrong")
	j.say(ClaimNotShown, FaultUnknown, Medium, what+"; without the OPENs it cannot be told which side ignores what was agreed (capability 65)")
	j.side(SideBoth)
	return true
}

// lengthWrong: the declared length is illegal under both widths.
func (j *job) lengthWrong() bool {
	a := &j.a
	if j.legalLength() {
		return false
	}
	if f := j.about(codec.FindAttrLength, codec.FindAttrLengthWidth, codec.FindAttrZero, codec.FindAS4Short); f != nil {
		j.by(f)
	}
	j.convictNode(j.attrChild(codec.FieldAttrLen))
	j.see(j.attrChild(codec.FieldAttrType))
	j.ref(a.rule.Ref)
	what := attrName(a.code) + " declares " + count(a.length, "octet") + ", legal is " + a.rule.Len.Both()
	if a.far() {
		j.cause("An AS further away made the malformed attribute; Partial is set, so {R} may only have passed it on")
		j.atReceiver("Find the route, filter it or the attribute towards {S}, and tell the AS that originated it")
		return j.say(ClaimConfirmed, FaultThirdParty, Medium, "The complaint is right: "+what+"; the Partial bit says that the attribute may come from an AS beyond {R}")
	}
	if a.code == uint8(registry.AttrCommunities) && a.length == 0 {
		j.cause("{R} sends an empty list of communities, for example after a policy removed the last one")
	} else {
		j.cause("{R} builds a malformed " + attrName(a.code))
	}
	j.atReceiver("Find the route and filter it towards {S}; upgrade {R}")
	return j.say(ClaimConfirmed, FaultReceiver, High, "The complaint is right: "+what+", so {R} sent a malformed UPDATE")
}
