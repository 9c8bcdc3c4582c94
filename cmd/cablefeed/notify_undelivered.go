package main

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"cablefeed/internal/app"
	"cablefeed/internal/card"
	"cablefeed/internal/dispatch"
	"cablefeed/internal/feed"
)

func notifyUndelivered() *cobra.Command {
	cmd := &cobra.Command{
		Use: "undelivered CHANNEL", Short: "List what a channel has given up, and why, oldest first", Args: exactly("CHANNEL"),
	}
	format, checkFormat := formatFlag(cmd, "text", "json")
	return onFeed(cmd, func(cmd *cobra.Command, f *feed.Feed, args []string) error {
		if err := checkFormat(); err != nil {
			return err
		}
		out, any := json.NewEncoder(os.Stdout), false
		err := dispatch.EachUndelivered(cmd.Context(), f, args[0], func(u dispatch.Undelivered) (bool, error) {
			any = true
			if *format == "json" {
				return false, out.Encode(u)
			}
			_, err := fmt.Printf("%s  %s\n  %s\n  %s\n", card.Moment(u.Since), u.Notice.ID, u.Notice.Title(), u.Reason)
			return false, err
		})
		if err == nil && !any {
			fmt.Fprintf(os.Stderr, "channel %s has given up nothing\n", args[0])
		}
		return err
	})
}

func notifyRedrive() *cobra.Command {
	cmd := &cobra.Command{
		Use: "redrive CHANNEL", Short: "Send again what a channel has given up, with the same ids", Args: exactly("CHANNEL"),
		Long: `Redrive sends again what a channel has given up, oldest first, and drops each
notice that the receiver takes. What it refuses again stays; another failure ends
the command, and the rest stays.`,
	}
	settings := withSettings(cmd, notifySettings)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		cfg, err := settings()
		if err != nil {
			return err
		}
		c, err := app.Channel(cfg, args[0])
		if err != nil {
			return err
		}
		return withFeed(settings, func(f *feed.Feed) error {
			sent, refused, err := dispatch.Redrive(cmd.Context(), f, c)
			fmt.Printf("%d sent, %d refused\n", sent, refused)
			if err != nil {
				return fmt.Errorf("channel %s: %w; the rest stays", c.Name, err)
			}
			if refused > 0 {
				err = fmt.Errorf("%d were refused again; see \"cablefeed notify undelivered %s\"", refused, c.Name)
			}
			return err
		})
	}
	return cmd
}
