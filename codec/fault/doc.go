// Package fault is the catalogue of named faults: each way to make a BGP speaker complain, with the octets that do it, the
// session they need, and what RFC 4271 and RFC 7606 ask of who receives them. What is asked for is written in rows here, from the
// RFCs, and not computed by package codec: its decoder is tested against them, as other speakers are.
//
// The package sends nothing, keeps no time and judges no answers: that is speaker/inject's. It reads no octets but those of
// attributes and messages that it is given to damage.
package fault
