package processor

import (
	"context"
	"strings"
	"testing"

	"github.com/rs/zerolog"

	"cablefeed/internal/feed"
)

// A worker that stops while commits are held does not say that they resumed.
func TestHeldCommitsThatAreGivenUpAreNotResumed(t *testing.T) {
	var log strings.Builder
	p := &Processor{log: zerolog.New(&log)}
	ctx, stop := context.WithCancel(t.Context())
	var b backoff
	p.overcome(ctx, &b, feed.ErrFull)
	stop()
	p.overcome(ctx, &b, feed.ErrFull)
	p.resumed(&b)
	if got := log.String(); !strings.Contains(got, "commits held") || strings.Contains(got, "resumed") {
		t.Error(got)
	}
}
