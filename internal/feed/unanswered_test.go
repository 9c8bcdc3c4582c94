package feed_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"cablefeed/internal/feed"
)

func TestUnansweredIsWhatAnotherTryMayMend(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		err  error
		want bool
	}{
		"done":                                 {nil, false},
		"no answer in time":                    {context.DeadlineExceeded, true},
		"no answer in time, old library":       {nats.ErrTimeout, true},
		"stopped":                              {context.Canceled, false},
		"cluster without leader":               {&jetstream.APIError{Code: 503, ErrorCode: 10008}, true},
		"cluster without leader, from a watch": {&nats.APIError{Code: 503, ErrorCode: 10008}, true},
		"no such stream":                       {jetstream.ErrStreamNotFound, false},
		"no JetStream":                         {jetstream.ErrJetStreamNotEnabled, false},
		"commit without an answer":             {feed.ErrUndecided, true},
		"commit refused":                       {feed.ErrConflict, false},
	} {
		t.Run(name, func(t *testing.T) {
			err := tt.err
			if err != nil {
				err = fmt.Errorf("bucket WATCHES: %w", err)
			}
			if got := feed.Unanswered(err); got != tt.want {
				t.Errorf("Unanswered(%v) = %v, want %v", err, got, tt.want)
			}
			if !errors.Is(feed.Explain(err), tt.err) {
				t.Error("what is explained is another error")
			}
		})
	}
}
