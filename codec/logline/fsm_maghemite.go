package logline

import (
	"strings"
	"sync"
)

// maghemiteSteps reads the course of a session in maghemite's log for people, maghemiteJSONSteps in its JSON. The words
// of the message say what happened, the named values to which connection.
func maghemiteSteps() *stepFamily {
	return &stepFamily{style: "maghemite-pretty", vendor: "maghemite (Oxide)", records: true, anchors: slogStepAnchors[:], scan: scanSlogStep}
}

func maghemiteJSONSteps() *stepFamily {
	return &stepFamily{style: "maghemite-bunyan", vendor: "maghemite (Oxide), JSON", anchors: slogStepAnchors[:], inline: true, scan: scanSlogJSONStep}
}

var slogStepAnchors = [...]string{"channel connectio", "accepted inbound", "accepted outboun", "connecting to ", "starting peer st", "send open messag", "send keepalive m",
	"send update mess", "send notificatio", "send route", "recv open messag", "recv keepalive m", "recv update mess", "recv notificatio", "recv route", "error sending me",
	"send_open failed", "failed to send ", "new inbound conn", "new outbound con", "rejected new ", "dropping bgp con", "disconnected (con", "connection dropp",
	"collision detect", "wins collision", "rx unexpected ", "rx open message", "rx keepalive mes", "rx update messag", "rx tcp connectio", "received shutdow",
	"fsm transition ", "connection to ", "connection attem", "recv_msg io erro", "dropping connect"}

// slogSteps are the wordings of the messages.
func slogSteps() []pattern {
	return []pattern{
		{text: "fsm transition {from} -> {to}", what: StepTransition},
		{text: "channel connection to {peer} established (conn_id: {conn}", what: StepConnected},
		{text: "connection to {peer} established (conn_id: {conn}", what: StepConnected},
		{text: "starting connection attempt to {peer}", what: StepDialing, opener: OpenerLocal},
		{text: "connection attempt to {peer} failed: {cause}", what: StepDialFailed, opener: OpenerLocal},
		{text: "recv_msg IO error (peer: {peer}, conn_id: {conn}): {cause}", what: StepClosed, dir: DirReceived},
		{text: "dropping connection ({any}) (conn_id {conn})", what: StepClosed, dir: DirSent},
		{text: "accepted inbound connection from: {peer}", what: StepNone},
		{text: "accepted {*} connection from {peer}", what: StepConnected},
		{text: "connecting to {peer}", what: StepDialing, opener: OpenerLocal},
		{text: "starting peer state machine", what: StepStarted},
		{text: "send {msg} message message via channel to {peer} (conn_id: {conn}", what: StepMessage, dir: DirSent},
		{text: "send {msg} message via channel to {peer} (conn_id: {conn}", what: StepMessage, dir: DirSent},
		{text: "recv {msg} message msg from {peer} (conn_id: {conn}", what: StepMessage, dir: DirReceived},
		{text: "recv {msg} msg from {peer} (conn_id: {conn}", what: StepMessage, dir: DirReceived},
		{text: "error sending message via channel to {peer} (conn_id: {conn}, {any}): {cause}", what: StepUndelivered, dir: DirSent},
		{text: "failed to send {msg}", what: StepUndelivered, dir: DirSent},
		{text: "new {*} connection (peer: {peer}, conn_id: {conn}), {cause}", what: StepRejected},
		{text: "rejected new {*} connection ({conn}): {cause}", what: StepRejected},
		{text: "dropping bgp connection for peer {peer} (conn_id: {conn}", what: StepClosed, dir: DirSent},
		{text: "peer {peer} disconnected (conn_id: {conn}", what: StepClosed, dir: DirReceived},
		{text: "connection dropped (peer: {peer}, conn_id: {conn}", what: StepClosed},
		{text: "collision detected: new connection [{any}conn_id: {conn}], existing connection [{any}conn_id: {other}]", what: StepCollision},
		{text: "collision detected: new {*} connection from {peer} (conn_id: {conn})", what: StepCollision},
		{text: "exist conn wins collision", what: StepResolved, note: "existing"},
		{text: "new conn wins collision", what: StepResolved, note: "new"},
		{text: "rx unexpected {msg} from peer {*} for unknown connection (conn_id: {conn}), ignoring", what: StepIgnored, dir: DirReceived},
		{text: "rx {msg} message for unknown connection (conn_id: {conn}), ignoring", what: StepIgnored, dir: DirReceived},
		{text: "rx unexpected {msg} message message (conn_id: {conn}), fsm transition to {to}", what: StepActed, dir: DirReceived, note: "unexpected"},
		{text: "rx unexpected {msg} message (conn_id: {conn}), fsm transition to {to}", what: StepActed, dir: DirReceived, note: "unexpected"},
		{text: "rx {msg} message message (conn_id: {conn}), fsm transition to {to}", what: StepActed, dir: DirReceived},
		{text: "rx tcp connection fails (conn_id: {conn}), fsm transition to {to}", what: StepActed, dir: DirReceived, note: "tcp connection fails"},
		{text: "session runner (peer {peer}) received shutdown request", what: StepStopped},
	}
}

var theSlogSteps = sync.OnceValue(func() []stepForm {
	patterns := slogSteps()
	forms := make([]stepForm, len(patterns))
	for i := range patterns {
		forms[i] = prepare(&patterns[i])
	}
	return forms
})

func scanSlogStep(c *Cursor, ev *Event) bool {
	if c.at > 0 && (c.t[c.at-1] == '"' || isWord(c.t[c.at-1])) {
		return false
	}
	var r slogRecord
	at := c.at
	head := strings.LastIndex(c.t[max(0, at-160):at], "): ") // "slog-rs (bgp): "
	if head >= 0 {
		c.at = max(0, at-160) + head + len("): ")
	}
	prettyHead(c, ev)
	c.i = c.at
	prettyMessage(c, &r)
	prettyKeys(c, &r)
	c.i = max(c.i, at+1)
	return r.step(ev)
}

func scanSlogJSONStep(c *Cursor, ev *Event) bool {
	k := strings.LastIndex(c.t[max(0, c.at-40):c.at], `"msg"`)
	if k < 0 { // the anchor does not stand at the start of a message
		return false
	}
	c.at = max(0, c.at-40) + k
	var r slogRecord
	start, end := bunyanObject(c, &r)
	if start < 0 {
		return false
	}
	c.start, c.i = start, end
	if h := r.get("hostname"); h != "" {
		ev.Host = h
	}
	if t, text := slogTime(r.get("time")); !t.IsZero() {
		ev.Time, ev.TimeText = t, text
	}
	return r.step(ev)
}

// step makes an event of a record.
func (r *slogRecord) step(ev *Event) bool {
	for i := range theSlogSteps() {
		w := &theSlogSteps()[i]
		p := w.pattern
		ev.Step = &Step{What: p.what, Opener: p.opener}
		ev.Direction = p.dir
		if !w.match(reading(r.msg, 0), ev) {
			continue
		}
		if p.what == StepNone {
			return false
		}
		w.finish(ev)
		r.stepKeys(ev)
		return ev.Peer != "" || ev.Connection != ""
	}
	return false
}

// stepKeys takes from the named values what the words leave open.
func (r *slogRecord) stepKeys(ev *Event) {
	st := ev.Step
	r.ends(ev)
	st.State, _ = StateName(r.get("fsm_state"))
	if id := r.get("connection_id"); ev.Connection == "" {
		ev.Connection = id
	}
	if ev.Connection == "" {
		ev.Connection = between(r.get("connection_clock"), "conn_id: ", ",")
	}
	switch r.get("direction") {
	case "outbound":
		st.Opener = OpenerLocal
	case "inbound":
		st.Opener = OpenerPeer
	}
	existing, fresh := r.get("exist_conn_id"), r.get("new_conn_id")
	switch {
	case st.What == StepCollision && st.Other == "":
		if st.Other = existing; st.Other == ev.Connection {
			st.Other = ""
		}
		if st.Other == "" { // told by the connection that is there
			st.Other = r.get("connection_id")
		}
	case st.What == StepResolved && st.Cause == "existing":
		ev.Connection, st.Other = existing, fresh
	case st.What == StepResolved:
		ev.Connection, st.Other = fresh, existing
	case st.What == StepStarted:
		if a, _ := slogAddr(between(r.get("params"), "bind_addr: Some(", ")")); a != "" {
			ev.Local = a
		}
	}
	if ev.MessageType == 1 {
		r.stepOpen(ev)
	}
}

// stepOpen reads "Open [ version: 4, asn: 64512, hold_time: 6, id: 1, parameters: [ ... Four Octet ASN 64512 ... ] ]".
func (r *slogRecord) stepOpen(ev *Event) {
	c := reading(r.get("message_contents"), 0)
	if !c.Lit("open [ version: ") || !c.directive("ver", ev) || !c.Lit(", asn: ") || !c.directive("as", ev) || !c.Lit(", hold_time: ") ||
		!c.directive("hold", ev) || !c.Lit(", id: ") || !c.directive("id", ev) {
		ev.Step.Open = nil
		return
	}
	o := ev.Step.Open
	if k := strings.Index(c.t, "Four Octet ASN "); k >= 0 {
		if as, ok := reading(c.t, k+len("Four Octet ASN ")).AS(); ok {
			o.AS = as
		}
	}
	if k := strings.Index(c.t, "Capabilities [ "); k >= 0 {
		s := c.t[k+len("Capabilities [ "):]
		o.Capabilities = strings.TrimRight(s[:min(len(s), 400)], " ]")
	}
}

// slogActs says of the records that tell of a NOTIFICATION again what the session did with it, and of those that it could
// not be sent. It needs no other record for that: one may stand in another part of the input.
func slogActs(evs []Event) {
	for i := range evs {
		ev := &evs[i]
		l, ok := ev.link.(slogLink)
		if ok && l.told == slogFailed {
			ev.Step, ev.MessageType = &Step{What: StepUndelivered, Cause: ev.Words}, 3
		}
		if !ok || l.told != slogAct {
			continue
		}
		st := &Step{What: StepActed}
		for _, p := range ev.Params {
			if p.Key == "fsm_state" {
				st.State, _ = StateName(p.Value)
			}
		}
		if strings.Contains(l.ignored, "ignoring") {
			st.What = StepIgnored
		} else if _, to, ok := strings.Cut(l.ignored, "fsm transition to "); ok {
			ev.To, _ = StateName(to)
		}
		ev.MessageType, ev.Step = 3, st
	}
}
