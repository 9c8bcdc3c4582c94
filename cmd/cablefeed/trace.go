package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strconv"

	"github.com/spf13/cobra"

	"cablefeed/internal/audit"
	"cablefeed/internal/feed"
)

func traceCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "trace MRN|TRANSMISSION",
		Short: "Say what became of every transmission of a cable, or of one by its number",
		Long: `Trace says of each transmission when and on which lane it came, what was decided,
as what it was committed, which alerts it raised and why, and what superseded it.

It finds this in the streams: a transmission is read again and compared with the
revisions, sections, service messages and rejects that are stored. For a cable
it reads the whole journal, since a duplicate leaves no other trace. It cannot
know which worker did the work, how often a transmission was delivered before
it was acknowledged, or what the journal has dropped by its limits; where the
reader has changed since, it says what the present one makes of a duplicate.`,
		Example: "  cablefeed trace 06MEXICO6568\n  cablefeed trace 17 --format json",
		Args:    exactly("cable, such as 06MEXICO6568, or transmission by its number"),
	}
	settings := withSettings(cmd, clientSettings)
	format, checkFormat := formatFlag(cmd, "text", "json")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if err := checkFormat(); err != nil {
			return err
		}
		return withFeed(settings, func(f *feed.Feed) error {
			all, err := trace(cmd.Context(), f, args[0])
			out := json.NewEncoder(os.Stdout)
			for i, fate := range all {
				if *format == "json" {
					err = errors.Join(err, out.Encode(fate))
					continue
				}
				text := fate.Text()
				if i > 0 {
					text = "\n" + text
				}
				_, werr := os.Stdout.WriteString(text)
				err = errors.Join(err, werr)
			}
			return err
		})
	}
	return cmd
}

func trace(ctx context.Context, f *feed.Feed, what string) ([]*audit.Fate, error) {
	if _, err := strconv.ParseUint(what, 10, 64); err == nil {
		seqs, err := sequencesOf([]string{what})
		if err != nil {
			return nil, err
		}
		return audit.Transmission(ctx, f, seqs[0])
	}
	ids, err := idsOf(what)
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		if all, err := audit.Cable(ctx, f, id); err != nil || len(all) > 0 {
			return all, err
		}
	}
	return nil, fmt.Errorf("%s: no transmission of that cable is in the journal", what)
}
