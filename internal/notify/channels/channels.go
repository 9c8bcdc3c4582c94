// Package channels reads the channels file: which channels there are, of what
// kind, and how each is reached. It gives a sender for each. Only app imports it.
package channels

import (
	"cmp"
	_ "embed" // the schema
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"cablefeed/internal/notify"
	"cablefeed/internal/notify/chat"
	"cablefeed/internal/notify/command"
	"cablefeed/internal/notify/mail"
	"cablefeed/internal/notify/webhook"
	"cablefeed/internal/strictyaml"
	"cablefeed/internal/watch"
)

// A Channel is one way to tell somebody. Beside these fields its text has those
// of its kind, such as webhook.Config.
type Channel struct {
	Name string `json:"name"` // what watches call it: [a-z0-9-]+
	Kind string `json:"kind"` // one of Kinds
	notify.Policy
	Sender notify.Sender `json:"-"`
}

// A kind is the settings of one kind of channel, and what is made of them.
type kind struct {
	settings any
	check    func(report func(field, reason string))
	sender   func() notify.Sender
}

var kinds = map[string]func() kind{
	"webhook": of(webhook.New),
	"mail":    of(mail.New),
	"chat":    of(chat.New),
	"command": of(command.New),
}

// Kinds names the kinds of channels.
func Kinds() []string { return slices.Sorted(maps.Keys(kinds)) }

// of makes a kind of what makes a sender of its settings.
func of[C interface {
	Check(report func(field, reason string))
}, S notify.Sender](build func(C) S) func() kind {
	return func() kind {
		c := new(C)
		return kind{
			settings: c,
			check:    func(report func(field, reason string)) { (*c).Check(report) },
			sender:   func() notify.Sender { return build(*c) },
		}
	}
}

//go:embed channels.schema.json
var schema []byte

// Schema is the JSON Schema of the channels file, for editors.
func Schema() []byte { return schema }

// Parse reads channels from YAML or JSON: a list, an object with the list as
// channels, or one channel. File is what errors call the file. If anything is
// wrong with any of them, a secret that is not there too, it gives no channel
// and an error that names everything, one thing a line.
func Parse(data []byte, file string) ([]Channel, error) {
	p := parser{named: map[string]int{}}
	items, faults := strictyaml.Items(data, "channels")
	p.report("", faults)
	for _, n := range items {
		p.channel(n)
	}
	for _, e := range p.escalations {
		if _, ok := p.named[e.to]; !ok {
			p.report(e.from, []strictyaml.Fault{{Line: e.line, Field: "escalate_to", Reason: fmt.Sprintf("no channel here is called %q", e.to)}})
		}
	}
	if len(p.faults) == 0 {
		return p.channels, nil
	}
	slices.SortStableFunc(p.faults, func(a, b fault) int { return cmp.Or(a.Line-b.Line, strings.Compare(a.Field, b.Field)) })
	errs := make([]error, len(p.faults))
	for i, f := range p.faults {
		errs[i] = f.error(file)
	}
	return nil, errors.Join(errs...)
}

type parser struct {
	channels []Channel
	named    map[string]int // line of each name
	faults   []fault

	escalations []escalation
}

// An escalation is what can be checked when all channels are known.
type escalation struct {
	from, to string
	line     int
}

// A fault is what is wrong with a channel; its name may be empty.
type fault struct {
	channel string
	strictyaml.Fault
}

func (f fault) error(file string) error {
	where := ""
	if f.channel != "" {
		where = "channel " + f.channel + ": "
	}
	if f.Field != "" {
		where += f.Field + ": "
	}
	return fmt.Errorf("%s:%d: %s%s", file, f.Line, where, f.Reason)
}

// channel reads one channel, and checks it.
func (p *parser) channel(n *yaml.Node) {
	var c Channel
	// What the fields must be depends on the kind.
	head := strictyaml.Read(n, &c)
	if head.FailedWhole() {
		p.report("", head.Faults)
		return
	}
	report := func(field, reason string) {
		p.report(c.Name, []strictyaml.Fault{{Line: head.Line(field), Field: field, Reason: reason}})
	}
	switch first, again := p.named[c.Name]; {
	case head.Failed("name"):
	case !watch.ValidName(c.Name):
		report("name", fmt.Sprintf("%q is no name: want small letters, digits and hyphens, such as night-desk", c.Name))
	case again:
		report("name", fmt.Sprintf("the channel of line %d has this name", first))
	default:
		p.named[c.Name] = head.Line("name")
	}
	made, ok := kinds[c.Kind]
	if !ok {
		if head.Failed("kind") {
			p.report(c.Name, head.Faults)
			return
		}
		report("kind", fmt.Sprintf("%q is none of %s", c.Kind, strings.Join(Kinds(), ", ")))
		return
	}
	k := made()
	c = Channel{}
	head = strictyaml.Read(n, &c, k.settings)
	p.report(c.Name, head.Faults)
	once := func(field, reason string) {
		if !head.Failed(field) {
			report(field, reason)
		}
	}
	k.check(once)
	c.Policy.Check(once)
	if c.EscalateTo == c.Name && c.Name != "" {
		once("escalate_to", "a channel does not escalate to itself")
	} else if c.EscalateTo != "" {
		p.escalations = append(p.escalations, escalation{c.Name, c.EscalateTo, head.Line("escalate_to")})
	}
	c.Sender = k.sender()
	p.channels = append(p.channels, c)
}

func (p *parser) report(channel string, faults []strictyaml.Fault) {
	for _, f := range faults {
		p.faults = append(p.faults, fault{channel, f})
	}
}
