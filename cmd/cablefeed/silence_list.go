package main

import (
	"fmt"
	"os"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"cablefeed/internal/card"
	"cablefeed/internal/dispatch"
	"cablefeed/internal/feed"
)

func silenceList() *cobra.Command {
	return onFeed(&cobra.Command{Use: "list", Short: "List the silences, and those that ended within a week", Args: noArgs},
		func(cmd *cobra.Command, f *feed.Feed, _ []string) error {
			all, err := dispatch.Silences(cmd.Context(), f, time.Now())
			if err != nil {
				return err
			}
			if len(all) == 0 {
				fmt.Fprintln(os.Stderr, "there is no silence")
			}
			w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
			for _, s := range all {
				state := "until"
				if !time.Now().Before(s.Until) {
					state = "ended"
				}
				fmt.Fprintf(w, "%s\twatch %s\tfrom %s\t%s %s\t%s\n", s.ID, orAny(s.Watch), orAny(s.From), state, card.Moment(s.Until), s.Reason)
			}
			return w.Flush()
		})
}

func orAny(s string) string {
	if s == "" {
		return "any"
	}
	return s
}

func silenceRemove() *cobra.Command {
	return onFeed(&cobra.Command{Use: "rm ID…", Short: "End silences now", Args: atLeastOne("silence")},
		func(cmd *cobra.Command, f *feed.Feed, ids []string) error {
			for _, id := range ids {
				if err := dispatch.RemoveSilence(cmd.Context(), f, id); err != nil {
					return err
				}
				fmt.Printf("silence %s removed\n", id)
			}
			return nil
		})
}
