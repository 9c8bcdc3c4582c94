// Package watch says who must know of a cable. A Watch is what somebody waits
// for; Compile makes a List of many; List.Match names those that a cable
// matches, and why; NewAlert makes the message that says so.
//
// The package is pure: it is given the cable and the time, and reads no clock,
// network, environment or log. It knows nothing of how watches are stored or
// alerts delivered. A List is immutable, so changing it is swapping it.
package watch

import (
	"time"

	"cablefeed/internal/cable"
)

// A Watch is one thing to be told of. Its fields are those of watch.schema.json.
type Watch struct {
	Name        string    `json:"name"` // [a-z0-9-]+; a token of the alert's subject
	Description string    `json:"description,omitempty"`
	Match       Match     `json:"match"`
	Notify      []string  `json:"notify,omitempty"` // names of channels
	Severity    Severity  `json:"severity,omitempty"`
	Group       Grouping  `json:"group,omitempty"`
	Quiet       Quiet     `json:"quiet,omitzero"`
	Expires     time.Time `json:"expires,omitzero"` // from then on it matches nothing; zero: never

	// Revision counts the changes of this watch. Whoever stores watches sets
	// it; it is no part of their text.
	Revision uint64 `json:"-"`
}

// A Match is the conditions of a watch. All that are given must hold; at least
// one must be given.
//
// Expr is for what the other fields cannot say: an expression in CEL (the Common
// Expression Language, its standard functions and macros) over one variable,
// cable, an object with the fields of the cable's JSON. What is null there is
// here "", 0, or of a time the first instant of year 1; of an object that is
// null every field is so, and has(cable.section) is false. An expression that
// fails on a cable, such as by an index that is not there, is false. One that
// cannot be decided within CostLimit rings, and the reason says so: rather a
// notice too many than one too few.
type Match struct {
	Tags                 Sets             `json:"tags,omitzero"` // codes; K* is every code with K
	PrecedenceAtLeast    cable.Precedence `json:"precedence_at_least,omitempty"`
	ClassificationAtMost cable.Class      `json:"classification_at_most,omitempty"`
	From                 []string         `json:"from,omitempty"`       // any: post, routing indicator or name as printed
	To                   []string         `json:"to,omitempty"`         // any: likewise, action or information
	References           []string         `json:"references,omitempty"` // any: message reference numbers
	Text                 Text             `json:"text,omitzero"`
	Expr                 string           `json:"expr,omitempty"` // true or false, in CEL
}

// Sets are three conditions on a set of terms.
type Sets struct {
	Any  []string `json:"any,omitempty"`
	All  []string `json:"all,omitempty"`
	None []string `json:"none,omitempty"`
}

// A Text is the conditions on what the cable says. A term is a word, a phrase
// (several words), or either with a * that ends a word: any word so begun.
type Text struct {
	Sets
	In []Zone `json:"in,omitempty"` // where to look; empty: everywhere
}

// A Zone is a part of the cable's text.
type Zone string

// The zones.
const (
	Subject Zone = "subject"
	Summary Zone = "summary"
	Body    Zone = "body" // paragraphs and their headings
)

// Zones lists every zone, in the order in which words are looked for.
var Zones = []Zone{Subject, Summary, Body}

// A Severity says how much an alert matters to whoever gets it.
type Severity string

// The severities, lowest first. The empty Severity counts as SeverityInfo.
const (
	SeverityInfo     Severity = "info"
	SeverityWarning  Severity = "warning"
	SeverityCritical Severity = "critical"
)

// Severities lists every severity, lowest first.
var Severities = []Severity{SeverityInfo, SeverityWarning, SeverityCritical}

// A Grouping says which alerts are told of together. The empty Grouping leaves
// it to the channel.
type Grouping string

// The groupings.
const (
	GroupWatch  Grouping = "watch"  // all of one watch
	GroupPost   Grouping = "post"   // all from one post
	GroupThread Grouping = "thread" // all of one thread of references
)

// Groupings lists every grouping.
var Groupings = []Grouping{GroupWatch, GroupPost, GroupThread}

// Default is the list of watches where nobody has made one.
func Default() []Watch {
	return []Watch{
		{Name: "kcrm", Description: "Criminal activity", Match: Match{Tags: Sets{Any: []string{"KCRM"}}}},
		{Name: "kwmn", Description: "Women's issues", Match: Match{Tags: Sets{Any: []string{"KWMN"}}}},
	}
}
