// Package inject plays scripts to a BGP speaker and holds what comes back against what they expect:
//
//	open as=65001 hold=90
//	announce 198.51.100.0/24 as-path "64500 64501"
//	announce 198.51.100.0/24 as-path "64500 64501" fault=origin.value
//	expect NOTIFICATION 3/6 data=40010107 within 5s
//
// A script is a line for each step; Parse reads it, Plan says what would be sent, Run has the session. Messages are built for
// what that session agrees. Named faults are those of package codec/fault.
//
// The session is a plain connection and no state machine of RFC 4271: it sends what the script says, whether that is sound or
// not, and OPEN and KEEPALIVEs by itself where the script leaves them to it. Who may be a target, and how fast, is decided here,
// too (Target, Limits): everything that injects faults goes through that.
//
// The package explains nothing and shows no messages: what it shows of one comes from a function of the caller.
package inject
