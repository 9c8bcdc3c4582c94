package watch

import (
	"bytes"
	"encoding/json"
	"strings"

	"go.yaml.in/yaml/v4"

	"cablefeed/internal/strictyaml"
)

// Format gives watches as YAML that Parse reads back the same.
func Format(watches []Watch) ([]byte, error) {
	if watches == nil {
		watches = []Watch{}
	}
	b, err := json.Marshal(map[string][]Watch{"watches": watches})
	if err != nil {
		return nil, err
	}
	// The fields have their names and order from their JSON, which is YAML as
	// well; what makes it look like JSON is the style of its nodes.
	var doc yaml.Node
	if err := yaml.Unmarshal(strictyaml.PlainJSON(b), &doc); err != nil {
		return nil, err
	}
	plainStyle(&doc)
	var out bytes.Buffer
	enc := yaml.NewEncoder(&out)
	enc.SetIndent(2)
	if err := enc.Encode(&doc); err != nil {
		return nil, err
	}
	err = enc.Close()
	return out.Bytes(), err
}

// plainStyle lays out objects and lists in lines, but a list of single values
// on one.
func plainStyle(n *yaml.Node) {
	n.Style = 0
	switch strings.ToLower(n.Value) {
	case "y", "n", "yes", "no", "on", "off": // truth values to older readers of YAML
		n.Style = yaml.DoubleQuotedStyle
	}
	for _, c := range n.Content {
		plainStyle(c)
		if n.Kind == yaml.SequenceNode && c.Kind == yaml.ScalarNode {
			n.Style = yaml.FlowStyle
		}
	}
}
