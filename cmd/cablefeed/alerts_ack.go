package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"cablefeed/internal/dispatch"
	"cablefeed/internal/feed"
)

func alertsAck() *cobra.Command {
	cmd := &cobra.Command{
		Use: "ack ID", Short: "Acknowledge an alert: its repeats and its escalation end, on every channel", Args: alertID,
		Example: `  cablefeed alerts ack 06MEXICO6568/kcrm --note "desk officer called"`,
	}
	note := cmd.Flags().String("note", "", "what is being done")
	return onFeed(cmd, func(cmd *cobra.Command, f *feed.Feed, args []string) error {
		id := args[0]
		on, err := dispatch.OpenOn(cmd.Context(), f, id)
		if err == nil {
			err = dispatch.Acknowledge(cmd.Context(), f, dispatch.Acknowledgement{ID: id, Note: *note, At: time.Now().UTC()})
		}
		if err != nil {
			return err
		}
		if len(on) == 0 {
			fmt.Printf("alert %s acknowledged; no channel was repeating it\n", id)
		} else {
			fmt.Printf("alert %s acknowledged; it was open on %s\n", id, strings.Join(on, ", "))
		}
		return nil
	})
}

// alertID wants the id of one alert.
func alertID(cmd *cobra.Command, args []string) error {
	if err := exactly("ID")(cmd, args); err != nil {
		return err
	}
	if !strings.Contains(args[0], "/") {
		return usageError{fmt.Errorf("%q is no id of an alert, such as 06MEXICO6568/kcrm", args[0])}
	}
	return nil
}
