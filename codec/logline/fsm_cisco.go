package logline

import "strings"

// ciscoSteps reads what IOS and IOS XR log with "debug ip bgp" (events, keepalives). A session under way is named with
// the role of its connection, newer releases put a context in front: "ses global 192.0.2.1 (0x7F12:0) act".
func ciscoSteps() *stepFamily {
	base := []pattern{
		{text: "{peer} {role} went from {from} to {to}", what: StepTransition},
		{text: "{peer} {role} open active, local address {local}", what: StepDialing, opener: OpenerLocal},
		{text: "{peer} {role} open failed: {cause}", what: StepDialFailed, opener: OpenerLocal},
		{text: "{peer} passive open to {local}", what: StepConnected, opener: OpenerPeer},
		{text: "{peer} {role} sending OPEN, version {ver}, my as: {as}, holdtime {hold} seconds, ID {id}", what: StepMessage, dir: DirSent, msg: 1},
		{text: "{peer} {role} sending OPEN, version {ver}, my as: {as}, holdtime {hold} seconds", what: StepMessage, dir: DirSent, msg: 1},
		{text: "{peer} {role} sending OPEN, version {ver}, my as: {as}", what: StepMessage, dir: DirSent, msg: 1},
		{text: "{peer} {role} rcv OPEN, version {ver}, holdtime {hold} seconds", what: StepMessage, dir: DirReceived, msg: 1},
		{text: "{peer} {role} rcv OPEN w/ remote AS {as}", what: StepMessage, dir: DirReceived, msg: 1},
		{text: "{peer} {role} OPEN rcvd, remote version {ver}, hold time {hold}", what: StepMessage, dir: DirReceived, msg: 1},
		{text: "{peer} {role} OPEN rcvd, remote version {ver} hold time {hold}", what: StepMessage, dir: DirReceived, msg: 1},
		{text: "{peer} {role} OPEN rcvd, version {ver}", what: StepMessage, dir: DirReceived, msg: 1},
		{text: "{peer} {role} sending KEEPALIVE", what: StepMessage, dir: DirSent, msg: 4},
		{text: "{peer} {role} KEEPALIVE rcvd", what: StepMessage, dir: DirReceived, msg: 4},
		{text: "{peer} {role} received KEEPALIVE", what: StepMessage, dir: DirReceived, msg: 4},
		{text: "{peer} {role} send message type {type}, length", what: StepMessage, dir: DirSent},
		{text: "{peer} {role} rcv message type {type}, length", what: StepMessage, dir: DirReceived},
		{text: "{peer} {role} remote close, state {cause}", what: StepClosed, dir: DirReceived},
		{text: "{peer} {role} remote close", what: StepClosed, dir: DirReceived},
		{text: "{peer} {role} reset due to {cause}", what: StepClosed},
		{text: "{peer} {role} connection collision{cause}", what: StepCollision},
		{text: "{peer} {role} hold timer expired", what: StepTimer, note: "hold timer expired"},
	}
	f := &stepFamily{style: "cisco-ios", vendor: "Cisco", patterns: base}
	for _, p := range base {
		if with := strings.Replace(p.text, "{peer} {role}", "{peer} ({any}) {role}", 1); with != p.text {
			p.text = with
			f.patterns = append(f.patterns, p)
		}
	}
	return f
}
