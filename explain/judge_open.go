package explain

import (
	"strings"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// The rules for OPEN errors (RFC 4271 section 6.2, RFC 5492, RFC 6286, RFC 6793, RFC 7607, RFC 9234).

// version: 2/1 names a version that S speaks, so R offered another one.
func (j *job) version() bool {
	v, ok := j.value(codec.FieldSupportedVersion)
	if !ok {
		if v, ok = j.value(codec.FieldSupportedVersionSwapped); ok {
			v >>= 8
		}
	}
	if !ok {
		return j.offForm("a version")
	}
	if r, rok := j.open(false); rok {
		if got, _ := r.val(codec.FieldVersion); got == 4 {
			j.clean = true
			j.atSender("Check that {S} runs BGP-4")
			return j.say(ClaimContradicted, FaultSender, High, "{S} refuses the BGP version of {R}'s OPEN, which is 4, so {S} is wrong")
		}
	}
	if v != 4 {
		j.atSender("Check that {S} runs BGP-4: it says that it speaks version " + itoa(v))
		return j.say(ClaimNotShown, FaultUnknown, Low, "{S} says that it speaks BGP version "+itoa(v)+", while version 4 is the only one in use")
	}
	j.atReceiver("Find out what is speaking at {R}: its OPEN offered another version than 4")
	return j.say(ClaimNotShown, FaultReceiver, High, "{S} speaks BGP version 4 and says that {R} offered another one; what {R} offered is not shown")
}

// openFault: the OPEN of R is known and shows the fault.
func (j *job) openFault() bool {
	r, ok := j.open(false)
	if !ok {
		return false
	}
	f := r.fault(j.sub)
	if f == nil {
		return false
	}
	j.ref(f.Info().Ref)
	j.atReceiver("Correct {R}'s OPEN: " + string(r.t.AppendFindingText(nil, f)))
	return j.say(ClaimConfirmed, FaultReceiver, High, "The complaint is right: in {R}'s OPEN "+string(r.t.AppendFindingText(nil, f)))
}

// openSound: 2/0 about an OPEN whose lengths are sound.
func (j *job) openSound() bool {
	r, ok := j.open(false)
	if !ok {
		return false
	}
	for i := range r.t.Findings {
		if r.t.Findings[i].Severity == codec.SeverityError {
			return false
		}
	}
	j.atSender("Upgrade {S}: it misreads the OPEN of {R}")
	j.atReceiver("Switch the newest capabilities off, one by one, until {S} is upgraded")
	return j.say(ClaimContradicted, FaultSender, Medium, "{S} could not parse the OPEN of {R}, but its lengths are sound, so {S} is wrong")
}

// peerAS: 2/2 is about configuration; the AS is in the Data, in the OPEN or in the log.
func (j *job) peerAS() bool {
	v, ok := j.dataAS()
	as := uint32(v)
	if !ok {
		r, _ := j.open(false)
		if as, ok = r.as(); !ok {
			return j.cut() && j.offForm("a whole AS number")
		}
	}
	name := "AS " + itoa(as)
	switch {
	case as == 0:
		j.convictNode(j.field(codec.FieldPeerAS))
		j.ref("RFC 7607 §2")
		j.atReceiver("Configure a real AS number at {R}")
		return j.say(ClaimConfirmed, FaultReceiver, High, "The complaint is right: {R} says that it is AS 0, which must not be used")
	case as == registry.ASTrans:
		j.ref("RFC 6793 §4.2", "RFC 6793 §9")
		j.cause("{S} has no 4-octet AS numbers, or capability 65 of {R} was stripped or switched off, so it sees the stand-in 23456 only")
		j.cause("The remote AS configured at {S} is wrong, and its Data shows just the 2-octet field of the OPEN")
		j.atSender("Check that {S} has 4-octet AS numbers and that the remote AS is {R}'s real one, not 23456")
		j.atReceiver("Check that capability 65 is sent: no \"dont-capability-negotiate\" or the like towards {S}")
		j.say(ClaimNotShown, FaultConfiguration, Medium, "{S} refuses AS 23456, which is AS_TRANS, the stand-in for an AS number of more than 2 octets: it does not see the real AS number of {R}, or shows only the 2-octet field")
		j.side(SideBoth)
		return true
	case as == j.receiverAS() && j.ev.Direction == "sent":
		j.cause("One side takes the session for internal, the other for external (local-as, confederation)")
		j.cause("The AS field and capability 65 of {R}'s OPEN differ, and {S} shows only one of them")
		j.atSender("Check the kind of the session, local-as and the confederation settings; compare with {R}'s OPEN")
		return j.say(ClaimNotShown, FaultConfiguration, Medium, "{S} refuses "+name+", although its log gives just that AS number for {R}: the two ends may disagree about the kind of the session")
	case as == j.receiverAS():
		j.cause("The remote AS configured at {S} for {R} is wrong")
		j.atSender("Set the remote AS of this neighbor to " + itoa(as))
		j.say(ClaimNotShown, FaultConfiguration, High, "{S} refuses "+name+", which is the AS number that {R} has according to the log, so the remote AS configured at {S} is wrong")
		j.side(SideSender)
		return true
	}
	expected := "another AS number"
	if p := j.receiverAS(); p != 0 && j.ev.Direction == "sent" {
		expected = "AS " + itoa(p)
	}
	j.cause("The remote AS configured at {S} for {R} is not " + itoa(as))
	j.cause("{R} uses another AS number than agreed: local-as, a confederation identifier, or the wrong process")
	j.atSender("Compare the remote AS configured for this neighbor with " + itoa(as))
	j.atReceiver("Check that {R} is meant to be " + name + " towards {S} (local-as, confederation identifier)")
	j.say(ClaimNotShown, FaultConfiguration, High, "{R} says that it is "+name+", and {S} is configured to expect "+expected+": the two configurations do not agree")
	j.side(SideSender)
	return true
}

// dataAS gives the AS number in the Data. Two octets of Data that is cut may be half of a number.
func (j *job) dataAS() (uint64, bool) {
	n := j.field(codec.FieldPeerAS)
	if n >= 0 && j.t.Nodes[n].Len < 4 && j.cut() {
		return 0, false
	}
	return j.value(codec.FieldPeerAS)
}

// identifier: 2/3 is right for 0 and, on internal sessions, for S's own (RFC 6286 section 2.2).
func (j *job) identifier() bool {
	v, ok := j.value(codec.FieldBadID)
	if !ok {
		r, _ := j.open(false)
		if v, ok = r.val(codec.FieldBGPID); !ok {
			return j.cut() && j.offForm("a whole router id")
		}
	}
	j.ref("RFC 6286 §2.2")
	if v == 0 {
		j.convictNode(j.field(codec.FieldBadID))
		j.atReceiver("Configure a router id at {R}")
		return j.say(ClaimConfirmed, FaultConfiguration, High, "The complaint is right: {R} uses the router id 0.0.0.0, which is not allowed")
	}
	id := itoa(v>>24) + "." + itoa(v>>16&0xff) + "." + itoa(v>>8&0xff) + "." + itoa(v&0xff)
	if s, sok := j.open(true); sok {
		own, known := s.val(codec.FieldBGPID)
		switch {
		case !known:
		case own == v:
			j.convictNode(j.field(codec.FieldBadID))
			j.atReceiver("Give {R} and {S} different router ids")
			return j.say(ClaimConfirmed, FaultConfiguration, High, "{S} and {R} use the same router id "+id+", or {S} is connected to itself")
		default:
			j.clean = true
			j.atSender("Upgrade {S}: any non-zero router id that is unique in the AS must be accepted")
			return j.say(ClaimContradicted, FaultSender, Medium, "{S} refuses the router id "+id+", which is neither zero nor {S}'s own, so {S} is wrong")
		}
	}
	j.atSender("Compare " + id + " with {S}'s own router id; upgrade {S} if they differ")
	j.atReceiver("Check that no other router of the AS uses " + id)
	return j.say(ClaimNotShown, FaultConfiguration, High, "{S} refuses the router id "+id+" of {R}: most likely {S} uses the same one")
}

// parameter: 2/4 with the parameter in the Data, which the RFC leaves open.
func (j *job) parameter() bool {
	p := j.field(codec.FieldBadParameter)
	if p < 0 {
		return false
	}
	n := wholeChild(j.t, p, codec.FieldParmType)
	if n < 0 {
		return j.cut() && j.offForm("the parameter")
	}
	j.see(n)
	v := registry.ParamType(j.t.Nodes[n].Val)
	name := "optional parameter " + itoa(v) + " (" + v.String() + ")"
	switch v {
	case registry.ParamCapabilities, registry.ParamExtendedLength:
		j.clean = true
		j.atSender("Upgrade {S}")
		j.atReceiver("Connect without capabilities, or with fewer than 255 octets of them, until {S} is upgraded")
		return j.say(ClaimContradicted, FaultSender, Medium, "{S} does not know "+name+", which is standard, so {S} is too old")
	case registry.ParamAuthentication:
		j.convictNode(n)
		j.atReceiver("Switch the deprecated authentication of the OPEN off at {R}")
		return j.say(ClaimConfirmed, FaultReceiver, Medium, "The complaint is right: {R} sends "+name+", which is deprecated")
	}
	j.convictNode(n)
	j.atReceiver("Find out what sends this parameter at {R}, and switch it off")
	return j.say(ClaimConfirmed, FaultReceiver, Medium, "The complaint is right: {R} sends optional parameter "+itoa(v)+", which no RFC defines")
}

// holdTime: 2/6 must be sent for 1 and 2 seconds and may be sent for others.
func (j *job) holdTime() bool {
	v, ok := j.value(codec.FieldBadHoldTime)
	if !ok {
		r, _ := j.open(false)
		if v, ok = r.val(codec.FieldHoldTime); !ok {
			return j.cut() && j.offForm("a whole hold time")
		}
	}
	if v == 1 || v == 2 {
		j.convictNode(j.field(codec.FieldBadHoldTime))
		j.cause("{R} is configured with a hold time below 3 seconds")
		j.atReceiver("Configure a hold time of 0 or at least 3 seconds at {R}, better 9 or more")
		j.say(ClaimConfirmed, FaultConfiguration, High, "The complaint is right: {R} offers a hold time of "+itoa(v)+" s, and only 0 or at least 3 s are allowed")
		j.side(SideReceiver)
		return true
	}
	j.cause("{S} has a minimum hold time configured that {R}'s does not reach")
	j.atSender("Lower or remove the minimum hold time configured for this neighbor")
	j.atReceiver("Or offer a longer hold time")
	return j.say(ClaimNotShown, FaultConfiguration, Medium, "{R} offers a hold time of "+itoa(v)+" s, which is legal; {S} refuses it because of a minimum of its own, which it may")
}

// roles: 2/11 can be judged when both OPENs are known (RFC 9234 section 4.2).
func (j *job) roles() bool {
	s, sok := j.open(true)
	r, rok := j.open(false)
	if !sok || !rok {
		return false
	}
	a, aok := s.role()
	b, bok := r.role()
	if !aok || !bok {
		return false
	}
	names := registry.TableBGPRoles.Name(a) + " at {S} and " + registry.TableBGPRoles.Name(b) + " at {R}"
	fits := a == 0 && b == 3 || a == 3 && b == 0 || a == 1 && b == 2 || a == 2 && b == 1 || a == 4 && b == 4
	if fits {
		j.clean = true
		j.atSender("Upgrade {S}")
		return j.say(ClaimContradicted, FaultSender, High, "{S} is wrong: the roles "+names+" fit each other")
	}
	j.atSender("Agree which side has which role, and correct it")
	j.atReceiver("Agree which side has which role, and correct it")
	return j.say(ClaimConfirmed, FaultConfiguration, High, "The complaint is right: the roles "+names+" do not fit each other")
}

// capabilitiesNamed: 2/7 with the capabilities that S requires (RFC 5492 section 5).
func (j *job) capabilitiesNamed() bool {
	n := j.field(codec.FieldDataCaps)
	if n < 0 {
		if j.data >= 0 && !j.cut() {
			return j.offForm("a list of capabilities")
		}
		return false
	}
	j.see(n)
	r, known := j.open(false)
	var names, lacking, same []string
	for c, v := range capNodes(j.t, n) {
		name := capText(c, v)
		if names = append(names, name); len(names) > maxNamed {
			break
		}
		switch {
		case !known:
		case !r.has(c), r.lacksFamily(c, v):
			lacking = append(lacking, name)
		case r.holds(c, v):
			same = append(same, name)
		}
	}
	if len(names) == 0 {
		return false
	}
	switch {
	case len(lacking) > 0:
		j.atReceiver("Activate " + list(lacking) + " at {R}")
		j.atSender("Or stop insisting on it")
		return j.say(ClaimConfirmed, FaultConfiguration, High, "The complaint is right: {S} requires "+list(lacking)+", which {R}'s OPEN lacks")
	case known && len(same) == len(names):
		j.clean = true
		j.ref("RFC 5492 §3")
		j.cause("{S} uses the code in the inverse sense: it cannot do " + list(same) + " and refuses a peer that can (strict capability match)")
		j.atSender("Switch strict capability match off at {S}: a capability that it does not know must be ignored")
		return j.say(ClaimContradicted, FaultSender, High, "{S} is wrong: {R}'s OPEN has "+list(same)+", exactly what {S} says is missing")
	case known:
		j.atReceiver("Compare the values of " + list(names) + " in both OPENs")
		j.atSender("Compare the values of " + list(names) + " in both OPENs")
		j.cause("The two ends give the capability different values")
		j.cause("{S} cannot do it itself and refuses a peer that can, which RFC 5492 forbids (strict capability match)")
		return j.say(ClaimNotShown, FaultConfiguration, Medium, "{S} requires "+list(names)+", which {R} offers too, but with another value than {S} names")
	}
	j.cause("{S} insists on " + list(names) + ", and {R} has it switched off or lacks it")
	j.cause("{S} refuses it because it does not know it itself, which RFC 5492 forbids (FRR's strict capability match)")
	j.atReceiver("Activate " + list(names) + " at {R}")
	j.atSender("Or stop insisting on it")
	return j.say(ClaimNotShown, FaultConfiguration, Medium, "{S} requires "+list(names)+", which {R} seems not to offer")
}

// maxNamed bounds the capabilities and families that are compared.
const maxNamed = 64

// capNodes yields the capabilities below a node of the Data.
func capNodes(t *codec.Tree, n int32) func(func(registry.CapCode, []byte) bool) {
	return func(yield func(registry.CapCode, []byte) bool) { capsBelow(t, n, yield) }
}

// capText names a capability with what matters of its value.
func capText(c registry.CapCode, v []byte) string {
	s := "capability " + itoa(c)
	if n := registry.TableCapabilities.Name(uint64(c)); n != "" {
		s += " (" + n
		if c == registry.CapMultiprotocol && len(v) == 4 {
			s += ", " + registry.FamilyName(uint16(v[0])<<8|uint16(v[1]), v[3])
		}
		s += ")"
	}
	return s
}

// list joins at most four names.
func list(names []string) string {
	if len(names) > 4 {
		return strings.Join(names[:4], ", ") + " and " + itoa(len(names)-4) + " more"
	}
	return strings.Join(names, " and ")
}

// noFamily: 2/7 without Data, and 2/8, mean that no address family is left in common.
func (j *job) noFamily() bool {
	s, sok := j.open(true)
	r, rok := j.open(false)
	if !sok || !rok {
		if j.sub == int(registry.SubUnsupportedCapability) && j.noData() {
			j.cause("No address family in common: FRR and BIRD send 2/7 without Data then")
			j.cause("{S} requires a capability that {R} lacks and does not say which")
			j.atSender("Compare the address families activated on both sides")
			j.atReceiver("Compare the address families activated on both sides")
			return j.say(ClaimNotShown, FaultConfiguration, Medium, "{S} requires a capability that {R} lacks and does not name it; most often the two ends have no address family in common")
		}
		return false
	}
	for _, f := range s.families() {
		for _, g := range r.families() {
			if f == g {
				j.note("Both OPENs offer " + registry.FamilyName(uint16(f.AFI), uint8(f.SAFI)) + ": the address families are not what {S} misses")
				return false
			}
		}
	}
	j.atSender("Activate an address family that {R} offers")
	j.atReceiver("Activate an address family that {S} offers")
	return j.say(ClaimConfirmed, FaultConfiguration, High, "The two OPENs have no address family in common: the same family must be activated on both sides")
}
