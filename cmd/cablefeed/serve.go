package main

import (
	"io"
	"os"

	"github.com/spf13/cobra"

	"cablefeed/internal/app"
)

func serveCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "serve [PATH…]",
		Short: "Run a worker, with a server of its own unless NATS_URL names one; take PATHs in",
		Long: `Serve runs a worker: it takes raw transmissions from the journal, parses and
routes them, and commits each cable with its feeds and alerts. Without NATS_URL
it starts a NATS server with JetStream in this process. Files and folders that
are named are taken in first; "-" is standard input. SIGTERM or Ctrl-C drains:
what is in hand is finished, then it exits 0.`,
		Example: `  cablefeed serve testdata/cables
  NATS_URL=nats://127.0.0.1:4222 cablefeed serve
  cablefeed serve --once archive/`,
	}
	settings := withSettings(cmd, serveSettings)
	once := cmd.Flags().Bool("once", false, "exit when all that was given is committed; 1 if any of it was rejected")
	cmd.RunE = func(cmd *cobra.Command, paths []string) error {
		cfg, err := settings()
		if err != nil {
			return err
		}
		var show io.Writer
		if cfg.Log.Text(isTerminal(os.Stdout)) {
			show = os.Stdout
		}
		return app.Serve{
			Config: cfg, Paths: paths, Once: *once, Stdin: os.Stdin, Show: show, Log: logger(cfg),
		}.Run(cmd.Context())
	}
	return cmd
}
