// Package fsm is the finite state machine of BGP (RFC 4271 section 8) as a function over values.
//
//	session, actions := fsm.Step(session, event)
//
// A Session is one connection: its state, its attributes, which of its timers run. An Event says what happened, with what the
// machine must know about it: the negotiated hold time, the NOTIFICATION that an error wants, the subcode of a Cease. An Action
// says what is to be done now: send this, start that timer, close. The one who calls Step does it: here are no sockets, clocks,
// goroutines or dice, so that all of the machine can be written down as a table and tested cell by cell.
//
// The table is in table*.go, a row for each rule of the RFC: 6 states, the 28 events of RFC 4271, event 29 of RFC 9687, and
// ROUTE-REFRESH, which is no event of RFC 4271. Where a later RFC changed a rule (RFC 4724, 4486, 6608, 8538, 9687), the row
// names it; where the text is silent or contradicts another section, a comment says what was chosen and why.
//
// # Connections
//
// RFC 4271 section 8.2.1 wants one machine for each configured peer and one for each incoming connection. So a peer has one
// Session that is started and dials, and for each connection that comes in a further one: New, Step with the passive start
// event of Config.Start, Step with TcpConnectionConfirmed. Collision detection (section 6.8) is not done here, it is about two
// Sessions; its verdict comes in with an OPEN (Event.Collision) or as OpenCollisionDump. The Session of a closed connection
// that is not the peer's own is thrown away (section 8.2.1.2): what it wants to be started again is then ignored.
//
// # What the caller does besides
//
//   - It raises the Event of an ActArm when that timer expires, unless the timer was stopped or armed again meanwhile.
//   - It calls Sent for each message it has written, which restarts the KeepaliveTimer and the SendHoldTimer.
//   - It does the actions in order, and never lets a NOTIFICATION that cannot be written delay the ActClose that follows.
//
// Text forms of events and actions, and Replay, are for transcripts: see Replay.
package fsm
