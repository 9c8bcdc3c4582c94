package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"cablefeed/internal/audit"
	"cablefeed/internal/card"
	"cablefeed/internal/feed"
)

func sectionsCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "sections",
		Short: "List the cables that wait for sections, for which numbers, and since when",
		Args:  noArgs,
	}
	settings := withSettings(cmd, clientSettings)
	format, checkFormat := formatFlag(cmd, "text", "json")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if err := checkFormat(); err != nil {
			return err
		}
		return withFeed(settings, func(f *feed.Feed) error {
			all, err := audit.Waiting(cmd.Context(), f)
			if err != nil {
				return err
			}
			if *format == "json" {
				out := json.NewEncoder(os.Stdout)
				for i := range all {
					if err := out.Encode(&all[i]); err != nil {
						return err
					}
				}
				return nil
			}
			w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
			if len(all) == 0 {
				fmt.Fprintln(os.Stderr, "no cable waits for sections")
			} else {
				fmt.Fprintln(w, "CABLE\tHAS\tWAITS FOR\tOF\tSINCE\tFOR\tSUBJECT")
			}
			numbers := func(ns []int) string { return strings.Trim(fmt.Sprint(ns), "[]") }
			for _, in := range all {
				fmt.Fprintf(w, "%s\t%s\t%s\t%d\t%s\t%s\t%s\n", in.ID, numbers(in.Have), numbers(in.Missing), in.Total,
					card.Moment(in.Since), time.Since(in.Since).Round(time.Second), card.Printable([]byte(in.Subject)))
			}
			return w.Flush()
		})
	}
	return cmd
}
