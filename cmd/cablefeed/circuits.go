package main

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"cablefeed/internal/app"
	"cablefeed/internal/card"
	"cablefeed/internal/circuit"
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
		cfg, err := settings()
		if err != nil {
			return err
		}
		f, closeFeed, err := app.OpenFeed(cfg, logger(cfg))
		if err != nil {
			return err
		}
		defer closeFeed()
		var all []circuit.State
		lines := map[string][]byte{}
		err = f.EachCircuit(cmd.Context(), func(s *circuit.State, data []byte) error {
			if len(names) == 0 || slices.ContainsFunc(names, func(n string) bool { return strings.EqualFold(n, s.Channel) }) {
				all = append(all, *s)
				lines[s.Channel] = data
			}
			return nil
		})
		if err != nil {
			return err
		}
		slices.SortFunc(all, func(a, b circuit.State) int { return strings.Compare(a.Channel, b.Channel) })
		if *format == "json" {
			for _, s := range all {
				fmt.Printf("%s\n", lines[s.Channel])
			}
			return nil
		}
		_, err = os.Stdout.WriteString(card.Circuits(all))
		return err
	}
	return cmd
}
