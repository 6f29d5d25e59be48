// Package codec reads and writes the octets of BGP-4 (RFC 4271 and its successors).
//
// One cursor steps over the octets. Every read names its field, and with the recorder on the same call
// appends a node to the Tree, so that the tree, the hex view, the JSON and the explanation cannot disagree
// with the parser. With the recorder off the same grammar runs and only findings come out.
//
// Nothing here stops at a fault: a fault is a Finding with its place, the NOTIFICATION that RFC 4271 wants
// for it and the outcome that RFC 7606 (or the attribute's own RFC) gives it, and decoding goes on behind it.
//
//	Octets ── Decoder.Decode ──> Tree{Bytes, Nodes, Findings, Ctx}
//
// What the octets cannot tell (2- or 4-octet AS numbers, ADD-PATH, iBGP or eBGP) is in the Context. Guess,
// one layer above, tries contexts and says what decided.
//
// The package does no I/O and knows no log formats: those are codec/dump and codec/logline. Names of code
// points come from package registry only; names of fields stand in fields.go only.
package codec
