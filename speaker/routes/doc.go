// Package routes keeps routes to announce, and packs them into UPDATE messages for a session.
//
// A Set comes from flags and files in a small text form (Parse, ReadText) or from MRT (ReadMRT). What it says on a
// session depends on what that agreed (Session): width of AS numbers, path identifiers, length of messages, families,
// next hops. Announce and Withdraw then yield as few messages as fit.
//
// The package sends nothing and keeps no state of sessions; that is package speaker. It has no policy beyond the
// defaults that Session documents.
package routes
