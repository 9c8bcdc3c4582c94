package processor

import (
	"context"
	"errors"
	"time"

	"cablefeed/internal/feed"
)

// A backoff waits longer each time, up to half a second: a FLASH may wait for it.
type backoff struct {
	tries int
	said  bool
}

func (b *backoff) wait(ctx context.Context) {
	d := min(500*time.Millisecond, 5*time.Millisecond<<min(b.tries, 10))
	b.tries++
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

// overcome waits before another try. It says once what is wrong when that
// lasts, or when a person must act.
func (p *Processor) overcome(ctx context.Context, b *backoff, err error) {
	defer func() {
		if ctx.Err() != nil { // given up, not resumed
			b.said = false
		}
	}()
	if ctx.Err() != nil {
		return
	}
	full := errors.Is(err, feed.ErrFull)
	if !b.said && (full || b.tries >= 4) {
		b.said = true
		if full {
			p.log.Error().Err(err).Msg("commits held: the stream or its disk is full; free space or raise its limit, nothing is lost meanwhile")
		} else {
			p.log.Warn().Err(err).Msg("commits held: server not answering, trying again")
		}
	}
	b.wait(ctx)
}

// resumed says that commits go on after overcome said that they were held.
func (p *Processor) resumed(b *backoff) {
	if b.said {
		p.log.Info().Int("tries", b.tries).Msg("commits resumed")
	}
}
