package feed

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// cablesSubjects are the subjects of CABLES, one by one: cables.> would take
// those of INCOMING too.
var cablesSubjects = []string{
	"cables.alert.>",
	"cables.circuit.>",
	"cables.due.>",
	"cables.more.>",
	"cables.record.>",
	"cables.rejected.>",
	"cables.restricted.>",
	"cables.section.>",
	"cables.service.>",
	"cables.tag.>",
	"cables.timer.>",
	"cables.undelivered.>",
}

// smallBlocks is no limit that anybody reaches. A stream that has one is kept in
// files of 4 MB instead of 8 MB: to load one for a look-up, and to compress one
// that is full, holds a FLASH cable up for half the time.
const smallBlocks = 1 << 40

// incomingConfig is the journal of raw transmissions. It is not compressed: a
// FLASH cable could not be written to it while the server unpacks a file of it to
// read the ROUTINE ones that wait.
func (f *Feed) incomingConfig() jetstream.StreamConfig {
	return jetstream.StreamConfig{
		Name:               Incoming,
		Description:        "raw transmissions as received, by lane of precedence",
		Subjects:           []string{PlainSubject, PlainSubject + ".*"},
		Storage:            jetstream.FileStorage,
		Compression:        jetstream.NoCompression,
		MaxMsgsPerSubject:  smallBlocks,
		Replicas:           f.cfg.Replicas,
		MaxBytes:           -1,          // Trim keeps the limits that are set
		Duplicates:         time.Second, // not used: the record's expected sequence tells duplicates
		AllowDirect:        true,
		AllowAtomicPublish: true,
	}
}

// cablesConfig is everything that the processor commits: one stream, so that
// one commit can be atomic.
func (f *Feed) cablesConfig() jetstream.StreamConfig {
	return jetstream.StreamConfig{
		Name:               Cables,
		Description:        "parsed cables, topic feeds and alerts",
		Subjects:           cablesSubjects,
		Storage:            jetstream.FileStorage,
		Compression:        jetstream.S2Compression,
		MaxMsgsPerSubject:  smallBlocks,
		Replicas:           f.cfg.Replicas,
		MaxBytes:           -1,
		Duplicates:         time.Second,
		AllowDirect:        true,
		AllowAtomicPublish: true,
		AllowMsgTTL:        true,
		AllowMsgSchedules:  true,
	}
}

// Create makes the streams where they are missing. A stream that is there with
// another shape is refused, by name and difference, and left as it is.
func (f *Feed) Create(ctx context.Context) error {
	wanted := []jetstream.StreamConfig{f.incomingConfig(), f.cablesConfig()}
	var missing []jetstream.StreamConfig
	for _, want := range wanted { // refuse before anything is made
		err := f.check(ctx, want)
		if errors.Is(err, jetstream.ErrStreamNotFound) {
			missing = append(missing, want)
		} else if err != nil {
			return fmt.Errorf("stream %s: %w", want.Name, err)
		}
	}
	for _, want := range missing {
		_, err := f.js.CreateStream(ctx, want)
		if errors.Is(err, jetstream.ErrStreamNameAlreadyInUse) { // another worker was first
			err = f.check(ctx, want)
		}
		if api := (*jetstream.APIError)(nil); errors.As(err, &api) && api.ErrorCode == codeSubjectsOverlap {
			err = f.overlap(ctx, want, err)
		}
		if err != nil {
			return fmt.Errorf("stream %s: %w", want.Name, err)
		}
	}
	return nil
}

// codeSubjectsOverlap is the server's answer to a stream whose subjects another has.
const codeSubjectsOverlap = 10065

// overlap names the stream that has subjects of the one that is wanted.
func (f *Feed) overlap(ctx context.Context, want jetstream.StreamConfig, err error) error {
	for _, subject := range want.Subjects {
		if other, e := f.js.StreamNameBySubject(ctx, subject); e == nil && other != want.Name {
			return fmt.Errorf("subject %s is taken by stream %s; nothing was changed. Remove that stream or its subject, or use another server or account", subject, other)
		}
	}
	return err
}

// check compares a stream that is there with the one that is wanted. Where
// limits of the journal are set, Trim keeps them in place of the stream's own.
func (f *Feed) check(ctx context.Context, want jetstream.StreamConfig) error {
	s, err := f.js.Stream(ctx, want.Name)
	if err != nil {
		return err
	}
	have := s.CachedInfo().Config
	if d := difference(have, want); d != "" {
		return fmt.Errorf("has another configuration: %s; nothing was changed. Rename or remove that stream, or use another server or account", d)
	}
	byAge := f.cfg.IncomingMaxAge > 0 && have.MaxAge > 0
	byBytes := f.cfg.IncomingMaxBytes > 0 && have.MaxBytes > 0
	if want.Name != Incoming || !byAge && !byBytes {
		return nil
	}
	if byAge {
		have.MaxAge = 0
	}
	if byBytes {
		have.MaxBytes = -1
	}
	_, err = f.js.UpdateStream(ctx, have)
	return err
}

// Drops tells by which limit of its own the journal may drop transmissions that
// no worker is done with; "": by none.
func (f *Feed) Drops(ctx context.Context) (string, error) {
	s, err := f.js.Stream(ctx, Incoming)
	if err != nil {
		return "", fmt.Errorf("stream %s: %w", Incoming, err)
	}
	have := s.CachedInfo().Config
	switch {
	case have.MaxAge > 0:
		return fmt.Sprintf("max_age %v", have.MaxAge), nil
	case have.Discard == jetstream.DiscardOld && have.MaxBytes > 0:
		return fmt.Sprintf("max_bytes %d", have.MaxBytes), nil
	case have.Discard == jetstream.DiscardOld && have.MaxMsgs > 0:
		return fmt.Sprintf("max_msgs %d", have.MaxMsgs), nil
	}
	return "", nil
}

// difference names the first property in which have cannot do what want needs.
func difference(have, want jetstream.StreamConfig) string {
	say := func(what string, h, w any) string { return fmt.Sprintf("%s is %v, want %v", what, h, w) }
	hs, ws := slices.Sorted(slices.Values(have.Subjects)), slices.Sorted(slices.Values(want.Subjects))
	switch {
	case !slices.Equal(hs, ws):
		return say("subjects", hs, ws)
	case have.Retention != want.Retention:
		return say("retention", have.Retention, want.Retention)
	case have.Storage != want.Storage:
		return say("storage", have.Storage, want.Storage)
	case have.AllowAtomicPublish != want.AllowAtomicPublish:
		return say("allow_atomic", have.AllowAtomicPublish, want.AllowAtomicPublish)
	case want.AllowMsgTTL && !have.AllowMsgTTL:
		return say("allow_msg_ttl", have.AllowMsgTTL, want.AllowMsgTTL)
	case want.AllowMsgSchedules && !have.AllowMsgSchedules:
		return say("allow_msg_schedules", have.AllowMsgSchedules, want.AllowMsgSchedules)
	case !have.AllowDirect:
		return say("allow_direct", false, true)
	case have.MaxMsgsPerSubject > 0 && have.MaxMsgsPerSubject < smallBlocks:
		return say("max_msgs_per_subject", have.MaxMsgsPerSubject, "none")
	}
	return ""
}
