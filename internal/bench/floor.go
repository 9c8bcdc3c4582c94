package bench

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nuid"

	"cablefeed/internal/feed"
)

// sampleBytes bounds the sample of what the workers stored.
const sampleBytes = 16 << 20

// Headers of an atomic batch, and of the checks that the floor does without:
// they keep their length under another name.
const (
	hdrBatch    = "Nats-Batch-Id"
	hdrSequence = "Nats-Batch-Sequence"
	hdrCommit   = "Nats-Batch-Commit"
	hdrExpect   = "Nats-Expected-"
	hdrNoExpect = "None-Expected-"
)

// A batch is the messages of one commit as they were stored.
type batch []*nats.Msg

func (b batch) bytes() (n int64) {
	for _, m := range b {
		n += int64(len(m.Data) + len(m.Subject))
		for k, v := range m.Header {
			n += int64(len(k) + len(v[0]) + 4)
		}
	}
	return n
}

// sample reads back what the workers stored from a time on, commit by commit: of
// every so many commits one, so that all of the run is in it.
func (l *line) sample(ctx context.Context, since time.Time, stored uint64) ([]batch, error) {
	var all []batch
	var current string
	every := 1 + int(stored/sampleBytes)
	commits := 0
	err := l.feed.Tail(ctx, feed.Query{Kind: "*", Since: since, NoFollow: true}, func(m *feed.Stored) error {
		if id := m.Header.Get(hdrBatch); id == "" || id != current {
			current = id
			if commits++; commits%every == 1%every {
				all = append(all, nil)
			}
		}
		if commits%every != 1%every {
			return nil
		}
		out := &nats.Msg{Subject: m.Subject, Header: nats.Header{}, Data: m.Data}
		for k, v := range m.Header {
			if rest, ok := strings.CutPrefix(k, hdrExpect); ok {
				k = hdrNoExpect + rest
			}
			out.Header[k] = v
		}
		delete(out.Header, hdrCommit)
		all[len(all)-1] = append(all[len(all)-1], out)
		return nil
	})
	if err == nil && len(all) == 0 {
		err = errors.New("the workers stored nothing")
	}
	return all, err
}

// floor writes batches over and over until it has written as many messages as
// the workers did, and does nothing else: what the server can do. Each publisher
// has a connection of its own. It gives the bytes a second.
func (l *line) floor(ctx context.Context, batches []batch, messages uint64, publishers int) (float64, error) {
	var left, bytes atomic.Int64
	var round atomic.Int64
	left.Store(int64(messages))
	var wg sync.WaitGroup
	errs := make(chan error, publishers)
	start := time.Now()
	for range publishers {
		nc, _, err := l.connect()
		if err != nil {
			return 0, err
		}
		defer nc.Close()
		wg.Go(func() {
			for left.Load() > 0 && ctx.Err() == nil {
				n := round.Add(1) - 1
				b := batches[n%int64(len(batches))]
				if err := write(ctx, nc, b, n); err != nil {
					errs <- err
					return
				}
				left.Add(-int64(len(b)))
				bytes.Add(b.bytes())
			}
		})
	}
	wg.Wait()
	took := time.Since(start)
	select {
	case err := <-errs:
		return 0, fmt.Errorf("floor: %w", err)
	default:
		return float64(bytes.Load()) / took.Seconds(), ctx.Err()
	}
}

// write publishes b as one atomic batch; each round has record subjects of its
// own.
func write(ctx context.Context, nc *nats.Conn, b batch, round int64) error {
	id := nuid.Next()
	suffix := "-" + strconv.FormatInt(round, 36)
	for i, m := range b {
		out := nats.Msg{Subject: m.Subject, Header: make(nats.Header, len(m.Header)+1), Data: m.Data}
		for k, v := range m.Header {
			out.Header[k] = v
		}
		if strings.HasPrefix(m.Subject, "cables.record.") {
			out.Subject += suffix
		}
		out.Header[hdrBatch] = []string{id}
		out.Header[hdrSequence] = []string{strconv.Itoa(i + 1)}
		if i < len(b)-1 {
			if err := nc.PublishMsg(&out); err != nil {
				return err
			}
			continue
		}
		out.Header[hdrCommit] = []string{"1"}
		ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
		reply, err := nc.RequestMsgWithContext(ctx, &out)
		cancel()
		if err != nil {
			return err
		}
		var ack struct {
			Error *struct{ Description string }
		}
		if err := json.Unmarshal(reply.Data, &ack); err != nil || ack.Error != nil {
			return fmt.Errorf("answer %s", reply.Data)
		}
	}
	return nil
}
