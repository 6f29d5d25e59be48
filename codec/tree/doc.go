// Package tree shows a codec.Tree: as an indented tree, as an annotated hex dump, and as the JSON of the
// contract, in its typed form and as the walk over all fields.
//
//	0010  00 20                    .        Length: 32
//	0012        03                   .      Type: 3 (NOTIFICATION)
//
// All four come from the same nodes. What a field is called and what it becomes in the JSON stands in the field
// table of package codec; here is only the machinery that follows it. Path gives the JSON path of a node, so a
// finding can point into the typed form.
//
// Text of strangers never reaches the output as it stands: in JSON it is escaped, elsewhere it goes through
// codec/safetext. Colour comes in as a Style value; the zero value prints plain text. The package does not judge
// the octets: that is done in codec and explain.
package tree
