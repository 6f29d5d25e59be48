package logline

// nokiaSteps reads SR OS: "Peer 192.0.2.1: moved into established state".
func nokiaSteps() *stepFamily {
	return &stepFamily{style: "nokia-sros", vendor: "Nokia SR OS", quoted: true, patterns: []pattern{
		{text: "Peer {*}: {ip}: moved into {to} state", what: StepTransition},
		{text: "Peer {ip}: moved into {to} state", what: StepTransition},
		{text: "Peer {*} {ip}: moved from higher state {from} to lower state {to} due to event {cause}", what: StepTransition},
		{text: "Peer {ip}: moved from higher state {from} to lower state {to} due to event {cause}", what: StepTransition},
	}}
}

// otherSteps reads wordings of which there is one or two.
func otherSteps() *stepFamily {
	return &stepFamily{style: "transition", vendor: "", patterns: []pattern{
		{text: "{peer} [FSM] State: {from} Event: {cause}", what: StepTimer, note: "event"}, // ZebOS: FortiOS and others
		{text: "BGP: {peer} open active{any}local address {local}", what: StepDialing, opener: OpenerLocal},
		{text: "TCP connection to {ip} failed{cause}", what: StepDialFailed, opener: OpenerLocal},
		{text: "connect to {ip} failed{cause}", what: StepDialFailed, opener: OpenerLocal},
	}}
}
