package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path"
	"slices"

	"github.com/spf13/cobra"

	"cablefeed/internal/app"
	"cablefeed/internal/cable"
	"cablefeed/internal/card"
	"cablefeed/internal/feed"
	"cablefeed/internal/watch"
)

func tailCommand() *cobra.Command {
	return follow("tag", &cobra.Command{
		Use:   "tail [TAG…]",
		Short: "Show the live or replayed feed of cables with any of the TAGS, each cable once",
		Long: `Tail shows cables as they are committed, or as they are stored with --since; a
cable that has several of the TAGS comes once. TAGS may have wildcards (K*).
Restricted cables (NODIS, EXDIS, STADIS) are in no topic feed; the service
messages of operators are kept apart and come with --service alone.`,
		Example: `  cablefeed tail KCRM KWMN --since all
  cablefeed tail --service --since 1d
  cablefeed tail --precedence immediate --format json`,
	}, showCable)
}

func alertsCommand() *cobra.Command {
	cmd := follow("alert", &cobra.Command{
		Use:   "alerts [WATCH…]",
		Short: "Show the alerts as they ring, or those that have rung; those that wait for an acknowledgement",
		Example: `  cablefeed alerts --since 1h
  cablefeed alerts --bell --precedence immediate
  cablefeed alerts kcrm --format json
  cablefeed alerts open
  cablefeed alerts ack 06MEXICO6568/kcrm --note "desk officer called"`,
	}, showAlert)
	cmd.AddCommand(alertsAck(), alertsOpen())
	return cmd
}

// follow builds a command that reads one kind of feed.
func follow(kind string, cmd *cobra.Command, text func(*feed.Stored) (string, error)) *cobra.Command {
	settings := withSettings(cmd, clientSettings)
	since := cmd.Flags().String("since", "", "replay from then on: a duration (1h, 7d), a date (2006-11-22), a time (RFC 3339), or all; default: from now on")
	least := cmd.Flags().String("precedence", "", "least precedence: flash, immediate, priority, routine")
	_ = cmd.RegisterFlagCompletionFunc("precedence", cobra.FixedCompletions([]string{"flash", "immediate", "priority", "routine"}, cobra.ShellCompDirectiveNoFileComp))
	goesOn := cmd.Flags().Bool("follow", true, "go on with what comes")
	ends := cmd.Flags().Bool("no-follow", false, "end after what is stored now")
	var bell, service bool
	if kind == "alert" {
		cmd.Flags().BoolVar(&bell, "bell", false, "ring the bell of the terminal for each (on standard error)")
	} else {
		cmd.Flags().BoolVar(&service, "service", false, "operators' service messages, with their text, instead of cables")
	}
	format, checkFormat := formatFlag(cmd, "text", "json")
	cmd.RunE = func(cmd *cobra.Command, names []string) error {
		if *ends && *goesOn && cmd.Flags().Changed("follow") {
			return usageError{errors.New("--follow and --no-follow exclude each other")}
		}
		q, text := feed.Query{Kind: kind, Names: names, NoFollow: *ends || !*goesOn}, text
		if service {
			if q.Kind, text = "service", showWhole; len(names) > 0 || *least != "" {
				return usageError{errors.New("--service goes with neither TAGS nor --precedence")}
			}
		}
		var err error
		if q.Since, q.All, err = parseSince(*since); err != nil {
			return err
		}
		if q.AtLeast, err = parsePrecedence(*least); err != nil {
			return err
		}
		if err := q.Validate(); err != nil {
			return usageError{err}
		}
		if err := checkFormat(); err != nil {
			return err
		}
		cfg, err := settings()
		if err != nil {
			return err
		}
		f, closeFeed, err := app.OpenFeed(cfg, logger(cfg))
		if err != nil {
			return err
		}
		defer closeFeed()
		if kind == "alert" && len(names) > 0 {
			if ws, err := f.Watches(cmd.Context()); err == nil {
				noteUnknown(names, ws)
			}
		}
		err = f.Tail(cmd.Context(), q, func(m *feed.Stored) error {
			if bell { // not among what is printed: that may go into a file
				_, _ = os.Stderr.WriteString("\a")
			}
			if *format == "json" {
				_, err := fmt.Printf("%s\n", m.Data)
				return err
			}
			s, err := text(m)
			if err == nil {
				_, err = os.Stdout.WriteString(s)
			}
			return err
		})
		return feed.Explain(err)
	}
	return cmd
}

// noteUnknown says which names are those of no watch, for whoever would wait in
// vain. Alerts of a watch that was removed may be stored.
func noteUnknown(names []string, ws []watch.Watch) {
	for _, n := range names {
		if !slices.ContainsFunc(ws, func(w watch.Watch) bool { ok, _ := path.Match(n, w.Name); return ok }) {
			fmt.Fprintf(os.Stderr, "cablefeed: no watch is called %s now\n", n)
		}
	}
}

// showCable gives the lines that a person reads about one cable of a feed.
func showCable(m *feed.Stored) (string, error) {
	var c cable.Cable
	if err := json.Unmarshal(m.Data, &c); err != nil {
		return "", fmt.Errorf("%s: %w", m.Subject, err)
	}
	revision := ""
	if r := m.Header.Get("Cable-Revision"); r != "1" {
		revision = "  revision " + r
	}
	return fmt.Sprintf("%s%s\n  %s\n  %s\n\n", card.Head(&c), revision, c.Subject, card.Tags(&c)), nil
}

// showWhole gives a service message as it is shown.
func showWhole(m *feed.Stored) (string, error) {
	c, err := cableOf(m)
	if err != nil {
		return "", err
	}
	return card.Full(c) + "\n", nil
}

// showAlert gives the lines that a person reads about one alert.
func showAlert(m *feed.Stored) (string, error) {
	var a watch.Alert
	if err := json.Unmarshal(m.Data, &a); err != nil {
		return "", fmt.Errorf("%s: %w", m.Subject, err)
	}
	return card.Alert(&a, m.Time), nil
}
