package app

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/rs/zerolog"

	"cablefeed/internal/config"
	"cablefeed/internal/dispatch"
	"cablefeed/internal/notify/channels"
)

// Channels reads the channels file of the settings; none where none is set. A
// file with a fault gives no channel at all.
func Channels(cfg config.Config) ([]channels.Channel, error) {
	file := cfg.Dispatch.Channels
	if file == "" {
		return nil, nil
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("CHANNELS %s: %w", file, errors.Unwrap(err))
	}
	list, err := channels.Parse(data, file)
	if err != nil {
		return nil, fmt.Errorf("CHANNELS %s: refused whole:\n%w", file, err)
	}
	return list, nil
}

// Notify serves the channels of the settings, and does nothing else, until ctx
// ends.
func Notify(ctx context.Context, cfg config.Config, log zerolog.Logger) error {
	list, err := Channels(cfg)
	if err != nil {
		return err
	}
	if len(list) == 0 {
		return errors.New("there is no channel to serve: name a channels file with --channels or CHANNELS")
	}
	f, closeFeed, err := OpenFeed(cfg, log)
	if err != nil {
		return err
	}
	defer closeFeed()
	return dispatch.New(f, served(list), log).Run(ctx)
}

// served gives channels as the dispatcher wants them.
func served(list []channels.Channel) (all []dispatch.Channel) {
	for _, c := range list {
		all = append(all, dispatch.Channel{Name: c.Name, Policy: c.Policy, Sender: c.Sender})
	}
	return all
}
