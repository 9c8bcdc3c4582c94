package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"cablefeed/internal/dispatch"
	"cablefeed/internal/feed"
	"cablefeed/internal/watch"
)

func alertsAck() *cobra.Command {
	cmd := &cobra.Command{
		Use: "ack ID", Short: "Acknowledge an alert: its repeats and its escalation end, on every channel", Args: alertID,
		Example: `  cablefeed alerts ack 06MEXICO6568/kcrm --note "desk officer called"`,
	}
	note := cmd.Flags().String("note", "", "what is being done")
	return onFeed(cmd, func(cmd *cobra.Command, f *feed.Feed, args []string) error {
		id, on, err := findAlert(cmd.Context(), f, args[0])
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

// findAlert finds the alert that somebody means, and the channels that repeat it.
func findAlert(ctx context.Context, f *feed.Feed, typed string) (id string, on []string, err error) {
	name, rang, _ := strings.Cut(typed, "/")
	rang = strings.ToLower(rang)
	ids, err := idsOf(name)
	if err != nil {
		return "", nil, err
	}
	for _, i := range ids {
		id = i + "/" + rang
		if on, err = dispatch.OpenOn(ctx, f, id); err != nil || len(on) > 0 {
			return id, on, err
		}
	}
	for _, i := range ids {
		found, err := f.HasAlert(ctx, rang, i)
		if err != nil {
			return "", nil, err
		}
		if found {
			return i + "/" + rang, nil, nil
		}
	}
	if _, _, err := stored(ctx, f, name, 0, false); err != nil {
		return "", nil, err
	}
	return "", nil, fmt.Errorf("%s: the cable has raised no alert %s; \"cablefeed trace %s\" has those that it has", typed, rang, name)
}

// alertID wants the id of one alert.
func alertID(cmd *cobra.Command, args []string) error {
	if err := exactly("ID")(cmd, args); err != nil {
		return err
	}
	if _, name, _ := strings.Cut(args[0], "/"); !watch.ValidName(strings.ToLower(name)) {
		return usageError{fmt.Errorf("%q is no id of an alert, such as 06MEXICO6568/kcrm", args[0])}
	}
	return nil
}
