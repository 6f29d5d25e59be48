// Package rebuild makes BGP messages of the fields that a tool shows in place of octets: RIS Live, ExaBGP, GoBGP and others
// print what they decoded. The octets are those of a speaker with 4-octet AS numbers (RFC 6793); where the tool does not
// say how it was on the wire (the order of attributes, their number of octets), RFC 4271's own order and the shortest form are taken.
//
// It reads no text, which is package logline's, and it judges nothing: what was decoded is put back as it is told.
package rebuild
