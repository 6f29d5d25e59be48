package explain

import (
	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// The rules for errors that are about whole messages: 1/x, 5/x and 7/1.

// badLength: 1/2 names the Length that S refused (RFC 4271 section 6.1, RFC 8654 section 4).
func (j *job) badLength() bool {
	v, ok := j.value(codec.FieldBadLength)
	if !ok {
		return j.offForm("the length that it refused")
	}
	n := int(v)
	length := "Length " + itoa(n)
	if n > codec.MaxLen && n&0xff == 0 && n>>8 >= codec.HeaderLen {
		j.note("With its two octets swapped the length would be " + itoa(n>>8) + ": {S} may have a byte order defect")
	}
	switch {
	case n > codec.MaxLen:
		return j.longMessage(length)
	case n < codec.HeaderLen || n == 20:
		j.convictNode(j.field(codec.FieldBadLength))
		j.atReceiver("Upgrade {R}; capture the session and look at the message before this one")
		return j.say(ClaimConfirmed, FaultReceiver, Medium, length+" suits no message type: {R} sent it, or the byte stream lost step before")
	case n < 29 && n != codec.HeaderLen:
		j.convictNode(j.field(codec.FieldBadLength))
		j.atReceiver("Find out which message of {R} had this length")
		what := "only a NOTIFICATION may be that short"
		if n >= 23 {
			what = "an OPEN must not be that short, while other messages may"
		}
		return j.say(ClaimNotShown, FaultReceiver, Low, length+" is legal for some message types and not for others ("+what+"), so it cannot be told who is right")
	case n == codec.HeaderLen:
		return j.say(ClaimNotShown, FaultUnknown, Low, length+" is right for a KEEPALIVE and for nothing else; which type the message had is not known")
	}
	return j.say(ClaimNotShown, FaultUnknown, Low, length+" is legal for every type but KEEPALIVE, so either {R} sent a KEEPALIVE of that length or {S} is wrong")
}

// longMessage: over 4096 octets it depends on whether S offered extended messages.
func (j *job) longMessage(length string) bool {
	j.ref("RFC 8654 §4")
	s, ok := j.open(true)
	switch {
	case ok && s.has(registry.CapExtendedMessage):
		j.clean = true
		j.atSender("Upgrade {S}, or stop offering extended messages (capability 6) at {S}")
		return j.say(ClaimContradicted, FaultSender, Medium, length+" is legal, because {S} itself offered extended messages (capability 6), unless the message was an OPEN or KEEPALIVE")
	case ok:
		j.convictNode(j.field(codec.FieldBadLength))
		j.cause("{R} sends extended messages although {S} did not offer them (capability 6)")
		j.atReceiver("Switch extended messages off towards {S}, or upgrade {R}")
		return j.say(ClaimConfirmed, FaultReceiver, High, "The complaint is right: "+length+" is over 4096 and {S} did not offer extended messages (capability 6)")
	}
	j.say(ClaimNotShown, FaultUnknown, Medium, length+" is over 4096, which is legal only if {S} offered extended messages (capability 6); its OPEN is not known here")
	j.side(SideBoth)
	return true
}

// badType: 1/3 names the message type that S refused.
func (j *job) badType() bool {
	v, ok := j.value(codec.FieldBadType)
	if !ok {
		return j.offForm("the type that it refused")
	}
	mt := registry.MessageType(v)
	s, sok := j.open(true)
	switch {
	case mt >= registry.MsgOpen && mt <= registry.MsgKeepalive:
		j.clean = true
		j.atSender("Upgrade {S}")
		return j.say(ClaimContradicted, FaultSender, Medium, "{S} refuses message type "+itoa(mt)+" ("+mt.String()+"), which every speaker must know, so {S} is wrong")
	case mt == registry.MsgRouteRefresh && sok && (s.has(registry.CapRouteRefresh) || s.has(registry.CapRouteRefreshOld)):
		j.clean = true
		j.atSender("Upgrade {S}: it offered route refresh and must accept it")
		return j.say(ClaimContradicted, FaultSender, Medium, "{S} refuses "+mt.String()+" although it offered route refresh itself, so {S} is wrong")
	case mt == registry.MsgRouteRefresh && sok:
		j.convictNode(j.field(codec.FieldBadType))
		j.atReceiver("Do not send route refresh to {S}; upgrade {R}")
		return j.say(ClaimConfirmed, FaultReceiver, High, "{R} sent "+mt.String()+" although {S} did not offer route refresh, so {R} is wrong")
	case mt == registry.MsgRouteRefresh:
		j.atSender("Enable route refresh (capability 2)")
		j.atReceiver("Compare capability 2 in {S}'s OPEN: without it {R} must not send this")
		return j.say(ClaimNotShown, FaultReceiver, Medium, "{S} refuses "+mt.String()+"; if {S} did not offer route refresh (capability 2), {R} must not send it, else {S} is wrong")
	case mt == registry.MsgCapability || mt == registry.MsgRouteRefreshOld:
		j.convictNode(j.field(codec.FieldBadType))
		j.atReceiver("Switch the feature off that sends messages of type " + itoa(mt))
		return j.say(ClaimConfirmed, FaultReceiver, Medium, "{R} sent a message of type "+itoa(mt)+", which is no standard type and may only be sent after negotiation")
	}
	j.convictNode(j.field(codec.FieldBadType))
	j.cause("The byte stream lost step after an earlier message with a wrong length")
	j.atReceiver("Capture the session and look at the message before this one")
	return j.say(ClaimConfirmed, FaultReceiver, Low, "Message type "+itoa(mt)+" does not exist: the byte stream lost step, or {R} sends garbage")
}

// offForm decides when the Data does not have the form that the RFC asks for.
func (j *job) offForm(what string) bool {
	if j.data < 0 {
		return false
	}
	j.see(j.data)
	e := j.entry()
	f, conf, side := e.fault()
	if j.cut() {
		return j.acting(side, ClaimNotShown, f, min(conf, Low), "{S} sent "+pair(j.code, j.sub)+", but what is left of its Data does not show "+what+", so it cannot be judged")
	}
	j.say(ClaimDataOffRFC, f, min(conf, Low), "{S} sent "+pair(j.code, j.sub)+", but its Data is not "+what+", so it cannot be judged")
	j.side(side)
	return true
}

// unexpected: 5/1 to 5/3 name the message that had no place in the state (RFC 6608).
func (j *job) unexpected() bool {
	v, ok := j.value(codec.FieldFSMMessageType)
	if !ok || j.sub < 1 || j.sub > 3 {
		return false
	}
	mt := registry.MessageType(v)
	state := [...]string{"OpenSent", "OpenConfirm", "Established"}[j.sub-1]
	what := mt.String() + " in state " + state
	expected := mt == registry.MsgNotification
	switch j.sub {
	case 1:
		expected = expected || mt == registry.MsgOpen
	case 2:
		expected = expected || mt == registry.MsgKeepalive
	case 3:
		expected = expected || mt == registry.MsgUpdate || mt == registry.MsgKeepalive || mt == registry.MsgRouteRefresh
	}
	switch {
	case expected:
		j.clean = true
		j.atSender("Upgrade {S}; capture the session")
		return j.say(ClaimContradicted, FaultSender, Medium, "{S} refuses "+what+", where that message is expected, so {S} is wrong")
	case j.sub == 3 && mt == registry.MsgOpen:
		return j.say(ClaimNotShown, FaultReceiver, Low, "{S} received an OPEN on a session that was up: {R} started over on a live connection, or {S} mixed two connections up")
	case j.sub == 1 && mt == registry.MsgKeepalive:
		j.say(ClaimNotShown, FaultUnknown, Medium, "{S} received a KEEPALIVE before an OPEN: {R} skipped its OPEN, or {S} counted the message on the wrong one of two colliding connections")
		j.side(SideBoth)
		return true
	}
	j.say(ClaimNotShown, FaultUnknown, Medium, "{S} received "+what+", where it has no place; that {R} sent it there is not shown")
	j.side(SideBoth)
	return true
}

// refresh: 7/1 encloses the ROUTE-REFRESH that S refused (RFC 7313 section 5).
func (j *job) refresh() bool {
	n := j.field(codec.FieldDataMessage)
	if n < 0 {
		if j.data >= 0 && !j.cut() && j.variant() == "" {
			return j.offForm("the message that it refused")
		}
		return false
	}
	if j.cut() {
		return false
	}
	h, ok := codec.ParseHeader(j.t.Octets(n))
	if !ok {
		return j.offForm("a sound message")
	}
	body := h.Length - codec.HeaderLen
	sub, known := j.value(codec.FieldRefreshSubtype)
	marks := "subtype " + itoa(sub)
	switch {
	case h.Type != registry.MsgRouteRefresh:
		return j.offForm("a ROUTE-REFRESH message")
	case body == 4:
		j.clean = true
		j.atSender("Upgrade {S}")
		return j.say(ClaimContradicted, FaultSender, High, "{S} is wrong: the ROUTE-REFRESH in its Data ("+marks+") has the 4 octets of body that it must have")
	case !known:
		return j.offForm("a ROUTE-REFRESH message")
	case sub == 1 || sub == 2:
		if f := j.found(codec.FindRefreshLength); f != nil {
			j.by(f)
		}
		j.atReceiver("Upgrade {R}, or switch enhanced route refresh off")
		return j.say(ClaimConfirmed, FaultReceiver, High, "The complaint is right: a ROUTE-REFRESH of "+marks+" must have 4 octets of body, this one has "+itoa(body))
	}
	j.atSender("Switch enhanced route refresh off, or upgrade {S}")
	return j.say(ClaimContradicted, FaultSender, Medium, "{S} complains about a ROUTE-REFRESH of "+marks+", but RFC 7313 has this error only for the subtypes that mark beginning and end")
}
