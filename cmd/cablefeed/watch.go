package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"cablefeed/internal/card"
	"cablefeed/internal/feed"
	"cablefeed/internal/watch"
)

func watchCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "watch",
		Short: "The watches: who must know of which cable",
		Long: `A watch names what somebody waits for; each cable that it matches raises an
alert. Watches are kept on the server; a change counts for the next cable, on
every worker. A list with a fault is refused whole.`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(watchList(), watchShow(), watchAdd(), watchEdit(), watchRemove(), watchImport(), watchExport(),
		watchHistory(), watchTest(), watchExplain(), watchSchema())
	return cmd
}

// onFeed makes do the work of cmd, with the feed of the server.
func onFeed(cmd *cobra.Command, do func(cmd *cobra.Command, f *feed.Feed, args []string) error) *cobra.Command {
	settings := withSettings(cmd, clientSettings)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		return withFeed(settings, func(f *feed.Feed) error { return do(cmd, f, args) })
	}
	return cmd
}

// exactly wants as many arguments as there are names.
func exactly(names ...string) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		switch {
		case len(args) < len(names):
			return usageError{fmt.Errorf("name one %s", names[len(args)])}
		case len(args) > len(names):
			return usageError{fmt.Errorf("%q is one argument too many", args[len(names)])}
		}
		return nil
	}
}

// readInput reads a file, or standard input for "-".
func readInput(file string) (data []byte, name string, err error) {
	if file == "-" {
		data, err = io.ReadAll(os.Stdin)
		return data, "standard input", err
	}
	if data, err = os.ReadFile(file); err != nil {
		err = fmt.Errorf("%s: %w", file, errors.Unwrap(err))
	}
	return data, file, err
}

func watchList() *cobra.Command {
	return onFeed(&cobra.Command{Use: "list", Short: "List the watches", Args: noArgs},
		func(cmd *cobra.Command, f *feed.Feed, _ []string) error {
			ws, err := f.Watches(cmd.Context())
			if err != nil {
				return err
			}
			if len(ws) == 0 {
				fmt.Fprintln(os.Stderr, "there is no watch")
				return nil
			}
			out := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
			fmt.Fprintln(out, "WATCH\tSEVERITY\tNOTIFIES\tDESCRIPTION")
			for _, w := range ws {
				note := card.Printable([]byte(w.Description))
				if !w.Expires.IsZero() && w.Expires.Before(time.Now()) {
					note = strings.TrimSpace(note + " (expired)")
				}
				to := "default channels"
				if len(w.Notify) > 0 {
					to = strings.Join(w.Notify, ", ")
				}
				fmt.Fprintf(out, "%s\t%s\t%s\t%s\n", w.Name, severity(w), to, note)
			}
			return out.Flush()
		})
}

func severity(w watch.Watch) watch.Severity {
	if w.Severity == "" {
		return watch.SeverityInfo
	}
	return w.Severity
}

func watchShow() *cobra.Command {
	return onFeed(&cobra.Command{Use: "show NAME", Short: "Show one watch as YAML", Args: exactly("watch")},
		func(cmd *cobra.Command, f *feed.Feed, args []string) error {
			w, err := f.Watch(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			return printWatches(w)
		})
}

func printWatches(ws ...watch.Watch) error {
	data, err := watch.Format(ws)
	if err == nil {
		_, err = os.Stdout.Write(data)
	}
	return err
}

func watchSchema() *cobra.Command {
	return &cobra.Command{
		Use: "schema", Short: "Print the JSON Schema (draft 2020-12) of a watch list, for editors", Args: noArgs,
		RunE: func(*cobra.Command, []string) error {
			_, err := os.Stdout.Write(watch.Schema())
			return err
		},
	}
}
