package app

import (
	"context"
	"time"

	"github.com/rs/zerolog"

	"cablefeed/internal/feed"
)

// trimEvery is how long the journal may be above its limits.
const trimEvery = time.Second

// trimJournal keeps the limits of the journal until ctx ends. Every worker may:
// to drop twice is to drop once.
func trimJournal(ctx context.Context, f *feed.Feed, log zerolog.Logger) {
	if !f.Limited() {
		return
	}
	tick := time.NewTicker(trimEvery)
	defer tick.Stop()
	for said := false; ; {
		held, err := f.Trim(ctx)
		if err != nil && ctx.Err() == nil {
			log.Debug().Err(err).Msg("journal not trimmed, trying again")
		}
		if held && !said {
			log.Warn().Msg("journal above INCOMING_MAX_BYTES or INCOMING_MAX_AGE: what no worker is done with is kept")
		}
		said = held || said && err != nil
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
