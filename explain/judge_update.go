package explain

import (
	"slices"
	"strings"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// The rules for the other UPDATE errors: presence, values, lists of routes.

// missing: 3/3 names the attribute that S misses.
func (j *job) missing() bool {
	v, ok := j.value(codec.FieldMissingAttr)
	if !ok {
		return false
	}
	name, kind := attrName(uint8(v)), j.peerKind()
	j.ref("RFC 4271 §6.3", "RFC 7606 §3d")
	switch code := registry.AttrCode(v); {
	case code == registry.AttrLocalPref && kind == codec.PeerEBGP:
		j.clean = true
		j.cause("{S} takes the session for internal although it is external")
		j.atSender("Check the configured AS numbers and confederation settings of {S}: it must not want " + name + " on an external session")
		conf := High
		if j.ev.PeerKind == codec.PeerUnknown {
			conf = Medium // two AS numbers may also be members of one confederation
			j.note("The two AS numbers differ, so the session is taken for external; inside a confederation " + name + " would be mandatory")
		}
		return j.say(ClaimContradicted, FaultSender, conf, "{S} misses "+name+", which must not be sent on an external session, so {S} is wrong")
	case code == registry.AttrLocalPref && kind == codec.PeerUnknown:
		j.cause("{R} takes the session for external (confederation, local-as) and leaves " + name + " out")
		j.cause("The session is external, and {S} takes it for internal")
		j.atReceiver("Check whether both ends take the session for the same kind: " + name + " is mandatory on internal sessions only")
		j.atSender("Check whether both ends take the session for the same kind, internal or external")
		return j.say(ClaimNotShown, FaultReceiver, Medium, "{S} misses "+name+"; on an internal session {R} had to send it, on an external one {S} is wrong to want it")
	case code == registry.AttrNextHop:
		j.cause("A policy at {R} removed " + name)
		j.cause("{S} wants " + name + " although the routes are in MP_REACH_NLRI, where it is not needed (RFC 4760 §3)")
		j.atReceiver("Look at the UPDATE: " + name + " is mandatory only for routes in the NLRI field")
		return j.say(ClaimNotShown, FaultReceiver, Medium, "{S} misses "+name+"; it is mandatory unless the routes are only in MP_REACH_NLRI, which the NOTIFICATION does not show")
	case code == registry.AttrOrigin || code == registry.AttrASPath || code == registry.AttrLocalPref:
		j.cause("{R} left " + name + " out of an UPDATE with routes")
		j.atReceiver("Check the export policy, and that both ends take the session for the same kind, internal or external")
		return j.say(ClaimNotShown, FaultReceiver, High, "{S} misses "+name+", which every UPDATE with routes must have on this session; if it is not in the UPDATE, {R} is at fault")
	}
	j.clean = true
	j.cause("{S} takes an attribute for mandatory that is not")
	j.atSender("Upgrade {S}")
	return j.say(ClaimContradicted, FaultSender, High, "{S} misses "+name+", which no RFC makes mandatory, so {S} is wrong")
}

// noAttribute: the RFC wants the attribute in the Data, and there is none to be found.
func (j *job) noAttribute() bool {
	if j.a.ok {
		return false
	}
	switch j.sub {
	case 2, 3, 4, 5, 6, 8, 9:
	default:
		return false
	}
	asked := "the attribute"
	if j.sub == int(registry.SubMissingWellKnown) {
		asked = "the type code of the attribute"
	}
	var what string
	switch {
	case j.data >= 0 && j.cut():
		what = "what is left of its Data does not show the attribute"
	case j.found(codec.FindDataText) != nil:
		what = "its Data is a sentence instead of " + asked
	case j.data >= 0:
		what = "its Data has no form from which the attribute could be read"
	case j.noData():
		what = "its Data is empty, although the RFC asks for " + asked
	default:
		return false
	}
	c := ClaimDataOffRFC
	if j.data >= 0 && j.cut() {
		c = ClaimNotShown
	}
	j.see(j.data)
	e := j.entry()
	f, conf, side := e.fault()
	j.acting(side, c, f, min(conf, Low), "{S} sent "+pair(j.code, j.sub)+", but "+what+", so it cannot be judged from the octets")
	j.atSender("Log the whole UPDATE at {S}; its Data does not tell which attribute it refuses")
	return true
}

// list: 3/1 with enough octets to see that the lengths or the attributes contradict each other.
func (j *job) list() bool {
	f := j.found(codec.FindWithdrawnOverrun, codec.FindAttrsOverrun, codec.FindUpdateShort, codec.FindMPTwice, codec.FindAttrDuplicate, codec.FindAttrHeader)
	if f == nil || j.cut() && f.ID != codec.FindMPTwice && f.ID != codec.FindAttrDuplicate {
		return false
	}
	j.by(f)
	j.atReceiver("Upgrade {R}; find the route and filter it towards {S}")
	return j.say(ClaimConfirmed, FaultReceiver, High, "The complaint is right: "+j.text(f)+", so {R} sent a malformed UPDATE")
}

// wellKnown: 3/2 about an attribute that is or is not well-known.
func (j *job) wellKnown() bool {
	a := &j.a
	if !a.ok {
		return false
	}
	j.see(j.attrChild(codec.FieldAttrType))
	j.convictNode(j.attrChild(codec.FieldAttrFlags))
	known := a.rule.Class == registry.ClassWellKnownMandatory || a.rule.Class == registry.ClassWellKnownDiscretionary
	switch {
	case known:
		j.clean = true
		j.ex.Guilty = nil
		j.cause("{S} is too old, or its parser lost step before this attribute")
		j.atSender("Upgrade {S}")
		return j.say(ClaimContradicted, FaultSender, Medium, "{S} does not recognise "+attrName(a.code)+", which is a well-known attribute, so {S} is wrong")
	case a.hasFlags && a.flags&codec.FlagOptional != 0:
		j.clean = true
		j.ex.Guilty = nil
		j.cause("A defect in {S}: the Optional bit is set, so the attribute does not claim to be well-known")
		j.atSender("Upgrade {S}: it must ignore or pass on optional attributes that it does not know")
		j.atReceiver("Nothing is wrong with the attribute; until {S} is upgraded, find what attaches it and filter it towards {S}")
		return j.say(ClaimContradicted, FaultSender, High, "{S} is wrong: "+j.unknownName()+" has the Optional bit set and so does not claim to be well-known")
	case !a.hasFlags:
		return j.say(ClaimDataOffRFC, FaultUnknown, Low, "{S} does not recognise "+j.unknownName()+" but sent it without its flags, so the complaint cannot be judged")
	}
	if f := j.about(codec.FindAttrUnknownWK, codec.FindAttrFlags); f != nil {
		j.by(f)
	}
	j.cause("{R} sends the attribute with the Optional bit missing, or the flags were damaged")
	j.atReceiver("Find out what attaches " + j.unknownName() + " to the route, and stop it or correct its flags")
	return j.say(ClaimConfirmed, FaultReceiver, High, "The complaint is right: "+j.unknownName()+" has flags "+hex2(a.flags)+" and so claims to be well-known, which it is not")
}

// origin: 3/6 names a value; 0 to 2 are defined.
func (j *job) origin() bool {
	a := &j.a
	if a.code != uint8(registry.AttrOrigin) || len(a.value) != 1 || a.length > 1 {
		return false
	}
	if f := j.about(codec.FindOriginValue); f != nil {
		j.by(f)
		j.cause("{R}, or an AS before it, sends a value that does not exist")
		j.atReceiver("Find the route and set its origin by policy; tell the AS that originated it")
		return j.say(ClaimConfirmed, FaultReceiver, High, "The complaint is right: "+j.text(f)+", and {R} passed it on")
	}
	j.clean = true
	j.see(j.field(codec.FieldOrigin))
	j.cause("A defect in {S}")
	j.atSender("Upgrade {S}")
	return j.say(ClaimContradicted, FaultSender, High, "{S} is wrong: "+attrName(a.code)+" "+itoa(a.value[0])+" is legal")
}

// nextHop: 3/8 is for an address that cannot be a next hop at all, not for one that does not suit.
func (j *job) nextHop() bool {
	a := &j.a
	if a.code != uint8(registry.AttrNextHop) || len(a.value) != 4 || a.length > 4 {
		return false
	}
	if f := j.about(codec.FindNextHopValue); f != nil {
		j.by(f)
		j.cause("A policy at {R} sets a wrong next hop, or there was none to set")
		j.cause("A route server, or a session over IPv6 only, passes a wrong next hop")
		j.atReceiver("Correct next-hop-self or the policy that sets the next hop")
		return j.say(ClaimConfirmed, FaultReceiver, High, "The complaint is right: "+j.text(f)+", so {R} sent a wrong next hop")
	}
	j.clean = true
	j.see(j.field(codec.FieldNextHop))
	j.ref("RFC 4271 §6.3")
	j.cause("{S} applies a rule about which next hops suit it (its own address, an address that is not on the link) and closes the session over it")
	j.atSender("Upgrade {S}: a next hop that is well-formed but does not suit must only be ignored and logged")
	j.atReceiver("Check next-hop-self and the policy that sets the next hop")
	return j.say(ClaimContradicted, FaultSender, Medium, "{S} complains about a next hop that is the address of a host: that it does not suit is no reason to close the session")
}

// routes: 3/10 with octets in which the list of routes breaks.
func (j *job) routes() bool {
	f := j.found(codec.FindPrefixLen, codec.FindPrefixOverrun)
	if f != nil && !(f.ID == codec.FindPrefixOverrun && j.cut()) {
		return j.routesWrong(f)
	}
	id := j.field(codec.FieldPathID)
	if id < 0 {
		return false
	}
	j.see(id)
	j.ref("RFC 7911 §4")
	j.cause("{R} sends path identifiers (ADD-PATH), and {S} reads them as prefixes")
	j.atSender("Compare capability 69 (ADD-PATH) in both OPENs, for this family and direction")
	j.atReceiver("Compare capability 69 (ADD-PATH) in both OPENs, for this family and direction")
	return j.say(ClaimNotShown, FaultConfiguration, Medium, "The list of routes is sound if it has path identifiers (ADD-PATH) and broken without: the two ends seem to disagree about ADD-PATH")
}

func (j *job) routesWrong(f *codec.Finding) bool {
	j.by(f)
	j.ref("RFC 7911 §4")
	j.cause("The two ends disagree about ADD-PATH: a path identifier is read as a prefix, or the reverse")
	j.cause("{R} sends a malformed list of routes")
	j.atSender("Compare capability 69 (ADD-PATH) in both OPENs, for this family and direction")
	j.atReceiver("Compare capability 69 (ADD-PATH) in both OPENs, for this family and direction")
	j.say(ClaimConfirmed, FaultUnknown, Medium, "The list of routes does break: "+j.text(f)+"; either the two ends disagree about ADD-PATH or {R} sent a malformed list")
	j.side(SideBoth)
	return true
}

// valueWrong: the decoder found an error in the value.
func (j *job) valueWrong() bool {
	f := j.fault()
	if f == nil {
		return false
	}
	if f.Note.Code == registry.ErrUpdate && f.Note.Subcode == 10 {
		return j.routesWrong(f)
	}
	j.by(f)
	j.ref(j.a.rule.Ref)
	if j.a.far() {
		j.cause("An AS further away made the malformed attribute; Partial is set, so {R} may only have passed it on")
		j.atReceiver("Find the route, filter it or the attribute towards {S}, and tell the AS that originated it")
		return j.say(ClaimConfirmed, FaultThirdParty, Medium, "The complaint is right: "+j.text(f)+"; the Partial bit says that the attribute may come from an AS beyond {R}")
	}
	j.cause("{R} builds or passes on a malformed " + attrName(j.a.code))
	j.atReceiver("Find the route and filter it towards {S}; upgrade {R}")
	return j.say(ClaimConfirmed, FaultReceiver, High, "The complaint is right: "+j.text(f)+", so {R} sent a malformed attribute")
}

// extendedNextHop: an IPv6 next hop for IPv4 routes needs capability 5 on both sides (RFC 8950).
func (j *job) extendedNextHop() bool {
	v := j.a.value
	if j.a.code != uint8(registry.AttrMPReach) || len(v) < 5 || v[0] != 0 || v[1] != 1 || v[3] != 16 && v[3] != 32 {
		return false
	}
	j.ref("RFC 8950 §4")
	s, sok := j.open(true)
	r, rok := j.open(false)
	switch {
	case sok && rok && s.has(registry.CapExtendedNextHop) && r.has(registry.CapExtendedNextHop):
		return false
	case sok && !s.has(registry.CapExtendedNextHop):
		j.convict(j.a.valOff+3, 1)
		j.cause("{R} sends IPv6 next hops for IPv4 routes although {S} did not offer capability 5")
		j.atReceiver("Do not send IPv6 next hops for IPv4 routes to {S}")
		return j.say(ClaimConfirmed, FaultReceiver, High, "The complaint is right: the next hop of IPv4 routes has "+count(int(v[3]), "octet")+", and {S} did not offer extended next hops (capability 5)")
	}
	j.convict(j.a.valOff+3, 1)
	j.cause("An IPv6 next hop for IPv4 routes without capability 5 on both sides")
	j.atSender("Compare capability 5 (extended next hop) in both OPENs")
	j.atReceiver("Compare capability 5 (extended next hop) in both OPENs")
	return j.say(ClaimNotShown, FaultConfiguration, Medium, "The next hop of IPv4 routes has "+count(int(v[3]), "octet")+", which is legal only if both sides offered extended next hops (capability 5)")
}

// unknownAttribute: 3/9 about a code point that no RFC gives a meaning.
func (j *job) unknownAttribute() bool {
	a := &j.a
	if !a.ok || a.rule.Known || a.words {
		return false
	}
	j.clean = true
	j.see(j.attrChild(codec.FieldAttrType))
	j.ref("RFC 4271 §5")
	for _, l := range registry.LegacyUses(registry.TablePathAttributes.ID, uint64(a.code)) {
		j.note(j.unknownName() + " was used by " + l.Origin + " as " + l.Name)
	}
	j.cause("{S} gives the code point a meaning of its own and cannot read what others put there")
	j.atSender("Find out what {S} uses the code point for and switch it off; an attribute without a standard meaning must be ignored or passed on")
	j.atReceiver("Filter the attribute towards {S} until then")
	how := ""
	if a.hasFlags && a.flags&codec.FlagPartial != 0 {
		how = ", and {R} passed it on correctly as unknown (Partial is set)"
	}
	return j.say(ClaimContradicted, FaultSender, Medium, "{S} refuses the value of "+j.unknownName()+", a code point without a standard meaning"+how)
}

// legal: nothing is wrong with the attribute.
func (j *job) legal() bool {
	a := &j.a
	if !a.ok || a.short() || a.length < 0 && (a.words || a.headed()) {
		return false
	}
	switch j.sub {
	case 2, 4, 5, 6, 8, 9, 11:
	default:
		return false
	}
	j.see(a.node)
	j.ref(a.rule.Ref)
	if n := j.attrCount(); n > 1 {
		return j.noneWrong(n)
	}
	if j.sub != int(registry.SubAttributeLength) || a.length < 0 {
		if f := j.odd(); f != nil {
			return j.oddValue(f)
		}
	}
	if j.sub == int(registry.SubAttributeLength) && a.rule.Known && a.rule.Len.Step == 1 && !j.decoded() {
		return j.openLength()
	}
	j.clean = true
	switch {
	case j.sub == 5 && !a.rule.Known:
		j.cause("{S} gives the code point a meaning of its own")
		j.atSender("Find out what {S} uses the code point for")
		return j.say(ClaimContradicted, FaultSender, Medium, "{S} complains about the length of "+j.unknownName()+", for which no RFC fixes a length")
	case j.sub == 5 && a.length >= 0:
		j.cause("{S} is wrong about the length, or it means the contents and should have sent 3/9")
		j.atSender("Upgrade {S}; report the attribute to its vendor")
		return j.say(ClaimContradicted, FaultSender, Medium, "{S} complains about the length of "+attrName(a.code)+", but "+are(a.length, "octet")+" legal"+j.legalText())
	case a.words:
		return false
	}
	j.cause("{S} misreads the attribute, or applies a rule of its own")
	j.atSender("Upgrade {S}; report the attribute to its vendor")
	return j.say(ClaimContradicted, FaultSender, Medium, "{S} complains about "+attrName(a.code)+", but the attribute in its Data is legal")
}

// noneWrong: the Data holds several attributes, and nothing in them tells which one the complaint is about.
func (j *job) noneWrong(n int) bool {
	what := "no attribute in it is wrong"
	if j.sub == int(registry.SubAttributeLength) {
		what = "no attribute in it has a wrong length"
	}
	j.cause("{S} complains about an attribute that is legal, or about one that is not in its Data")
	j.cause("The two ends disagree about 2- or 4-octet AS numbers")
	j.atSender("Look in {S}'s own log for the attribute that it means; compare capability 65 in both OPENs")
	return j.acting(SideBoth, ClaimNotShown, FaultUnknown, Low, "{S} sent "+pair(j.code, j.sub)+" with "+count(n, "attribute")+" in its Data instead of one, and "+what)
}

// odd gives the first finding about the value that no RFC makes an error of, nil if there is none.
func (j *job) odd() *codec.Finding {
	return j.attrFinding(func(f *codec.Finding) bool {
		return f.Severity == codec.SeverityWarning && f.Note.Subcode != registry.SubAttributeFlags && !slices.Contains(offForms[:], f.ID)
	})
}

func (j *job) oddValue(f *codec.Finding) bool {
	j.convict(f.Off, f.Len)
	j.ref(f.Info().Ref)
	j.cause("{R}, or an AS before it, sends a value that makes no sense, and {S} closes the session over it")
	j.atSender("Upgrade {S}: a value that is only odd must not close the session")
	j.atReceiver("Find the route and what sets the value; filter the route or the attribute towards {S}")
	return j.acting(SideBoth, ClaimNotShown, FaultUnknown, Low, "{S} complains about "+attrName(j.a.code)+", which is odd ("+j.text(f)+"), but no RFC makes that an error of the message")
}

// openLength: the value is kept as octets, and any length from a least one on may be legal: only the value could tell.
func (j *job) openLength() bool {
	j.cause("The lengths inside " + attrName(j.a.code) + " do not suit {S}")
	j.cause("{S} is wrong about the length")
	j.atSender("Look in {S}'s own log for what is wrong inside the attribute; report it to its vendor if nothing is")
	j.atReceiver("Find the route and filter it, or the attribute, towards {S}")
	return j.acting(SideBoth, ClaimNotShown, FaultUnknown, Low, "{S} complains about the length of "+attrName(j.a.code)+"; "+count(j.a.length, "octet")+
		" may be legal"+j.legalText()+", which depends on what is inside and is not judged here")
}

// noLength: the attribute ends in front of its length, so neither that nor the value can be judged.
func (j *job) noLength() bool {
	a := &j.a
	if !a.ok || a.words || a.length >= 0 || !a.headed() {
		return false
	}
	j.see(a.node)
	j.atSender("Log the whole UPDATE at {S}, or get the whole Data")
	if j.cut() {
		return j.acting(SideBoth, ClaimNotShown, FaultUnknown, Low, "The octets that are here do not show whether {S} is right: "+attrName(a.code)+" is cut in front of its value")
	}
	return j.acting(SideBoth, ClaimDataOffRFC, FaultUnknown, Low, "{S} complains about "+attrName(a.code)+", but its Data ends inside the header of the attribute, so it cannot be judged")
}

func (j *job) legalText() string {
	t := j.a.rule.Len.Both()
	if strings.HasPrefix(t, "any") || t == itoa(j.a.length) {
		return ""
	}
	return " (" + t + ")"
}
