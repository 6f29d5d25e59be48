// Package redact replaces what identifies a network in an event - addresses, AS numbers, names - so that the event can be
// shown to others.
//
// The same value is replaced by the same value wherever it stands, in words as in octets, and its kind stays: a private
// address becomes a private one, a 2-octet AS number a 2-octet one, two addresses of one prefix two of one prefix. Octets
// keep their lengths and their faults, so a redacted message decodes to the same findings and the same verdict. Which
// value replaces which depends on a key alone. The package does not decide what is shown, and it hides no times, no codes
// and no structure of a network beyond its names.
package redact
