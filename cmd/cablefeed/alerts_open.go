package main

import (
	"encoding/json"
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"

	"cablefeed/internal/card"
	"cablefeed/internal/dispatch"
	"cablefeed/internal/feed"
	"cablefeed/internal/notify"
	"cablefeed/internal/watch"
)

func alertsOpen() *cobra.Command {
	cmd := &cobra.Command{
		Use: "open", Short: "List the alerts that nobody has acknowledged: since when, and who is told next", Args: noArgs,
		Long: `Open lists the alerts that a channel repeats or escalates until somebody
acknowledges them, oldest first: those of the severities that its policy names.
What goes to a channel without repeat or escalate_to needs no acknowledgement.`,
	}
	channel := cmd.Flags().String("channel", "", "only of this channel")
	format, checkFormat := formatFlag(cmd, "text", "json")
	return onFeed(cmd, func(cmd *cobra.Command, f *feed.Feed, _ []string) error {
		if err := checkFormat(); err != nil {
			return err
		}
		now := time.Now()
		all, err := dispatch.Opens(cmd.Context(), f, *channel, now)
		if err != nil {
			return err
		}
		if len(all) == 0 {
			fmt.Fprintln(os.Stderr, "no alert waits for an acknowledgement")
		}
		out := json.NewEncoder(os.Stdout)
		for i := range all {
			if *format == "json" {
				err = out.Encode(&all[i])
			} else {
				err = printOpen(&all[i], now)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

func printOpen(o *dispatch.Open, now time.Time) error {
	next := "nobody is told again"
	if n := o.Next; n != nil {
		next = fmt.Sprintf("next: %s to %s at %s", n.Reason, n.Channel, card.Moment(n.At))
		if now.Sub(n.At) > time.Minute {
			next += ", overdue"
		}
	}
	if s := o.Silence; s != nil {
		next += fmt.Sprintf("; silenced until %s: %s", card.Moment(s.Until), s.Reason)
	}
	_, err := fmt.Printf("%s  on %s since %s (%v), %s\n  %s\n  %s\n", o.Alert.ID, o.Channel, card.Moment(o.Since),
		now.Sub(o.Since).Round(time.Second), card.Count(o.Repeats, "repeat"), notify.Notice{Alerts: []watch.Alert{o.Alert}}.Title(), next)
	return err
}
