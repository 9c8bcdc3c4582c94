package strictyaml

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

// PlainJSON makes JSON into what YAML reads as the same: YAML knows no pairs of
// surrogates, and no tabs before a key. Lines stay as they are.
func PlainJSON(data []byte) []byte {
	if t := bytes.TrimLeft(data, " \t\r\n"); len(t) == 0 || t[0] != '{' && t[0] != '[' || !json.Valid(data) {
		return data
	}
	out := make([]byte, 0, len(data))
	inString := false
	for i := 0; i < len(data); i++ {
		c := data[i]
		switch {
		case c == '"':
			inString = !inString
		case !inString && c == '\t':
			c = ' '
		case c == '\\':
			n := escape(data[i:])
			var s string
			if json.Unmarshal(fmt.Appendf(nil, `"%s"`, data[i:i+n]), &s) == nil && strings.IndexFunc(s, special) < 0 {
				out = append(out, s...)
			} else {
				out = append(out, data[i:i+n]...)
			}
			i += n - 1
			continue
		}
		out = append(out, c)
	}
	return out
}

// escape is the length of the escape that b begins with, both halves of a pair.
func escape(b []byte) int {
	switch {
	case b[1] != 'u':
		return 2
	case len(b) >= 12 && b[6] == '\\' && b[7] == 'u' && (b[2] == 'd' || b[2] == 'D') && b[3] >= '8':
		return 12
	}
	return 6
}

// special reports whether a character must stay escaped in a quoted string.
func special(r rune) bool {
	return r < ' ' || r == '"' || r == '\\' || 0x7f <= r && r < 0xa0 || r == 0x2028 || r == 0x2029 || r == 0xfeff
}
