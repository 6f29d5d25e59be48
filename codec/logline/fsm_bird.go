package logline

import "strings"

// birdSteps reads what BIRD logs with "debug protocols { states, events, packets }". The peer is the protocol's name.
func birdSteps() *stepFamily {
	return &stepFamily{style: "bird", vendor: "BIRD", only: birdOnly, patterns: []pattern{
		{text: "{peer}: Connecting to {addr} from local address {local}", what: StepDialing, opener: OpenerLocal},
		{text: "{peer}: Connecting to", what: StepDialing, opener: OpenerLocal},
		{text: "{peer}: Connected", what: StepConnected, opener: OpenerLocal},
		{text: "{peer}: Incoming connection from {addr} {any} accepted", what: StepConnected, opener: OpenerPeer},
		{text: "{peer}: Incoming connection from {addr} {any} rejected", what: StepRejected, opener: OpenerPeer},
		{text: "{peer}: Sending OPEN(ver={ver},as={as},hold={hold},id={id}", what: StepMessage, dir: DirSent, msg: 1},
		{text: "{peer}: Got OPEN(as={as},hold={hold},id={id}", what: StepMessage, dir: DirReceived, msg: 1},
		{text: "{peer}: Sending {msg}", what: StepMessage, dir: DirSent},
		{text: "{peer}: Got {msg}", what: StepMessage, dir: DirReceived},
		{text: "{peer}: BGP session established", what: StepTransition, to: "Established"},
		{text: "{peer}: BGP session closed", what: StepTransition, from: "Established", to: "Idle"},
		{text: "{peer}: State changed to {cause}", what: StepTimer, note: "protocol state"},
		{text: "{peer}: Connection lost {paren}", what: StepClosed, dir: DirReceived},
		{text: "{peer}: Connection lost", what: StepClosed, dir: DirReceived},
		{text: "{peer}: Connection closed", what: StepClosed, dir: DirReceived},
		{text: "{peer}: Connection collision, giving up {cause}", what: StepCollision, note: "giving up"},
		{text: "{peer}: Startup delayed by {cause}", what: StepTimer, note: "start delayed by"},
		{text: "{peer}: Hold timer expired", what: StepTimer, note: "hold timer expired"},
		{text: "{peer}: Shutdown requested", what: StepStopped},
		{text: "{peer}: Neighbor lost", what: StepStopped, note: "neighbor lost"},
		{text: "{peer}: Started", what: StepStarted},
	}}
}

// birdOnly holds of lines with BIRD's class in front, or its name.
func birdOnly(_ *line, s string) bool {
	s = s[:min(len(s), 48)]
	for _, head := range [...]string{"<TRACE> ", "<INFO> ", "<RMT> ", "<WARN> ", "<ERR> ", "<DBG> "} {
		if strings.HasPrefix(s, head) {
			return true
		}
	}
	return firstFold(s, "bird") >= 0
}
