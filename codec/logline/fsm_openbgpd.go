package logline

// openbgpdSteps reads OpenBGPD's bgpd: every change of state comes with its reason, the FSM event.
func openbgpdSteps() *stepFamily {
	return &stepFamily{style: "openbgpd", vendor: "OpenBGPD", patterns: []pattern{
		{text: "neighbor {peer}: state change {from} -> {to}, reason: {cause}", what: StepTransition},
		{text: "neighbor {peer} ({any}): state change {from} -> {to}, reason: {cause}", what: StepTransition},
		{text: "neighbor {peer}: sending {msg}", what: StepMessage, dir: DirSent},
		{text: "neighbor {peer} ({any}): sending {msg}", what: StepMessage, dir: DirSent},
		{text: "neighbor {peer}: received {msg}", what: StepMessage, dir: DirReceived},
		{text: "neighbor {peer} ({any}): received {msg}", what: StepMessage, dir: DirReceived},
		{text: "neighbor {peer}: connection from non-peer", what: StepRejected, opener: OpenerPeer},
		{text: "neighbor {peer}: collision{cause}", what: StepCollision},
	}}
}
