// Package incidents is a library of what once closed BGP sessions in many networks: for each incident what it was, by which
// octets it can be told, who reset, what helps, and where that is written. Match says which of them a decoded message
// looks like. It reads trees of package codec; it judges nobody, and knows no log formats.
//
// # The format
//
// Each incident is a file, ID.txt, of lines "WORD: text"; a line that begins with two blanks continues the one before.
//
//	title       what it was, in a few words
//	date        the day on which it was seen first, YYYY-MM-DD
//	seen        a day on which it came again
//	what        what happened, a sentence or three
//	match       a fingerprint; of several one suffices
//	cve         an identifier
//	reset       which implementations closed the session
//	mitigation  PLATFORM: what to do there; "any" for all
//	ref         a page or an RFC
//
// A fingerprint is a list of conditions, "; " between them, all of which must hold:
//
//	notification C/S   it is a NOTIFICATION of that code and subcode; * is any subcode
//	update             it is an UPDATE, or a list of attributes
//	message = N        length of the whole message
//	prefix P           one of the routes is P
//	data XX XX/MM ...  how the NOTIFICATION's Data begins, hexadecimal; XX/MM is an octet under a mask
//	attribute N        it has attribute N, * is any; in the NOTIFICATION's Data or in the UPDATE. What follows is about it:
//	flags XX           its flags but for Partial and Extended Length, hexadecimal
//	length = N         the length that it declares; also >, >= and <
//	value XX XX ...    how its value begins, hexadecimal; "value zero" is a value of zeros only
//	finding ID         the decoder finds that in it
//	path >= N          AS numbers in the path
//	hops AS >= N       how often that AS stands in the path
//	segment N          it has a segment of that type
//	counted-twice      its length is what a known sizing defect gives (codec.PathCountedTwice)
//
// A fingerprint names an attribute or begins with a NOTIFICATION.
//
// To add an incident: write its file, a row in texts.go, and a sample into testdata/incidents. Tests want a fingerprint to match its
// sample and nothing else of the test data.
package incidents
