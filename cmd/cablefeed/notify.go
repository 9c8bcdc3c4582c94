package main

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"cablefeed/internal/app"
	"cablefeed/internal/dispatch"
)

// notifySettings are those of commands that know the channels file.
var notifySettings = append([]string{"CHANNELS"}, clientSettings...)

func notifyCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "notify",
		Short: "Tell the channels of alerts, and do nothing else",
		Long: `Notify serves the channels of the channels file, beside workers that do not:
serve does the same where it is given the file. Any number may run; of each
channel one is at work, and another takes over when it ends.`,
		Example: `  cablefeed notify --channels channels.yaml
  cablefeed notify test night-desk --channels channels.yaml`,
		Args: noArgs,
	}
	cmd.AddCommand(notifyTest(), notifyList(), notifyUndelivered(), notifyRedrive(), notifySchema())
	settings := withSettings(cmd, notifySettings)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		cfg, err := settings()
		if err != nil {
			return err
		}
		return app.Notify(cmd.Context(), cfg, logger(cfg))
	}
	return cmd
}

func notifyTest() *cobra.Command {
	cmd := &cobra.Command{
		Use: "test CHANNEL", Short: "Send a notice that is marked as a test, and say what came of it", Args: exactly("CHANNEL"),
	}
	settings := withSettings(cmd, []string{"CHANNELS"})
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		cfg, err := settings()
		if err != nil {
			return err
		}
		c, err := app.Channel(cfg, args[0])
		if err != nil {
			return err
		}
		ctx, cancel := context.WithTimeout(cmd.Context(), 30*time.Second)
		defer cancel()
		n := dispatch.TestNotice(c.Name, time.Now())
		if err := c.Sender.Send(ctx, n); err != nil {
			return fmt.Errorf("channel %s: %w", c.Name, err)
		}
		fmt.Printf("channel %s has taken %s\n", c.Name, n.ID)
		return nil
	}
	return cmd
}

func notifySchema() *cobra.Command {
	return &cobra.Command{
		Use: "schema", Short: "Print the JSON Schema (draft 2020-12) of a channels file, for editors", Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := cmd.OutOrStdout().Write(app.ChannelsSchema())
			return err
		},
	}
}
