package feed

import (
	"context"
	"errors"
	"fmt"
	"path"
	"strings"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"cablefeed/internal/cable"
	"cablefeed/internal/pipeline"
	"cablefeed/internal/route"
)

// A Query says which messages of CABLES to read.
type Query struct {
	Kind     string           // tag, alert: the second token of the subject
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
	cfg := jetstream.OrderedConsumerConfig{FilterSubjects: q.filters(), DeliverPolicy: jetstream.DeliverNewPolicy}
	switch {
	case q.All:
		cfg.DeliverPolicy = jetstream.DeliverAllPolicy
	case !q.Since.IsZero():
		cfg.DeliverPolicy, cfg.OptStartTime = jetstream.DeliverByStartTimePolicy, &q.Since
	}
	cons, err := f.js.OrderedConsumer(ctx, Cables, cfg)
	if errors.Is(err, jetstream.ErrStreamNotFound) {
		return fmt.Errorf("stream %s: %w: no worker has run on this server yet; start one with \"cablefeed serve\"", Cables, err)
	} else if err != nil {
		return err
	}
	if q.NoFollow {
		info, err := cons.Info(ctx)
		if err != nil {
			return err
		}
		if info.NumPending == 0 {
			return nil
		}
	}
	it, err := cons.Messages(pulls(256, rareHeartbeat)...)
	if err != nil {
		return err
	}
	defer it.Stop()
	stop := context.AfterFunc(ctx, it.Stop)
	defer stop()
	for {
		m, err := it.Next()
		switch {
		case ctx.Err() != nil:
			return nil
		case errors.Is(err, jetstream.ErrNoHeartbeat):
			continue
		case err != nil:
			return err
		}
		meta, err := m.Metadata()
		if err != nil {
			return err
		}
		s := &Stored{Subject: m.Subject(), Seq: meta.Sequence.Stream, Time: meta.Timestamp, Header: m.Headers(), Data: m.Data()}
		if q.wants(s) {
			if err := handle(s); err != nil {
				return err
			}
		}
		if q.NoFollow && meta.NumPending == 0 {
			return nil
		}
	}
}

// filters gives the subjects to read: by name and precedence where possible.
func (q Query) filters() []string {
	names := []string{"*"}
	if len(q.Names) > 0 && !strings.ContainsAny(strings.Join(q.Names, ""), "*?") {
		names = names[:0]
		for _, n := range q.Names {
			names = append(names, q.token(n))
		}
	}
	var filters []string
	for _, n := range names {
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

// token is a name as a subject token: TAGS are upper case, watches are as they are.
func (q Query) token(name string) string {
	if q.Kind == "tag" {
		return route.Token(name)
	}
	return name
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
		pattern := n
		if q.Kind == "tag" {
			pattern = strings.ToUpper(n)
			if !strings.ContainsAny(n, "*?") {
				pattern = route.Token(n)
			}
		}
		if ok, _ := path.Match(pattern, token); ok {
			return true
		}
	}
	return false
}
