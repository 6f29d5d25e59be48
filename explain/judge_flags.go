package explain

import (
	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// The rules for 3/4: are the flags of the attribute legal (RFC 4271 section 4.3, RFC 7606 section 3c)?

// noFlags: the flags that the complaint is about are not there.
func (j *job) noFlags() bool {
	if !j.a.ok || j.a.hasFlags || j.a.words {
		return false
	}
	j.atSender("Look for the flags of the attribute in {S}'s own log: RFC 4271 wants them in the Data, and they are not there")
	return j.acting(SideBoth, ClaimDataOffRFC, FaultUnknown, Low, "{S} complains about the flags of "+attrName(j.a.code)+" but sent the attribute without its flags, so the complaint cannot be judged")
}

// flagsWrong: the Optional and Transitive bits differ from what the attribute must have.
func (j *job) flagsWrong() bool {
	a := &j.a
	if !a.hasFlags || !a.rule.Known || a.flags&optionalTransitive == a.rule.Flags {
		return false
	}
	if f := j.about(codec.FindAttrFlags); f != nil {
		j.by(f)
	}
	j.convictNode(j.attrChild(codec.FieldAttrFlags))
	j.see(j.attrChild(codec.FieldAttrType))
	j.ref(a.rule.Ref)
	if a.rule.FlagConflictLow && a.rule.Note != "" {
		j.note(a.rule.Note)
	}
	what := attrName(a.code) + " has flags " + hex2(a.flags) + ", it must be " + a.rule.Class.String() + " (" + hex2(a.rule.Flags) + ")"
	if a.flags&codec.FlagPartial != 0 && a.flags&a.rule.Flags&codec.FlagTransitive != 0 {
		j.cause("An AS further away sent the attribute with wrong flags; Partial is set, so it crossed a speaker that did not know it")
		j.atReceiver("Find the route, filter it or the attribute towards {S}, and tell the AS that originated it")
		return j.say(ClaimConfirmed, FaultThirdParty, Medium, "The complaint is right: "+what+"; the Partial bit says that the flags may come from an AS beyond {R}")
	}
	j.cause("{R} builds or passes on the attribute with wrong flags")
	j.atReceiver("Upgrade {R}, or stop whatever sets these flags; filter the route towards {S} until then")
	return j.say(ClaimConfirmed, FaultReceiver, High, "The complaint is right: "+what+", so {R} sent a faulty attribute")
}

// flagsUnknown: nobody but the private user of an unassigned attribute can say what its flags must be.
func (j *job) flagsUnknown() bool {
	a := &j.a
	if !a.hasFlags || a.rule.Known {
		return false
	}
	j.see(j.attrChild(codec.FieldAttrType))
	if a.flags&codec.FlagOptional == 0 {
		if f := j.about(codec.FindAttrUnknownWK); f != nil {
			j.by(f)
		}
		j.convictNode(j.attrChild(codec.FieldAttrFlags))
		j.cause("The flags were damaged, or {R} sends a private attribute as well-known")
		j.atReceiver("Stop sending the attribute, or correct its flags")
		return j.say(ClaimConfirmed, FaultReceiver, High, "The complaint is right: "+j.unknownName()+" has flags "+hex2(a.flags)+" and so claims to be well-known, which no RFC knows; 3/2 would be the exact code")
	}
	j.clean = true
	j.cause("{S} uses the code point for something of its own and expects other flags")
	j.atSender("Find out what {S} uses the code point for; an attribute that it does not know must be passed on or ignored")
	return j.say(ClaimContradicted, FaultSender, Medium, "{S} has no ground to refuse flags "+hex2(a.flags)+" on "+j.unknownName()+": an unknown optional attribute must be accepted")
}

// lengthInstead: with sound flags and an impossible length the complaint means the length.
func (j *job) lengthInstead() bool {
	a := &j.a
	if a.length < 0 || a.flags&codec.FlagPartial != 0 && a.rule.Flags != optionalTransitive || j.legalLength() {
		return false
	}
	j.note("The flags are legal: with this length the exact code would be 3/5")
	return j.lengthWrong()
}

// partialLegal: Partial on an optional transitive attribute says only that somebody on the way did not know it.
func (j *job) partialLegal() bool {
	a := &j.a
	if !a.hasFlags || a.flags&codec.FlagPartial == 0 || a.rule.Flags != optionalTransitive {
		return false
	}
	j.clean = true
	j.see(j.attrChild(codec.FieldAttrFlags))
	j.ref("RFC 4271 §4.3", "RFC 4271 §5", "RFC 7606 §3c")
	j.cause("{S} does not accept the Partial bit, which any speaker on the way may have set")
	j.atSender("Upgrade {S}, or switch off its check of the Partial bit: it must accept it on optional transitive attributes")
	j.atReceiver("Nothing is wrong at {R}; to keep the session up until {S} is corrected, filter the route or remove the attribute towards {S}")
	j.note("Partial says that an AS on the way did not know the attribute, or added it to a route of somebody else; it accuses nobody")
	return j.say(ClaimContradicted, FaultSender, High, "{S} is wrong: "+attrName(a.code)+" with flags "+hex2(a.flags)+" is legal, because an optional transitive attribute may carry the Partial bit")
}

// partialTolerated: Partial elsewhere breaks RFC 4271 and is no error since RFC 7606.
func (j *job) partialTolerated() bool {
	a := &j.a
	if !a.hasFlags || a.flags&codec.FlagPartial == 0 {
		return false
	}
	if f := j.about(codec.FindAttrPartial); f != nil {
		j.by(f)
	}
	j.convictNode(j.attrChild(codec.FieldAttrFlags))
	j.ref("RFC 4271 §4.3", "RFC 7606 §3c")
	j.cause("{R} sets Partial on an attribute that must not carry it, and {S} does not tolerate it as RFC 7606 asks")
	j.atSender("Upgrade {S}: since RFC 7606 only the Optional and Transitive bits are an error")
	j.atReceiver("Upgrade {R}: it must not set Partial on " + attrName(a.code))
	return j.say(ClaimConfirmed, FaultSender, Medium, attrName(a.code)+" must not carry the Partial bit (RFC 4271), but RFC 7606 no longer treats that as an error, so {S} should have tolerated it")
}

// lowBits: the four unused bits must be ignored by whoever receives them.
func (j *job) lowBits() bool {
	a := &j.a
	if !a.hasFlags || a.flags&0x0f == 0 {
		return false
	}
	j.clean = true
	j.convictNode(j.attrChild(codec.FieldAttrFlags))
	j.ref("RFC 4271 §4.3")
	j.cause("{S} does not ignore the unused flag bits")
	j.cause("{R} sets unused flag bits, which it must send as 0")
	j.atSender("Upgrade {S}: it must ignore the four low bits")
	j.atReceiver("Upgrade {R}: it must send the four low bits as 0")
	return j.say(ClaimContradicted, FaultSender, High, "{S} is wrong: of the flags "+hex2(a.flags)+" of "+attrName(a.code)+" only unused bits are odd, and a receiver must ignore them")
}

// flagsClean: nothing is wrong with the flags.
func (j *job) flagsClean() bool {
	a := &j.a
	if !a.hasFlags {
		return false
	}
	j.clean = true
	j.see(j.attrChild(codec.FieldAttrFlags))
	j.ref("RFC 4271 §4.3", a.rule.Ref)
	why := ""
	if a.flags&codec.FlagExtended != 0 && a.length >= 0 && a.length < 256 {
		why = "; the Extended Length bit is legal on a short attribute too"
		j.cause("{S} does not accept the Extended Length bit on a short attribute")
	} else {
		j.cause("A defect in the flag check of {S}, or it complains about another attribute than it shows")
	}
	j.atSender("Upgrade {S}; report the attribute to its vendor")
	return j.say(ClaimContradicted, FaultSender, High, "{S} is wrong: the flags "+hex2(a.flags)+" of "+attrName(a.code)+" are exactly those that the attribute must have"+why)
}

// unknownName names an attribute that the registry may not know.
func (j *job) unknownName() string {
	if n := registry.TablePathAttributes.Name(uint64(j.a.code)); n != "" {
		return n
	}
	s := "attribute " + itoa(j.a.code)
	if registry.TablePathAttributes.Status(uint64(j.a.code)) == registry.StatusUnassigned {
		return s + " (not assigned)"
	}
	return s
}
