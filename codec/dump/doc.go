// Package dump turns pasted text into BGP events. It takes envelopes and vendor grammar from logline and octets
// from hexdump, and decides what neither can: which notation the octets are in, where the message starts, what
// is junk, padding or missing. What makes a BGP header consistent wins over what a vendor's name suggests.
//
// It does not explain: that is package explain. It reads text only: captures are another package's.
package dump
