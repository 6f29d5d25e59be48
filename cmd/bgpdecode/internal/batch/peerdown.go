package batch

import (
	"strconv"

	"github.com/bgpdecode/bgpdecode/codec/capture"
	"github.com/bgpdecode/bgpdecode/codec/dump"
	"github.com/bgpdecode/bgpdecode/codec/logline"
)

// downReason is a reason of BMP's Peer Down (RFC 7854 section 4.9, RFC 9069 section 5.3): what the station that reports,
// "local", or its peer, "remote", did.
type downReason struct{ id, words string }

var downReasons = [...]downReason{
	1: {logline.ReasonSent, "the monitored router closed the session with a NOTIFICATION"},
	2: {logline.ReasonDown, "the monitored router closed the session without a NOTIFICATION"},
	3: {logline.ReasonReceived, "the peer closed the session with a NOTIFICATION"},
	4: {"peer-closed", "the peer closed the session without a NOTIFICATION"},
	5: {"", "the router stopped reporting this peer, for reasons of configuration: the session may be up"},
	6: {"", "the router's own view of its routes went down"},
}

// fsmEvents are the events of RFC 4271 section 8.1, and RFC 9687's, that end a session.
var fsmEvents = [...]downReason{
	2:  {"local-stop", "ManualStop"},
	8:  {"local-stop", "AutomaticStop"},
	9:  {"connect-failed", "ConnectRetryTimer_Expires"},
	10: {"hold-timer", "HoldTimer_Expires"},
	11: {"", "KeepaliveTimer_Expires"},
	12: {"", "DelayOpenTimer_Expires"},
	13: {"", "IdleHoldTimer_Expires"},
	18: {"transport-error", "TcpConnectionFails"},
	19: {"", "BGPOpen"},
	21: {"erroneous-packet", "BGPHeaderErr"},
	22: {"erroneous-packet", "BGPOpenMsgErr"},
	23: {"collision", "OpenCollisionDump"},
	24: {logline.ReasonReceived, "NotifMsgVerErr"},
	25: {logline.ReasonReceived, "NotifMsg"},
	26: {"", "KeepAliveMsg"},
	27: {"", "UpdateMsg"},
	28: {"erroneous-packet", "UpdateMsgErr"},
	29: {"send-hold-timer", "SendHoldTimer_Expires"},
}

// peerDown says in words why a Peer Down record reports the end of a session.
func peerDown(ev *dump.Event, s *capture.StateChange) {
	p := logline.Param{Key: "reason", Value: strconv.Itoa(int(s.Reason))}
	if int(s.Reason) < len(downReasons) {
		r := downReasons[s.Reason]
		ev.Reason, p.Meaning = r.id, r.words
		ev.Words = r.words
	} else {
		ev.Words = "reason " + p.Value + " of BMP, which is not known"
	}
	ev.Params = append(ev.Params, p)
	if s.Reason != 2 || s.FSMEvent == 0 {
		return
	}
	e := logline.Param{Key: "FSM event", Value: strconv.Itoa(int(s.FSMEvent))}
	if int(s.FSMEvent) < len(fsmEvents) && fsmEvents[s.FSMEvent].words != "" {
		r := fsmEvents[s.FSMEvent]
		e.Meaning, ev.Words = r.words+" (RFC 4271 section 8.1)", r.words
		if s.FSMEvent == 29 {
			e.Meaning = r.words + " (RFC 9687)"
		}
		if r.id != "" {
			ev.Reason = r.id
		}
	}
	ev.Params = append(ev.Params, e)
}
