package logline

import "strings"

// zebraSteps reads what bgpd of Quagga and FRR logs with "debug bgp neighbor-events" and "debug bgp keepalives".
func zebraSteps() *stepFamily {
	return &stepFamily{style: "frr", vendor: "FRR or Quagga bgpd", only: zebraOnly, patterns: []pattern{
		{text: "{peer} went from {from} to {to}", what: StepTransition},
		{text: "{peer} fd {*} went from {from} to {to}", what: StepTransition},
		{text: "{peer} [FSM] going from {from} to {to}", what: StepTransition},
		{text: "{peer} [FSM] Timer (holdtime timer expire)", what: StepTimer, note: "hold timer expired"},
		{text: "{peer} [FSM] Hold timer expire", what: StepTimer, note: "hold timer expired"},
		{text: "{peer} [FSM] {event} ({from}->{to})", what: StepTransition},
		{text: "{peer} [Event] Connect start to {*} fd", what: StepDialing, opener: OpenerLocal},
		{text: "{peer} [Event] Connect start to", what: StepDialing, opener: OpenerLocal},
		{text: "{peer} [Event] Connect failed {cause}", what: StepDialFailed, opener: OpenerLocal},
		{text: "[Event] BGP connection from host {peer}", what: StepConnected, opener: OpenerPeer},
		{text: "{peer} [Event] BGP connection closed", what: StepClosed, dir: DirReceived},
		{text: "{peer} [Event] BGP error {cause}", what: StepClosed, dir: DirReceived, note: "error"},
		{text: "{peer} [Event] BGP connection error {cause}", what: StepClosed, dir: DirReceived, note: "error"},
		{text: "{peer} sending OPEN, version {ver}, my as {as}, holdtime {hold}, id {id}", what: StepMessage, dir: DirSent, msg: 1},
		{text: "{peer} rcv OPEN, version {ver}, remote-as (in open) {as}, holdtime {hold}, id {id}", what: StepMessage, dir: DirReceived, msg: 1},
		{text: "{peer} rcv OPEN {paren}, version {ver}, remote-as (in open) {as}, holdtime {hold}, id {id}", what: StepMessage, dir: DirReceived, msg: 1},
		{text: "{peer} sending KEEPALIVE", what: StepMessage, dir: DirSent, msg: 4},
		{text: "{peer} KEEPALIVE rcvd", what: StepMessage, dir: DirReceived, msg: 4},
		{text: "{peer} rcvd KEEPALIVE", what: StepMessage, dir: DirReceived, msg: 4},
		{text: "{peer} send message type {type}, length (incl. header)", what: StepMessage, dir: DirSent},
		{text: "{peer} rcv message type {type}, length (excl. header)", what: StepMessage, dir: DirReceived},
		{text: "{peer} failed to send {msg}", what: StepUndelivered, dir: DirSent},
	}}
}

// zebraOnly tells the lines of bgpd from those of IOS, which has the same words for much.
func zebraOnly(l *line, s string) bool {
	if l.env.stamp.slashes {
		return true
	}
	head := s[:min(len(s), 64)]
	return strings.Contains(head, "bgpd") || strings.Contains(s[:min(len(s), 160)], "[FSM]") || strings.Contains(s[:min(len(s), 160)], "[Event]") ||
		strings.Contains(s[:min(len(s), 160)], ", my as ") || strings.Contains(s[:min(len(s), 160)], "(in open)")
}
