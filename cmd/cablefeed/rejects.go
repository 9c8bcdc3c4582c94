package main

import (
	"encoding/json"
	"fmt"
	"os"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"cablefeed/internal/card"
	"cablefeed/internal/feed"
)

func rejectsCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "rejects",
		Short: "List, show, retry and drop the transmissions that gave no cable",
		Args:  noArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(rejectsList(), rejectsShow(), rejectsRetry(), rejectsDrop())
	return cmd
}

func rejectsList() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List rejects: number, reason, line, attempts, what was wrong",
		Long: `List shows the rejects that wait for an operator, oldest first. Those that were
retried or dropped leave a note: --reason retried, --reason dropped.`,
		Args: noArgs,
	}
	settings := withSettings(cmd, clientSettings)
	reason := cmd.Flags().String("reason", "", "those of one reason: not-a-cable, empty, binary, too-large, crashed, …")
	format, checkFormat := formatFlag(cmd, "text", "json")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if err := checkFormat(); err != nil {
			return err
		}
		return withFeed(settings, func(f *feed.Feed) error {
			w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
			defer w.Flush()
			n := 0
			err := f.EachReject(cmd.Context(), feed.RejectQuery{Reason: *reason}, func(r *feed.Reject) error {
				if n++; *format == "json" {
					return json.NewEncoder(os.Stdout).Encode(r)
				}
				if n == 1 {
					fmt.Fprintln(w, "TRANSMISSION\tREASON\tLINE\tATTEMPTS\tBYTES\tREJECTED\tWHAT WAS WRONG")
				}
				_, err := fmt.Fprintf(w, "%d\t%s\t%d\t%d\t%d\t%s\t%s\n",
					r.Incoming, r.Reason, r.Line, r.Attempts, r.Bytes, card.Moment(r.Rejected), r.Message)
				return err
			})
			if err == nil && n == 0 {
				fmt.Fprintln(os.Stderr, "no reject waits")
			}
			return err
		})
	}
	return cmd
}
