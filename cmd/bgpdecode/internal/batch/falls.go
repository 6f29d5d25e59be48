package batch

import (
	"strings"

	"github.com/bgpdecode/bgpdecode/codec/dump"
	"github.com/bgpdecode/bgpdecode/codec/logline"
	"github.com/bgpdecode/bgpdecode/explain/report"
)

// steady begins the reasons of events after which the session stands as before.
var steady = [...]string{"route-threshold", "device-route-threshold", "gr-"}

// downed reports whether a state event tells the end of a session, by its states, its reason or its words.
func downed(ev *dump.Event) bool {
	if ev.Up || ev.Alarm != nil && ev.Alarm.Template || ev.Reason == logline.ReasonEstablished {
		return false
	}
	for _, s := range steady {
		if strings.HasPrefix(ev.Reason, s) {
			return false
		}
	}
	switch from := stateName(ev.From); {
	case from == established:
		return stateName(ev.To) != established
	case standsNot(from), stateName(ev.To) == established:
		return false
	case ev.Reason != "":
		return true
	}
	return ev.From == "" && ev.To == "" && ev.Words != ""
}

const established = "established"

// standsNot reports whether a session in a state does not stand, so that it cannot fall.
func standsNot(state string) bool {
	switch state {
	case "idle", "connect", "active", "opensent", "openconfirm":
		return true
	}
	return false
}

// stateName brings the vendors' names of a state into one form: "ESTABLISHED", "BGP_FSM_OPENCONFIRM", "Open Sent".
func stateName(s string) string {
	s = strings.ToLower(s[:min(len(s), 40)])
	s = strings.TrimPrefix(strings.TrimPrefix(s, "bgp_fsm_"), "bgp_")
	return strings.NewReplacer(" ", "", "_", "", "-", "").Replace(s)
}

// answered reports whether an event is the message that a NOTIFICATION, an event of its own, complains about: the trouble
// is counted there.
func answered(r *report.Report) bool {
	if r.Event.Kind != dump.KindMessage || r.Event.Code > 0 {
		return false
	}
	for _, l := range r.Links {
		if l.Rel == "answer" {
			return true
		}
	}
	return false
}
