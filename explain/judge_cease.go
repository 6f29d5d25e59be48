package explain

import (
	"strings"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// The rules for Cease (RFC 4486, RFC 9003, RFC 8538): nothing is accused, so nothing is confirmed.

// prefixLimit: 6/1 may name the family and the limit, not the count.
func (j *job) prefixLimit() bool {
	n := j.field(codec.FieldMaxPrefix)
	if n < 0 {
		return false
	}
	j.see(n)
	afi, aok := wholeVal(j.t, n, codec.FieldAFI)
	safi, sok := wholeVal(j.t, n, codec.FieldSAFI)
	limit, ok := wholeVal(j.t, n, codec.FieldLimit)
	if !ok || !aok || !sok {
		return false
	}
	family := registry.FamilyName(uint16(afi), uint8(safi))
	j.atSender("Find out whether it is a leak before raising the limit of " + itoa(limit) + " for " + family + "; many boxes stay down until the session is cleared by hand")
	j.atReceiver("Count what {R} announces to {S} for " + family + " and check the export policy; only if it is intended, ask {S} for a higher limit")
	j.note("The Data holds the limit, not the number of routes that were received")
	return j.say(ClaimNone, FaultConfiguration, High, "{S} closed the session because {R} sent more than the "+itoa(limit)+" "+family+" routes that {S} allows; whether that is a leak of {R} or a limit out of date, the operators must decide")
}

// communication: 6/2 and 6/4 may carry a text of the operator, which is never repeated here.
func (j *job) communication() bool {
	text := j.field(codec.FieldCommText)
	has := j.ev.HasText || text >= 0 && j.t.Nodes[text].Len > 0
	j.see(text)
	if f := j.found(codec.FindCommUTF8, codec.FindCommLength); f != nil {
		j.convict(f.Off, f.Len)
		j.note("The shutdown communication is malformed and must not be taken as text (RFC 9003 §2)")
	}
	if !has {
		return false
	}
	e := j.entry()
	f, conf, side := e.fault()
	j.say(ClaimNone, f, conf, e.one("means")+"; the operator's own text came with it")
	j.side(side)
	return true
}

// openProblem: old Quagga says with 6/0 and 6/5 what 2/0 and 2/2 are for, and its debug line says which.
func (j *job) openProblem() bool {
	text := problem(j.ev.Offender)
	if text == "" || !strings.Contains(text, "OPEN") {
		return false
	}
	by := "2/2"
	if j.sub == 0 {
		by = "2/0"
	}
	j.ref("RFC 6793 §4.1", "RFC 6793 §7")
	j.cause("{R} is configured with an AS number that its OPEN cannot express, or its capability 65 was stripped or is malformed")
	j.atReceiver("Check {R}'s AS number, local-as and capability 65; 23456 must never be configured as an AS number")
	j.atSender("Compare the configured remote AS with {R}'s OPEN")
	return j.say(ClaimNone, FaultReceiver, Medium, "{S} refused the OPEN of {R} because "+text+"; by RFC that is "+by)
}

// rejectedAS: 6/5 of old software over an OPEN whose AS numbers contradict each other.
func (j *job) rejectedAS() bool {
	r, ok := j.open(false)
	if !ok {
		return false
	}
	f := r.fault(int(registry.SubBadPeerAS))
	if f == nil {
		return false
	}
	j.ref(f.Info().Ref)
	j.atReceiver("Correct the AS numbers of {R}'s OPEN")
	return j.say(ClaimNone, FaultReceiver, Medium, "{S} refused the session, most likely because in {R}'s OPEN "+string(r.t.AppendFindingText(nil, f))+" (2/2 by RFC)")
}

// collision: 6/7 is normal once and a sign of trouble when it repeats.
func (j *job) collision() bool {
	if j.ev.Repeat < 3 {
		return false
	}
	j.cause("The same router id on both ends, or NAT in between")
	j.atSender("Check that the two router ids differ; make one side passive")
	j.say(ClaimNone, FaultConfiguration, Medium, "Both ends open a connection and one is closed, again and again ("+itoa(j.ev.Repeat)+" times): once is normal, but this often the router ids or a NAT are suspicious")
	j.side(SideBoth)
	return true
}

// emptyHardReset: 6/9 without a known code and subcode inside.
func (j *job) emptyHardReset() bool {
	f := j.found(codec.FindHardResetInner)
	if f == nil && !j.noData() || j.variant() != "" {
		return false
	}
	what := "its Data is empty"
	if f != nil {
		j.see(j.data)
		what = "its Data does not begin with a known code and subcode"
		j.cause("{S} leaves out the code and subcode of the real reason, as GoBGP does")
	}
	j.cause("{S} means that BFD is down, as Huawei software older than RFC 8538 does")
	return j.acting(SideBoth, ClaimDataOffRFC, FaultUnknown, Low, "{S} sent a Hard Reset, but "+what+", so the real reason is not known")
}
