package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"cablefeed/internal/app"
	"cablefeed/internal/card"
	"cablefeed/internal/ingest"
	"cablefeed/internal/source"
)

func ingestCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "ingest PATH…|-",
		Short: "Publish raw cables to a running server, on the lane of their precedence",
		Args:  atLeastOne("file or folder, or - for standard input"),
		Example: `  cablefeed ingest 06MEXICO6568.txt
  cat stream.txt | cablefeed ingest -`,
	}
	settings := withSettings(cmd, clientSettings)
	cmd.RunE = func(cmd *cobra.Command, paths []string) error {
		cfg, err := settings()
		if err != nil {
			return err
		}
		log := logger(cfg)
		f, closeFeed, err := app.OpenFeed(cfg, log)
		if err != nil {
			return err
		}
		defer closeFeed()
		skipped := 0
		raws := source.Read(paths, os.Stdin, func(string) { skipped++ })
		report, err := ingest.Ingest(cmd.Context(), f, raws, log)
		for _, e := range report.Failed {
			fmt.Fprintf(os.Stderr, "cablefeed: %v\n", e)
		}
		fmt.Printf("%s in the journal\n", card.Count(report.Taken, "transmission"))
		if skipped > 0 {
			fmt.Fprintf(os.Stderr, "cablefeed: %s passed over, by the name no cable; name a file to have it taken in\n", card.Count(skipped, "file"))
		}
		if errors.Is(err, context.Canceled) {
			err = errors.New("stopped before the end of what was given")
		}
		if err == nil && len(report.Failed) > 0 {
			err = errSilent
		}
		return err
	}
	return cmd
}
