// Package route says on which NATS subjects a cable is published: the grammar
// of the subjects of the CABLES stream, and the rule that sends a cable to its
// topic feeds. It is pure.
package route

import (
	"fmt"
	"strings"

	"cablefeed/internal/cable"
)

// Untagged is the feed of the cables that have no TAGS.
const Untagged = "UNTAGGED"

// restricting holds the captions that keep a cable out of the topic feeds, most
// restrictive first (5 FAH-2 H-252.1-1).
var restricting = []string{"NODIS", "EXDIS", "STADIS"}

// Restriction gives the caption that keeps c out of the topic feeds, or "".
func Restriction(c *cable.Cable) string {
	for _, r := range restricting {
		for _, caption := range c.Captions {
			if caption == r {
				return r
			}
		}
	}
	return ""
}

// Record is the subject of the whole cable, one for each id.
func Record(c *cable.Cable) string {
	return fmt.Sprintf("cables.record.%s.%s.%s", c.Precedence.Token(), c.Classification.Token(), c.ID)
}

// RecordOf matches the record of the cable id whatever its precedence and
// classification are.
func RecordOf(id string) string { return "cables.record.*.*." + id }

// Feeds gives the tokens of the topic feeds of c, in the order of its TAGS,
// each once: UNTAGGED for a cable without TAGS, none for a restricted one.
func Feeds(c *cable.Cable) []string {
	if Restriction(c) != "" {
		return nil
	}
	if len(c.Tags) == 0 {
		return []string{Untagged}
	}
	return Tags(c)
}

// Tags gives the TAGS of c as subject tokens, in order, each once.
func Tags(c *cable.Cable) []string {
	tokens := make([]string, 0, len(c.Tags))
next:
	for _, t := range c.Tags {
		token := Token(t.Code)
		if token == "" {
			continue
		}
		for _, seen := range tokens {
			if seen == token {
				continue next
			}
		}
		tokens = append(tokens, token)
	}
	return tokens
}

// Tag is the subject of the copy of c in the feed of a TAG token.
func Tag(token string, c *cable.Cable) string {
	return fmt.Sprintf("cables.tag.%s.%s.%s", token, c.Precedence.Token(), c.Classification.Token())
}

// Restricted is the subject of a cable whose caption keeps it out of the feeds.
func Restricted(caption string, c *cable.Cable) string {
	return fmt.Sprintf("cables.restricted.%s.%s.%s", Token(caption), c.Precedence.Token(), c.Classification.Token())
}

// Alert is the subject of the alert that c raises for a watch.
func Alert(watch string, c *cable.Cable) string {
	return fmt.Sprintf("cables.alert.%s.%s.%s", watch, c.Precedence.Token(), c.Classification.Token())
}

// Section is the subject of part n of a cable that is still incomplete.
func Section(id string, n int) string { return fmt.Sprintf("cables.section.%s.%02d", id, n) }

// Sections matches every waiting part of any cable.
const Sections = "cables.section.>"

// Guard is the subject of what keeps the sections of a cable and its record
// from passing each other; it holds no text.
func Guard(id string) string { return Section(id, 0) }

// SectionsOf matches every waiting part of the cable id.
func SectionsOf(id string) string { return "cables.section." + id + ".*" }

// Rejected is the subject of raw bytes that gave no cable.
func Rejected(reason string, incoming uint64) string {
	return fmt.Sprintf("cables.rejected.%s.%d", reason, incoming)
}

// Rejects matches all rejects.
const Rejects = "cables.rejected.>"

// Token makes one subject token of a TAG, caption or channel: upper case, and
// every character other than A to Z, 0 to 9 and the hyphen becomes "_". Runs of
// blanks and commas between the parts of a person give one "_".
func Token(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	gap := false
	for _, r := range strings.ToUpper(strings.TrimSpace(s)) {
		switch {
		case r == ' ' || r == ',' || r == '\t':
			gap = true
			continue
		case r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '-':
		default:
			r = '_'
		}
		if gap {
			b.WriteByte('_')
			gap = false
		}
		b.WriteRune(r)
	}
	return b.String()
}

// Service is the subject of the service message id.
func Service(id string) string { return "cables.service." + id }

// More is the subject of the marker of batch n of a cable that needs several.
func More(id string, revision, n int) string {
	return fmt.Sprintf("cables.more.%s.%d.%d", id, revision, n)
}

// Timer is the subject of the schedule of what falls due at a time, and Due is
// where it fires.
func Timer(unix int64) string { return fmt.Sprintf("cables.timer.%d", unix) }

// Due is the subject on which a timer fires.
func Due(unix int64) string { return fmt.Sprintf("cables.due.%d", unix) }
