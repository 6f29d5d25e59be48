// Package rib keeps what one peer announces: the Adj-RIB-In of RFC 4271 section 3.2.
//
// It is fed with UPDATEs as they come and keeps a full table in little memory: attributes once for each distinct set of
// octets, prefixes in tables without pointers, which the garbage collector need not look at.
//
//	UPDATE ──> attributes ──> intern: one copy of their octets, counted ──> handle
//	       └─> routes ──────> table of the family: prefix, path identifier, handle, stale mark
//
// Nothing is judged and nothing selected: whether an UPDATE is to be applied, treated as withdraw or not used at all is
// the caller's to say (codec.Decoder.Check tells). Families whose NLRI are not prefixes are not kept.
package rib
