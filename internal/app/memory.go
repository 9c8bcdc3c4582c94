package app

import (
	"context"
	"time"

	"cablefeed/internal/feed"
	"cablefeed/internal/natsserver"
)

// boundMemory keeps the memory of this process near what its store needs, as the
// store grows, until ctx ends.
func boundMemory(ctx context.Context, f *feed.Feed) {
	for {
		if n, err := f.Subjects(ctx); err == nil {
			natsserver.BoundMemory(n)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(30 * time.Second):
		}
	}
}
