package main

import (
	"github.com/spf13/cobra"

	"cablefeed/internal/app"
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
