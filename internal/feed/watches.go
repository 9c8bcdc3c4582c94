package feed

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"cablefeed/internal/watch"
)

// watchBucket is the KV bucket of the watches, one key each, by name.
const (
	watchBucket  = "WATCHES"
	watchSubject = "$KV." + watchBucket + "."
)

// ErrExists says that a watch of that name exists.
var ErrExists = errors.New("a watch of this name exists")

// A Version is one version of a watch in its history.
type Version struct {
	Watch    watch.Watch
	Revision uint64
	Time     time.Time
	Deleted  bool
}

// watches gives the bucket, made where it is missing, with the default watches
// in it.
func (f *Feed) watches(ctx context.Context) (jetstream.KeyValue, error) {
	kv, err := f.js.KeyValue(ctx, watchBucket)
	if errors.Is(err, jetstream.ErrBucketNotFound) {
		kv, err = f.js.CreateKeyValue(ctx, jetstream.KeyValueConfig{
			Bucket: watchBucket, Description: "watches, by name", History: 64, Storage: jetstream.FileStorage, Replicas: f.cfg.Replicas,
		})
		if errors.Is(err, jetstream.ErrBucketExists) { // another worker was first
			kv, err = f.js.KeyValue(ctx, watchBucket)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("bucket %s: %w", watchBucket, err)
	}
	return kv, f.seedWatches(ctx, kv)
}

// seedWatches puts the default watches into a bucket that never held any; one
// that a user has emptied stays empty.
func (f *Feed) seedWatches(ctx context.Context, kv jetstream.KeyValue) error {
	s, err := f.js.Stream(ctx, "KV_"+watchBucket)
	if err != nil {
		return err
	}
	if cfg := s.CachedInfo().Config; !cfg.AllowAtomicPublish { // no setting of a bucket
		cfg.AllowAtomicPublish = true
		if _, err := f.js.UpdateStream(ctx, cfg); err != nil {
			return err
		}
	}
	for i, w := range watch.Default() {
		// The sequence in the stream is expected too: 0 for the first, 1 for
		// the second. Two workers that start at once put each once.
		if s.CachedInfo().State.LastSeq > uint64(i) {
			continue
		}
		data, _ := json.Marshal(w)
		_, err := f.js.Publish(ctx, watchSubject+w.Name, data, jetstream.WithExpectLastSequence(uint64(i)))
		if api := (*jetstream.APIError)(nil); errors.As(err, &api) && api.ErrorCode == codeWrongSequence {
			continue
		}
		if err != nil {
			return fmt.Errorf("default watch %s: %w", w.Name, err)
		}
	}
	return nil
}

// Watches gives every watch, by name.
func (f *Feed) Watches(ctx context.Context) ([]watch.Watch, error) {
	var list []watch.Watch
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	err := f.FollowWatches(ctx, 0, func(ws []watch.Watch) {
		list = ws
		cancel()
	})
	if list != nil || errors.Is(err, context.Canceled) {
		err = nil
	}
	return list, err
}

// FollowWatches gives all watches to handle now, and again, as they then are,
// after each change, until ctx ends. Changes that follow each other within
// settle are given as one; so are many that take longer, where handle takes long.
func (f *Feed) FollowWatches(ctx context.Context, settle time.Duration, handle func([]watch.Watch)) error {
	kv, err := f.watches(ctx)
	if err != nil {
		return err
	}
	w, err := kv.WatchAll(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = w.Stop() }()
	all := map[string]watch.Watch{}
	var began time.Time // of the changes that are waited for
	var took time.Duration
	tell := func() {
		defer func(began time.Time) { took = time.Since(began) }(time.Now())
		list := make([]watch.Watch, 0, len(all))
		for _, x := range all {
			list = append(list, x)
		}
		slices.SortFunc(list, func(a, b watch.Watch) int {
			if a.Name < b.Name {
				return -1
			}
			return 1
		})
		handle(list)
	}
	var timer <-chan time.Time
	started := false
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-timer:
			timer = nil
			tell()
		case e, open := <-w.Updates():
			switch {
			case !open:
				return errors.New("watch list: lost")
			case e == nil: // all that is stored has been given
				started = true
				tell()
				continue
			case e.Operation() == jetstream.KeyValuePut:
				v, err := decodeWatch(e)
				if err != nil {
					f.trouble(err)
					continue
				}
				all[e.Key()] = v
			default:
				delete(all, e.Key())
			}
			if started && timer == nil {
				began = time.Now()
			}
			if started && (timer == nil || time.Since(began) < 4*took) {
				timer = time.After(settle)
			}
		}
	}
}

func decodeWatch(e jetstream.KeyValueEntry) (watch.Watch, error) {
	var w watch.Watch
	if err := json.Unmarshal(e.Value(), &w); err != nil {
		return w, fmt.Errorf("watch %s: %w", e.Key(), err)
	}
	w.Revision = e.Revision()
	return w, nil
}

// Watch gives one watch; ErrNotFound when there is none of that name.
func (f *Feed) Watch(ctx context.Context, name string) (watch.Watch, error) {
	kv, err := f.watches(ctx)
	if err != nil {
		return watch.Watch{}, err
	}
	e, err := kv.Get(ctx, name)
	if errors.Is(err, jetstream.ErrKeyNotFound) || errors.Is(err, jetstream.ErrInvalidKey) {
		return watch.Watch{}, fmt.Errorf("watch %s: %w", name, ErrNotFound)
	} else if err != nil {
		return watch.Watch{}, err
	}
	return decodeWatch(e)
}

// PutWatch stores a watch that Compile accepts. Where w.Revision is 0 it must be
// new (ErrExists), else the stored one must be of that revision (ErrConflict).
func (f *Feed) PutWatch(ctx context.Context, w watch.Watch) (revision uint64, err error) {
	kv, err := f.watches(ctx)
	if err != nil {
		return 0, err
	}
	data, err := json.Marshal(w)
	if err != nil {
		return 0, err
	}
	if w.Revision == 0 {
		revision, err = kv.Create(ctx, w.Name, data)
		if errors.Is(err, jetstream.ErrKeyExists) {
			err = fmt.Errorf("watch %s: %w", w.Name, ErrExists)
		}
		return revision, err
	}
	revision, err = kv.Update(ctx, w.Name, data, w.Revision)
	if api := (*jetstream.APIError)(nil); errors.As(err, &api) && api.ErrorCode == codeWrongSequence {
		err = fmt.Errorf("watch %s: somebody has changed it meanwhile: %w", w.Name, ErrConflict)
	}
	return revision, err
}

// maxWatchBatch is how many bytes of watches are in one batch.
const maxWatchBatch = 4 << 20

// ChangeWatches stores watches that Compile accepts, whatever is stored, and
// removes others. Up to MaxBatch changes are made all at once or not at all; more
// are made in such parts.
func (f *Feed) ChangeWatches(ctx context.Context, put []watch.Watch, remove []string) error {
	if _, err := f.watches(ctx); err != nil {
		return err
	}
	var msgs []*nats.Msg
	size := 0
	send := func() error {
		if len(msgs) == 0 {
			return nil
		}
		_, err := f.batch(ctx, msgs)
		msgs, size = nil, 0
		return err
	}
	add := func(name string, header nats.Header, data []byte) error {
		if size += len(data); len(msgs) == MaxBatch || size > maxWatchBatch {
			if err := send(); err != nil {
				return err
			}
		}
		msgs = append(msgs, &nats.Msg{Subject: watchSubject + name, Header: header, Data: data})
		return nil
	}
	for _, w := range put {
		data, err := json.Marshal(w)
		if err == nil {
			err = add(w.Name, nats.Header{}, data)
		}
		if err != nil {
			return err
		}
	}
	for _, name := range remove {
		if err := add(name, nats.Header{"KV-Operation": {"DEL"}}, nil); err != nil {
			return err
		}
	}
	return send()
}

// WatchHistory gives the versions of a watch that are kept, oldest first.
func (f *Feed) WatchHistory(ctx context.Context, name string) ([]Version, error) {
	kv, err := f.watches(ctx)
	if err != nil {
		return nil, err
	}
	entries, err := kv.History(ctx, name)
	if errors.Is(err, jetstream.ErrKeyNotFound) || errors.Is(err, jetstream.ErrInvalidKey) {
		return nil, fmt.Errorf("watch %s: %w", name, ErrNotFound)
	} else if err != nil {
		return nil, err
	}
	var all []Version
	for _, e := range entries {
		v := Version{Revision: e.Revision(), Time: e.Created(), Deleted: e.Operation() != jetstream.KeyValuePut}
		if !v.Deleted {
			if v.Watch, err = decodeWatch(e); err != nil {
				return nil, err
			}
		}
		all = append(all, v)
	}
	return all, nil
}
