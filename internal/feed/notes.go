package feed

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// noticeBucket keeps what channels must remember: what they hold back, what
// nobody has acknowledged, silences.
const noticeBucket = "NOTICES"

// markersFor is how long it is known that a note was removed.
const markersFor = time.Hour

// Notes gives the store of what channels remember.
func (f *Feed) Notes(ctx context.Context) (*Notes, error) {
	kv, err := f.js.KeyValue(ctx, noticeBucket)
	if errors.Is(err, jetstream.ErrBucketNotFound) {
		kv, err = f.js.CreateKeyValue(ctx, jetstream.KeyValueConfig{
			Bucket: noticeBucket, Description: "what notification channels remember", Storage: jetstream.FileStorage, Replicas: f.cfg.Replicas,
			LimitMarkerTTL: markersFor,
		})
		if errors.Is(err, jetstream.ErrBucketExists) {
			kv, err = f.js.KeyValue(ctx, noticeBucket)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("bucket %s: %w", noticeBucket, err)
	}
	return &Notes{kv: kv}, nil
}

// Notes is a small store of values by key; it survives restarts.
type Notes struct{ kv jetstream.KeyValue }

// Get gives a value and its revision; ErrNotFound when there is none.
func (n *Notes) Get(ctx context.Context, key string) ([]byte, uint64, error) {
	e, err := n.kv.Get(ctx, key)
	if errors.Is(err, jetstream.ErrKeyNotFound) || errors.Is(err, jetstream.ErrInvalidKey) {
		return nil, 0, ErrNotFound
	} else if err != nil {
		return nil, 0, err
	}
	return e.Value(), e.Revision(), nil
}

// Put stores a value whatever was there.
func (n *Notes) Put(ctx context.Context, key string, value []byte) error {
	_, err := n.kv.Put(ctx, key, value)
	return err
}

// Swap stores a value if the one there has that revision (0: none is there);
// else ErrConflict.
func (n *Notes) Swap(ctx context.Context, key string, value []byte, revision uint64) (uint64, error) {
	var now uint64
	var err error
	if revision == 0 {
		now, err = n.kv.Create(ctx, key, value)
	} else {
		now, err = n.kv.Update(ctx, key, value, revision)
	}
	if api := (*jetstream.APIError)(nil); errors.As(err, &api) && api.ErrorCode == codeWrongSequence || errors.Is(err, jetstream.ErrKeyExists) {
		err = ErrConflict
	}
	return now, err
}

// Delete removes a value.
func (n *Notes) Delete(ctx context.Context, key string) error {
	return n.kv.Purge(ctx, key, jetstream.PurgeTTL(markersFor))
}

// errNotesLost says that the server stopped telling of notes.
var errNotesLost = errors.New("notes: lost")

// Each gives every value whose key begins with prefix, which ends with a dot.
func (n *Notes) Each(ctx context.Context, prefix string, handle func(key string, value []byte) error) error {
	w, err := n.kv.Watch(ctx, prefix+">", jetstream.IgnoreDeletes())
	if err != nil {
		return err
	}
	defer func() { _ = w.Stop() }()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case e, open := <-w.Updates():
			switch {
			case !open:
				return errNotesLost
			case e == nil:
				return nil
			}
			if err := handle(e.Key(), e.Value()); err != nil {
				return err
			}
		}
	}
}

// Follow gives every value whose key begins with one of the prefixes, then calls
// ready, and goes on with each change until ctx ends. The value of a key that
// was removed is nil.
func (n *Notes) Follow(ctx context.Context, prefixes []string, handle func(key string, value []byte), ready func()) error {
	var keys []string
	for _, p := range prefixes {
		keys = append(keys, p+">")
	}
	w, err := n.kv.WatchFiltered(ctx, keys)
	if err != nil {
		return err
	}
	defer func() { _ = w.Stop() }()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case e, open := <-w.Updates():
			switch {
			case !open:
				return errNotesLost
			case e == nil:
				ready()
			case e.Operation() == jetstream.KeyValuePut:
				handle(e.Key(), e.Value())
			default:
				handle(e.Key(), nil)
			}
		}
	}
}
