package feed

import (
	"context"
	"fmt"
	"path"
	"strings"
	"time"

	"cablefeed/internal/cable"
	"cablefeed/internal/pipeline"
	"cablefeed/internal/route"
)

// A Query says which messages of CABLES to read.
type Query struct {
	Kind     string           // tag, alert, record, service: the second token of the subject
	Names    []string         // TAGS or watches, with * and ? as wildcards; empty: all
	AtLeast  cable.Precedence // empty: any
	Since    time.Time        // zero: from now on, unless All
	All      bool             // from the first message on
	NoFollow bool             // end with the last message that is stored now
}

// Tail reads the live and replayed feed and gives each message of q to handle,
// a cable that has several of the TAGS once, until ctx ends, handle returns an
// error, or, with NoFollow, all that is stored has been read. Messages of one
// feed and precedence come in the order in which they were committed.
func (f *Feed) Tail(ctx context.Context, q Query, handle func(*Stored) error) error {
	scan := Scan{Stream: Cables, Subjects: q.filters(), Since: q.Since, Follow: !q.NoFollow}
	if !q.All && q.Since.IsZero() {
		// By number: "from now on" would begin anew after a server that went away
		// before the first message came.
		s, err := f.js.Stream(ctx, Cables)
		if err != nil {
			return readError(Cables, err)
		}
		scan.From = s.CachedInfo().State.LastSeq + 1
	}
	err := f.Scan(ctx, scan, func(m *Stored) error {
		if !q.wants(m) {
			return nil
		}
		return handle(m)
	})
	if ctx.Err() != nil {
		return nil
	}
	return err
}

// Validate names the first name that can be none of a TAG or a watch.
func (q Query) Validate() error {
	for _, n := range q.Names {
		if strings.TrimSpace(n) == "" || q.Kind == "alert" && strings.ContainsFunc(n, func(r rune) bool {
			return (r < 'a' || r > 'z') && (r < '0' || r > '9') && !strings.ContainsRune("-*?", r)
		}) {
			want := "a watch such as kcrm or k*"
			if q.Kind == "tag" {
				want = "a TAG such as KCRM or K*"
			}
			return fmt.Errorf("%q: want %s", n, want)
		}
	}
	return nil
}

// filters gives the subjects to read: by name and precedence where possible.
func (q Query) filters() []string {
	names := []string{"*"}
	if len(q.Names) > 0 && !strings.ContainsAny(strings.Join(q.Names, ""), "*?") {
		names = names[:0]
		for _, n := range q.Names {
			names = append(names, q.pattern(n))
		}
	}
	var filters []string
	for _, n := range names {
		if q.Kind == "service" { // without precedence and classification
			filters = append(filters, route.Service(n))
			continue
		}
		if q.AtLeast == "" {
			filters = append(filters, fmt.Sprintf("cables.%s.%s.>", q.Kind, n))
			continue
		}
		for _, p := range cable.Precedences {
			if p.Rank() >= q.AtLeast.Rank() {
				filters = append(filters, fmt.Sprintf("cables.%s.%s.%s.*", q.Kind, n, p.Token()))
			}
		}
	}
	return filters
}

// pattern is a name as a subject token with its wildcards: TAGS are upper case,
// watches are as they are.
func (q Query) pattern(name string) string {
	if q.Kind != "tag" {
		return name
	}
	var b strings.Builder
	for {
		i := strings.IndexAny(name, "*?")
		if i < 0 {
			return b.String() + route.Token(name)
		}
		b.WriteString(route.Token(name[:i]) + name[i:i+1])
		name = name[i+1:]
	}
}

// wants tells whether m is in the set and, of a cable with several of the TAGS,
// the copy to keep: the one whose TAG is the first of Cable-Tags in the set.
func (q Query) wants(m *Stored) bool {
	tokens := strings.Split(m.Subject, ".")
	if len(tokens) < 3 || !q.named(tokens[2]) {
		return false
	}
	if q.Kind != "tag" {
		return true
	}
	for tag := range strings.SplitSeq(m.Header.Get(pipeline.HdrTags), ",") {
		if q.named(tag) {
			return tag == tokens[2]
		}
	}
	return false
}

func (q Query) named(token string) bool {
	if len(q.Names) == 0 {
		return true
	}
	for _, n := range q.Names {
		if ok, _ := path.Match(q.pattern(n), token); ok {
			return true
		}
	}
	return false
}
