package main

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"cablefeed/internal/card"
	"cablefeed/internal/circuit"
	"cablefeed/internal/feed"
)

func circuitsCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "circuits [CIRCUIT…]",
		Short: "Show the last number, open gaps, repeats and resets of each circuit",
		Long: `Circuits shows the continuity of each circuit, by the channel and number of FL1.
A number that did not come opens a gap, which closes when it comes late. Numbers
go round at 999 or 9999, and may begin again each day; neither opens a gap. The
states follow the journal by about a second while a worker runs.`,
		Example: `  cablefeed circuits
  cablefeed circuits XRO --format json`,
	}
	settings := withSettings(cmd, clientSettings)
	format, checkFormat := formatFlag(cmd, "text", "json")
	cmd.RunE = func(cmd *cobra.Command, names []string) error {
		if err := checkFormat(); err != nil {
			return err
		}
		return withFeed(settings, func(f *feed.Feed) error {
			all, err := f.Circuits(cmd.Context())
			if err != nil {
				return err
			}
			if len(names) > 0 {
				all = slices.DeleteFunc(all, func(s circuit.State) bool {
					return !slices.ContainsFunc(names, func(n string) bool { return strings.EqualFold(n, s.Channel) })
				})
				if len(all) == 0 {
					return fmt.Errorf("%s: no such circuit", strings.Join(names, ", "))
				}
			}
			if *format == "text" {
				_, err = os.Stdout.WriteString(card.Circuits(all))
				return err
			}
			out := json.NewEncoder(os.Stdout)
			for i := range all {
				if err := out.Encode(&all[i]); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return cmd
}
