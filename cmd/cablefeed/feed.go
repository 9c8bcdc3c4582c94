package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

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
	return feed.Explain(run(f))
}

// idsOf reads a cable id from the command line and gives what it may be stored
// as, likeliest first: people type blanks, lower case and the zeros of a serial,
// which an MRN has not.
func idsOf(s string) ([]string, error) {
	id := strings.Join(strings.Fields(s), "")
	if id == "" || strings.ContainsAny(id, ".*>") {
		return nil, usageError{fmt.Errorf("%q names no cable; want one such as 06MEXICO6568", s)}
	}
	upper := strings.ToUpper(id)
	station := strings.TrimRight(upper, "0123456789")
	plain := station + strings.TrimLeft(upper[len(station):], "0")
	return slices.Compact([]string{id, upper, plain}), nil
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
