package logline

// huaweiSteps reads what Huawei VRP and HPE Comware (H3C) log with "debugging bgp event" and "debugging bgp packet":
//
//	BGP.: 10.1.1.2 State is changed from OPENSENT to OPENCONFIRM.
//	BGP.: 10.1.1.2 Recv OPEN Length: 39
func huaweiSteps() *stepFamily {
	return &stepFamily{style: "comware", vendor: "Huawei or HPE Comware", patterns: []pattern{
		{text: "{ip} State is changed from {from} to {to}", what: StepTransition},
		{text: "{ip} state change from {from} to {to}", what: StepTransition},
		{text: "The status of the peer {ip} changed from {from} to {to}", what: StepTransition},
		{text: "{ip} Send OPEN{any}Version: {ver}, Local AS: {as}, HoldTime : {hold}", what: StepMessage, dir: DirSent, msg: 1},
		{text: "{ip} Recv OPEN{any}Version: {ver}, Local AS: {as}, HoldTime : {hold}", what: StepMessage, dir: DirReceived, msg: 1},
		{text: "BGP.: {ip} Send {msg}", what: StepMessage, dir: DirSent},
		{text: "BGP.: {ip} Recv {msg}", what: StepMessage, dir: DirReceived},
		{text: "BGP.{*}: {ip} Send {msg}", what: StepMessage, dir: DirSent},
		{text: "BGP.{*}: {ip} Recv {msg}", what: StepMessage, dir: DirReceived},
		{text: "{ip} Current event is {cause}", what: StepTimer},
	}}
}
