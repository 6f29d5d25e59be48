// Package peer is what the command "bgpdecode peer" does: it makes a speaker of settings, and of what the speaker tells a
// view for people, JSON objects, and a summary.
//
//	flags, file ── Settings ──> speaker.PeerConfig
//	speaker.Event ── Teller ──> lines, JSON, Tally ──> summary, exit
//
// Names of messages, findings and verdicts come from explain/report; nothing is named here a second time. It opens no
// sockets and knows no flags: those are package speaker's and the command's.
package peer
