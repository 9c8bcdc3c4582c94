package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

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
	if len(list) == 0 {
		return nil, fmt.Errorf("CHANNELS %s: there is no channel in it", file)
	}
	return list, nil
}

// ChannelsSchema is the JSON Schema of the channels file.
func ChannelsSchema() []byte { return channels.Schema() }

// Channel gives the channel of that name, with its sender.
func Channel(cfg config.Config, name string) (dispatch.Channel, error) {
	list, err := Channels(cfg)
	if err != nil {
		return dispatch.Channel{}, err
	}
	var names []string
	for _, c := range served(list) {
		if c.Name == name {
			return c, nil
		}
		names = append(names, c.Name)
	}
	if len(list) == 0 {
		return dispatch.Channel{}, errNoChannels
	}
	return dispatch.Channel{}, fmt.Errorf("no channel %s in %s; there are %s", name, cfg.Dispatch.Channels, strings.Join(names, ", "))
}

var errNoChannels = errors.New("there is no channel: name a channels file with --channels or CHANNELS")

// Notify serves the channels of the settings, and does nothing else, until ctx
// ends.
func Notify(ctx context.Context, cfg config.Config, log zerolog.Logger) error {
	list, err := Channels(cfg)
	if err != nil {
		return err
	}
	if len(list) == 0 {
		return errNoChannels
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
