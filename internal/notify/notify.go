// Package notify tells people and programs outside of alerts: each channel reads
// the alerts through a consumer of its own and sends notices by a sender. Senders
// live in subfolders, one a kind of channel. Only app imports it.
package notify

import (
	"context"
	"errors"
	"time"

	"cablefeed/internal/watch"
)

// A Notice is what a channel sends: one alert, or several as a digest. Its JSON
// is what programs outside receive.
type Notice struct {
	// ID is the same however often the notice is sent; receivers drop repeats
	// by it.
	ID     string        `json:"id"`
	Test   bool          `json:"test,omitempty"` // sent by "notify test": marked as such
	Reason string        `json:"reason"`         // why it comes now: alert, digest, repeat, escalation, update
	Alerts []watch.Alert `json:"alerts"`
	Time   time.Time     `json:"time"` // when it was made
}

// A Sender sends notices one way. Send returns nil when the receiver has taken
// the notice. Several goroutines may call it at once.
type Sender interface {
	Send(ctx context.Context, n Notice) error
}

// ErrRefused says that the receiver will never take this notice: trying again
// is of no use.
var ErrRefused = errors.New("refused for good")

// A RetryAfter says that the receiver asks for a pause.
type RetryAfter struct {
	Wait time.Duration
	Err  error
}

func (e *RetryAfter) Error() string { return e.Err.Error() }

// Unwrap gives what the receiver said.
func (e *RetryAfter) Unwrap() error { return e.Err }
