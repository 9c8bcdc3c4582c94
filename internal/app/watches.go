package app

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"reflect"
	"slices"
	"time"

	"github.com/rs/zerolog"

	"cablefeed/internal/feed"
	"cablefeed/internal/watch"
)

// watchesSettle is the time in which changes of the watch list are taken as one.
const watchesSettle = 50 * time.Millisecond

// ImportWatches stores the watches of a file: new ones are added, changed ones
// replaced, and, with only, those that the file lacks removed. A file with a
// fault changes nothing.
func ImportWatches(ctx context.Context, f *feed.Feed, file string, data []byte, only bool) (added, changed, removed int, err error) {
	list, err := watch.Parse(data, file)
	if err != nil {
		return 0, 0, 0, err
	}
	stored, err := f.Watches(ctx)
	if err != nil {
		return 0, 0, 0, err
	}
	had := map[string]watch.Watch{}
	for _, w := range stored {
		had[w.Name] = w
	}
	var put []watch.Watch
	for _, w := range list {
		old, known := had[w.Name]
		delete(had, w.Name)
		w.Revision = old.Revision
		switch {
		case !known:
			added++
		case reflect.DeepEqual(old, w):
			continue
		default:
			changed++
		}
		put = append(put, w)
	}
	var remove []string
	if only {
		remove = slices.Sorted(maps.Keys(had))
	}
	if err := f.ChangeWatches(ctx, put, remove); err != nil {
		return 0, 0, 0, err
	}
	return added, changed, len(remove), nil
}

// loadWatches imports the watch list of the settings and compiles what is
// stored; from then on set is given each new list. The workers of one server
// see a change at once, without a pause.
func (s Serve) loadWatches(ctx context.Context, f *feed.Feed) (*watch.List, error) {
	if file := s.Config.Processor.Watchlist; file != "" {
		data, err := os.ReadFile(file)
		if err != nil {
			return nil, fmt.Errorf("WATCHLIST %s: %w", file, errors.Unwrap(err))
		}
		added, changed, _, err := ImportWatches(ctx, f, file, data, false)
		if err != nil {
			return nil, fmt.Errorf("WATCHLIST %s: refused whole: %w", file, err)
		}
		s.Log.Info().Str("file", file).Int("added", added).Int("changed", changed).Msg("watch list imported")
	}
	stored, err := f.Watches(ctx)
	if err != nil {
		return nil, err
	}
	return compile(new(watch.List), stored, s.Log)
}

// compile compiles what is stored, to take the place of old. A watch that is bad
// all the same, written by another program, is left out and named.
func compile(old *watch.List, stored []watch.Watch, log zerolog.Logger) (*watch.List, error) {
	list, err := old.Change(stored)
	if err == nil {
		return list, nil
	}
	var good []watch.Watch
	for _, w := range stored {
		if _, err := watch.Compile([]watch.Watch{w}); err != nil {
			log.Error().Str("watch", w.Name).Err(err).Msg("watch left out")
			continue
		}
		good = append(good, w)
	}
	return old.Change(good)
}

// followWatches gives set each list that the stored watches make, until ctx
// ends; list is the one that is in use.
func followWatches(ctx context.Context, f *feed.Feed, list *watch.List, log zerolog.Logger, set func(*watch.List)) {
	for ctx.Err() == nil {
		first := true
		err := f.FollowWatches(ctx, watchesSettle, func(stored []watch.Watch) {
			changed, err := compile(list, stored, log)
			if err != nil {
				log.Error().Err(err).Msg("watch list refused, the old one stays")
				return
			}
			list = changed
			set(list)
			if !first {
				log.Info().Int("watches", list.Len()).Msg("watch list changed")
			}
			first = false
		})
		if ctx.Err() != nil {
			return
		}
		log.Debug().Err(err).Msg("watch list followed again")
		select {
		case <-ctx.Done():
		case <-time.After(time.Second):
		}
	}
}
