package timeline

import "slices"

// These are the transitions of RFC 4271 section 8.2.2, and those that devices with states of their own make with them.
// A state may always be entered from itself.

// extra gives what a state that some devices have beside those of the RFC stands for, "" for others.
func extra(state string) string {
	switch state {
	case "Clearing", "Deleted", "Closing", "None": // the session is being taken down
		return "Idle"
	case "ConnectionCollision":
		return "OpenSent"
	case "SessionSetup":
		return "OpenConfirm"
	}
	return ""
}

// next gives the states that may follow a state of the RFC.
func next(state string) []string {
	switch state {
	case "Idle":
		return []string{"Connect", "Active"}
	case "Connect":
		return []string{"Active", "OpenSent", "OpenConfirm", "Idle"}
	case "Active":
		return []string{"Connect", "OpenSent", "OpenConfirm", "Idle"}
	case "OpenSent":
		return []string{"Active", "OpenConfirm", "Idle"}
	case "OpenConfirm":
		return []string{"Established", "Idle"}
	case "Established":
		return []string{"Idle"}
	}
	return nil
}

// known reports whether a name is that of a state.
func known(state string) bool {
	return next(state) != nil || extra(state) != ""
}

// allowed reports whether a state may follow another.
func allowed(from, to string) bool {
	if from == to || !known(from) || !known(to) {
		return true
	}
	if from == "ConnectionCollision" || to == "ConnectionCollision" { // two connections, of which either may go on
		other := from
		if from == "ConnectionCollision" {
			other = to
		}
		return other != "Active"
	}
	if from == "SessionSetup" && to == "Established" {
		return true
	}
	if e := extra(from); e != "" {
		from = e
	}
	if e := extra(to); e != "" {
		to = e
	}
	if from == to {
		return true
	}
	return slices.Contains(next(from), to)
}

// rfcState gives the RFC's name for a state, "" for one that says nothing.
func rfcState(s string) string {
	if e := extra(s); e != "" {
		return e
	}
	if known(s) {
		return s
	}
	return ""
}

// fsmSubcode is the subcode of a Finite State Machine Error that RFC 6608 has for a message that a state does not
// expect, 0 for none.
func fsmSubcode(state string) int {
	switch rfcState(state) {
	case "OpenSent":
		return 1
	case "OpenConfirm":
		return 2
	case "Established":
		return 3
	}
	return 0
}
