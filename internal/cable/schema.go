package cable

import _ "embed" // the schema

// Schema is the JSON Schema (draft 2020-12) of a cable's JSON.
//
//go:embed schema.json
var Schema []byte
