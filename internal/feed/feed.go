// Package feed keeps cables in JetStream: the journal of raw transmissions
// (INCOMING) and everything that the processor commits (CABLES). It is the only
// package that imports JetStream; it knows subjects, batches and consumers, and
// nothing of how a cable is read.
//
// # Order
//
// Within one feed and precedence, a subscriber may rely on this:
//
//   - Messages come in the order in which they were committed, the same for every
//     subscriber and every time they are read.
//   - The revisions of a cable come in the order of their numbers, none is left
//     out, and all copies and alerts of one stand behind its record and before
//     the next.
//   - With one worker, cables in one piece come in the order of their receipt
//     (Cable-Incoming), unless one is delivered again after a crash. A cable in
//     sections comes when it is whole; a correction may come a few cables later.
//
// With several workers cables of one precedence may change places; Cable-Incoming
// and ce-time say in which order they were received. So they say which of two
// revisions is the older text: a correction of a higher precedence than its
// original can be committed before it.
package feed

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"cablefeed/internal/pipeline"
)

// Config configures the streams.
type Config struct {
	URL              string        `env:"NATS_URL" flag:"server" help:"NATS server to use instead of the embedded one: nats://HOST:PORT, several with commas."`
	Context          string        `env:"NATS_CONTEXT" flag:"context" help:"Context of the nats command-line tool that names the server."`
	Replicas         int           `env:"REPLICAS" envDefault:"1" help:"Copies of each stream that is created on a cluster: 1, 3 or 5."`
	IncomingMaxAge   time.Duration `env:"INCOMING_MAX_AGE" envDefault:"0s" help:"Age after which a raw transmission leaves the journal, once it is done with; 0 keeps it."`
	IncomingMaxBytes int64         `env:"INCOMING_MAX_BYTES" envDefault:"0" help:"Size in bytes, before compression, above which the journal drops its oldest transmissions that are done with; 0 sets no limit."`
	AckWait          time.Duration `env:"ACK_WAIT" envDefault:"1m" help:"Time that a worker may hold a transmission before another gets it."`
}

// Validate names the first setting that cannot be right.
func (c Config) Validate() error {
	switch {
	case c.Replicas != 1 && c.Replicas != 3 && c.Replicas != 5:
		return fmt.Errorf("REPLICAS %d: want 1, 3 or 5", c.Replicas)
	case c.IncomingMaxAge < 0:
		return fmt.Errorf("INCOMING_MAX_AGE %v: want 0 or more", c.IncomingMaxAge)
	case c.IncomingMaxBytes < 0:
		return fmt.Errorf("INCOMING_MAX_BYTES %d: want 0 or more", c.IncomingMaxBytes)
	case c.AckWait < time.Second:
		return fmt.Errorf("ACK_WAIT %v: want 1s or more", c.AckWait)
	}
	return nil
}

// Stream names.
const (
	Incoming = "INCOMING"
	Cables   = "CABLES"
)

// A Feed reads and writes the streams over one connection. It is safe for use
// by several goroutines.
type Feed struct {
	nc  *nats.Conn
	js  jetstream.JetStream
	cfg Config

	mu   sync.Mutex
	conn context.Context // ends when the connection is lost

	// Trouble, when set, is told of errors that Consume overcomes by itself.
	Trouble func(error)
}

func (f *Feed) trouble(err error) {
	if f.Trouble != nil && err != nil {
		f.Trouble(err)
	}
}

// New gives a Feed over nc. It asks nothing of the server.
func New(nc *nats.Conn, cfg Config) (*Feed, error) {
	js, err := jetstream.New(nc)
	if err != nil {
		return nil, err
	}
	f := &Feed{nc: nc, js: js, cfg: cfg}
	lost := nc.StatusChanged(nats.RECONNECTING, nats.CLOSED)
	conn, cancel := context.WithCancel(context.Background())
	f.conn = conn
	go func() {
		for s := range lost {
			cancel()
			if s == nats.CLOSED {
				return
			}
			f.mu.Lock()
			f.conn, cancel = context.WithCancel(context.Background())
			f.mu.Unlock()
		}
		cancel()
	}()
	return f, nil
}

// whileConnected gives a context that ends with ctx or when the connection is
// lost, since an answer that was under way never comes then.
func (f *Feed) whileConnected(ctx context.Context) (context.Context, context.CancelFunc) {
	f.mu.Lock()
	conn := f.conn
	f.mu.Unlock()
	ctx, cancel := context.WithCancel(ctx)
	stop := context.AfterFunc(conn, cancel)
	return ctx, func() { stop(); cancel() }
}

// Errors that callers tell apart.
var (
	// ErrConflict: a record has changed since it was looked up; the batch was
	// refused whole. Look up again.
	ErrConflict = errors.New("record changed meanwhile")
	// ErrUndecided: nobody can say whether the batch was stored. Look up again.
	ErrUndecided = errors.New("outcome unknown")
	// ErrFull: the stream or its disk takes no more. Nothing was stored.
	ErrFull = errors.New("stream is full")
	// ErrTooLarge: the server takes no message of this size. Nothing was stored.
	ErrTooLarge = pipeline.ErrTooLarge
	// ErrNotFound: there is no such record.
	ErrNotFound = errors.New("not found")
)

// Unanswered tells whether err is no decision of the server: no answer came, or
// one that says that it cannot give one now, such as that of a cluster without a
// leader. To ask again later may help.
func Unanswered(err error) bool {
	switch errorCode(err) {
	case codeUnavailable, codeIncomplete, codeNotLeader, codeOffline:
		return true
	}
	return errors.Is(err, context.DeadlineExceeded) || errors.Is(err, nats.ErrTimeout) || errors.Is(err, ErrUndecided)
}

// NotYet tells whether err may pass by itself while the streams are being made: a
// node of a cluster learns of one a little later than whoever asked for it.
func NotYet(err error) bool {
	return Unanswered(err) || errorCode(err) == jetstream.JSErrCodeStreamNotFound
}

// errorCode gives the server's code of an error; 0 when the server did not answer.
func errorCode(err error) jetstream.ErrorCode {
	if api := (*nats.APIError)(nil); errors.As(err, &api) { // of who watches a bucket
		return jetstream.ErrorCode(api.ErrorCode)
	}
	if api := (*jetstream.APIError)(nil); errors.As(err, &api) {
		return api.ErrorCode
	}
	return 0
}

// Explain adds to an error that is no decision of the server what to look at.
func Explain(err error) error {
	if err == nil || !Unanswered(err) {
		return err
	}
	return fmt.Errorf("%w: the server does not answer; of a cluster more than half of the nodes must be up", err)
}

// Heartbeats are how often the server says that it still has a request for
// messages. One that is lost, with its connection or with the leader of a cluster,
// is made again after twice that time. They wait among the messages, and take
// their room: where a reader may be held up for long they are rarer.
const (
	heartbeat     = 2 * time.Second
	rareHeartbeat = 5 * time.Second
)

// pulls asks for messages, at most limit of them waiting in this process.
func pulls(limit int, heartbeat time.Duration) []jetstream.PullMessagesOpt {
	return []jetstream.PullMessagesOpt{jetstream.PullMaxMessages(limit), jetstream.PullExpiry(30 * time.Second), jetstream.PullHeartbeat(heartbeat)}
}

// Ready tells whether the streams can be used now.
func (f *Feed) Ready(ctx context.Context) error {
	if !f.nc.IsConnected() {
		return errors.New("not connected to NATS")
	}
	for _, name := range []string{Incoming, Cables} {
		if _, err := f.js.Stream(ctx, name); err != nil {
			return fmt.Errorf("stream %s: %w", name, err)
		}
	}
	return nil
}

// Server is the address of the server, without secrets.
func (f *Feed) Server() string { return f.nc.ConnectedUrlRedacted() }

// MaxPayload is the size in bytes of the largest message that the server takes.
func (f *Feed) MaxPayload() int64 { return f.nc.MaxPayload() }
