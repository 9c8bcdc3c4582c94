package watch

import (
	_ "embed"
	"slices"
)

//go:embed watch.schema.json
var schema []byte

// Schema is the JSON Schema (draft 2020-12) of what Parse reads, for editors. It
// knows less than Parse: neither TAGS nor expressions.
func Schema() []byte { return slices.Clone(schema) }
