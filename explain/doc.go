// Package explain judges what a decoded message tells: is the complaint of a NOTIFICATION right, who is at fault, what
// should each side do, and what do RFC 4271 and RFC 7606 want. Explain is a pure function of a codec.Tree and of
// what is known beside the octets (Evidence). Lookup answers questions about code points ("3/4", "capability 65").
//
// The judgement is an explicit list of small rules, each about one code and subcode (rules.go). A rule looks at the
// attribute or the number in the Data and says whether the accusation is confirmed, not shown or contradicted. It
// never claims more than the octets show. Where no rule decides, ranked causes and actions come from the texts in
// explain/kb.
//
// The package renders nothing, reads no files, and knows no log formats: that is explain/report, codec/dump and
// codec/logline. Text that came from a peer is never copied into an Explanation.
package explain
