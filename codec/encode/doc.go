// Package encode turns the JSON of the contract (what bgpdecode --json writes) back into octets.
//
//	v, err := encode.Parse(text, 1)
//	r, err := encode.Object(v, encode.Options{})
//
// Typed values win. Octets (the key raw) are taken where there is no typed value, and where they read as the typed value
// says: then they keep what a value does not tell, such as reserved bits. Where the two differ that is an error, unless
// Options.Lie is set. What was built is decoded once more and compared with the object, so that no value is dropped in
// silence.
//
// The package builds with the builders of package codec and knows no layouts of its own beyond them; an attribute, a
// capability or a route without a builder needs its octets. It reads no files and guesses nothing: the width of AS numbers
// and ADD-PATH come from the object or from Options.
package encode
