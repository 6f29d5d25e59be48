package logline

import (
	"strings"
	"time"
)

// gobgpSteps reads the FSM of GoBGP, in JSON or as key=value:
//
//	{"Key":"192.0.2.1","Topic":"Peer","level":"debug","msg":"state changed","new":"BGP_FSM_OPENSENT","old":"BGP_FSM_ACTIVE","reason":"new-connection"}
func gobgpSteps() *stepFamily {
	return &stepFamily{style: "gobgp-text", vendor: "GoBGP", scan: scanGobgpStep,
		anchors: []string{"state changed", "idleholdtimer exp", "try to connect", "a new passive co", "an accepted conn", "failed to connec"}}
}

func scanGobgpStep(c *Cursor, ev *Event) bool {
	fs := stepFields(c.t[max(0, c.at-2048):min(len(c.t), c.at+4096)])
	key, ok := fieldOf(fs, "key")
	msg, _ := fieldOf(fs, "msg")
	topic, hasTopic := fieldOf(fs, "topic")
	if !ok || hasTopic && !equalWord(topic.val, "peer") {
		return false
	}
	if ev.Peer, ev.PeerPort, ok = splitAddr(key.val); !ok {
		return false
	}
	if strings.HasPrefix(strings.TrimLeft(c.t[:min(len(c.t), 64)], " "), "{") {
		ev.Style = "gobgp-json"
	}
	if t, ok := fieldOf(fs, "time"); ok {
		if at, err := time.Parse(time.RFC3339Nano, t.val); err == nil {
			ev.Time, ev.TimeText = at, ""
		}
	}
	reason, _ := fieldOf(fs, "reason")
	ev.Step.Cause = reason.val
	if st, ok := fieldOf(fs, "state"); ok {
		ev.Step.State, _ = StateName(st.val)
	}
	m := strings.ToLower(msg.val)
	switch {
	case m == "state changed":
		old, _ := fieldOf(fs, "old")
		to, _ := fieldOf(fs, "new")
		ev.From, _ = StateName(old.val)
		ev.To, ok = StateName(to.val)
		ev.Step.What, ev.Up = StepTransition, ev.To == "Established"
		return ok
	case strings.HasPrefix(m, "idleholdtimer"):
		ev.Step.What, ev.Step.Cause = StepTimer, msg.val
	case strings.HasPrefix(m, "try to connect"):
		ev.Step.What, ev.Step.Opener = StepDialing, OpenerLocal
	case strings.HasPrefix(m, "failed to connec"):
		e, _ := fieldOf(fs, "error")
		ev.Step.What, ev.Step.Opener, ev.Step.Cause = StepDialFailed, OpenerLocal, e.val
	case strings.Contains(m, "can't find config"):
		return false // see unconfigured.go
	case strings.Contains(m, "a new passive connection"):
		ev.Step.What, ev.Step.Opener = StepConnected, OpenerPeer
	case strings.HasPrefix(m, "closed an accepted conn"):
		ev.Step.What, ev.Step.Opener = StepRejected, OpenerPeer
	default:
		return false
	}
	return true
}

// stepFields reads the fields of a structured line, JSON or key=value.
func stepFields(t string) []logField {
	if k := strings.IndexByte(t[:min(len(t), 256)], '{'); k >= 0 && strings.HasPrefix(strings.TrimLeft(t[k+1:], " "), `"`) {
		fs, _, _ := jsonLine(t, k)
		return fs
	}
	k := strings.Index(t, "msg=")
	for _, first := range [...]string{"time=", "level="} {
		if n := strings.Index(t, first); n >= 0 && (n < k || k < 0) {
			k = n
		}
	}
	if k < 0 {
		return nil
	}
	fs, _ := textLine(t, k)
	return fs
}
