// Package kb holds the texts of package explain: for every code and subcode of a NOTIFICATION what it means, the
// ranked causes, and what each side should do; for other code points what is worth knowing. It looks entries up
// and splits them into lines; it does not judge, and names no code point (names are the registry's).
//
// # The format
//
// An entry begins with a line "== KEY" or "== KEY VARIANT" and ends at the next one. KEY is "3/4", "6/*" for the
// subcodes without an entry of their own, "6/-" where the subcode is not known, or "attribute 40", "capability 65", "message 5", "origin 0",
// "segment 2". VARIANT is a vendor in lower case whose boxes mean something else by the same numbers. Each
// line of an entry is "WORD: text"; a line that begins with two blanks continues the one before. Lines that
// begin with # and empty lines are comments. The words:
//
//	fault     FAULT CONFIDENCE SIDE, in the words of the JSON contract
//	applies   when a variant holds. any: whoever sent the NOTIFICATION; words: only where there are no octets;
//	          without this line: when the vendor's own box sent it
//	7606      what RFC 7606 does instead: ACTION and its reference, "; " between them
//	aka       what vendors call it, "; " between them
//	data      what the Data holds
//	means     what the sender says with it, one sentence
//	cause     a likely cause; the first is the most likely
//	sender    what to do at the sender of the NOTIFICATION, most useful first
//	receiver  what to do at its receiver
//	sender N  what to do there, in place of that, when the complaint is about attribute N; likewise receiver N
//	sender else  the same for all other attributes, when it is known which one it is
//	title     of a reason: what happened, for a headline
//	here      of a reason: what to do at the router that wrote the log
//	there     of a reason: what to do at its peer
//	note      what else to know; in points.txt the only word but ref
//	ref       an RFC and section
//
// KEY may also be "reason ID", an end of a session or an alarm that a log tells without a NOTIFICATION; its variant holds
// only the lines that replace those of the entry. "procedure CODE" is what a vendor's manual looks at for a last error.
// In these, {peer}, {code}, {limit}, {percent}, {count}, {family}, {routes} and {interface} stand for what the alarm gives, and text in
// brackets falls away when it does not.
//
// {S} and {R} in a text stand for the sender and the receiver of the NOTIFICATION.
//
// To add a code: write its entry into the file of its error code. The tests of package explain want one for every
// code and subcode that the registry knows.
package kb

import (
	_ "embed"
)

// One file per error code; points.txt has the other code points.
var (
	//go:embed message-header.txt
	messageHeader string
	//go:embed open.txt
	open string
	//go:embed update.txt
	update string
	//go:embed hold-timer.txt
	holdTimer string
	//go:embed fsm.txt
	fsm string
	//go:embed cease.txt
	cease string
	//go:embed route-refresh.txt
	routeRefresh string
	//go:embed send-hold-timer.txt
	sendHoldTimer string
	//go:embed lsdb.txt
	lsdb string
	//go:embed state.txt
	state string
	//go:embed points.txt
	points string
)
