package report

import (
	_ "embed" // for the schema
	"slices"
)

//go:embed schema.json
var schema []byte

// Schema returns the JSON Schema (draft 2020-12) of what AppendJSON writes. It names the keys that are promised and
// allows others.
func Schema() []byte { return slices.Clone(schema) }
