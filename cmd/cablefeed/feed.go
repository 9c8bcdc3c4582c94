package main

import (
	"fmt"
	"strconv"

	"cablefeed/internal/app"
	"cablefeed/internal/config"
	"cablefeed/internal/feed"
)

// withFeed connects as the settings say, runs a command on the feed, and closes
// the connection.
func withFeed(settings func() (config.Config, error), run func(*feed.Feed) error) error {
	cfg, err := settings()
	if err != nil {
		return err
	}
	f, closeFeed, err := app.OpenFeed(cfg, logger(cfg))
	if err != nil {
		return err
	}
	defer closeFeed()
	return run(f)
}

// sequencesOf reads journal sequences from the command line.
func sequencesOf(args []string) (seqs []uint64, err error) {
	for _, a := range args {
		n, err := strconv.ParseUint(a, 10, 64)
		if err != nil || n == 0 {
			return nil, usageError{fmt.Errorf("%q is no number of a transmission", a)}
		}
		seqs = append(seqs, n)
	}
	return seqs, nil
}
