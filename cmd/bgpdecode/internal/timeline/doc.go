// Package timeline puts together what logs and captures tell of the course of BGP sessions: per peer the connections, each
// with a state machine of its own (RFC 4271 section 8), what went over them, what ended them, and what went wrong, by
// rules. It reads no log lines and no captures (that is for the caller, who hands in steps), and judges no octets.
//
// Memory is bounded: so many peers, so many steps that wait to be put into order, so many rows that are kept to be
// shown. What is dropped is counted; the rules see every step.
package timeline
