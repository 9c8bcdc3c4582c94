// Command cablefeed receives State Department telegrams, feeds them by topic and
// raises alerts. This file starts it; each subcommand has a file of its own.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// Exit codes.
const (
	exitFailed = 1
	exitUsage  = 2
)

// errSilent ends a command that has said itself what is wrong.
var errSilent = errors.New("")

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	go func() {
		<-ctx.Done()
		stop() // a second signal ends the process at once
	}()
	os.Exit(run(ctx, os.Args[1:]))
}

func run(ctx context.Context, args []string) int {
	root := newRoot()
	root.SetArgs(args)
	cmd, err := root.ExecuteContextC(ctx)
	switch {
	case err == nil:
		return 0
	case errors.As(err, new(usageError)):
		fmt.Fprintf(os.Stderr, "cablefeed: %v\nSee \"%s --help\".\n", err, cmd.CommandPath())
		return exitUsage
	case !errors.Is(err, errSilent):
		fmt.Fprintf(os.Stderr, "cablefeed: %v\n", err)
	}
	return exitFailed
}

func newRoot() *cobra.Command {
	root := &cobra.Command{
		Use:           "cablefeed",
		Short:         "Feed State Department telegrams by topic, live or replayed, and raise alerts",
		Version:       version(),
		SilenceUsage:  true,
		SilenceErrors: true,
		Args:          noArgs,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageError{flagError(err)} })
	root.AddCommand(serveCommand(), parseCommand(), ingestCommand(), tailCommand(), alertsCommand(), showCommand(), watchCommand(), notifyCommand(), silenceCommand(),
		tagsCommand(), stationsCommand(), schemaCommand(), generateCommand())
	root.AddCommand(circuitsCommand(), rejectsCommand(), sectionsCommand(), traceCommand(), benchCommand())
	return root
}

// A usageError is a command line that cannot be meant.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

// flagError says what was expected of a flag's value: the flag package tells
// which of its functions refused it.
func flagError(err error) error {
	var bad *pflag.InvalidValueError
	if !errors.As(err, &bad) {
		return err
	}
	want := "a " + bad.GetFlag().Value.Type()
	switch bad.GetFlag().Value.Type() {
	case "int":
		want = "a whole number"
	case "uint", "uint64":
		want = "a whole number, 0 or more"
	case "float64":
		want = "a number"
	case "bool":
		want = "true or false"
	case "duration":
		want = "a duration, such as 30s, 5m or 6h"
	}
	return fmt.Errorf("--%s %q: want %s", bad.GetFlag().Name, bad.GetValue(), want)
}

func noArgs(_ *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usageError{fmt.Errorf("unknown command or argument %q", args[0])}
	}
	return nil
}

func atLeastOne(what string) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		if len(args) == 0 {
			return usageError{fmt.Errorf("name at least one %s", what)}
		}
		return nil
	}
}
