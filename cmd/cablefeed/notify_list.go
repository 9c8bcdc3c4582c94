package main

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"cablefeed/internal/app"
	"cablefeed/internal/dispatch"
	"cablefeed/internal/feed"
	"cablefeed/internal/notify"
)

func notifyList() *cobra.Command {
	cmd := &cobra.Command{
		Use: "list", Short: "List the channels: policy with its defaults, what waits, is held, open, undelivered", Args: noArgs,
	}
	settings := withSettings(cmd, notifySettings)
	format, checkFormat := formatFlag(cmd, "text", "json")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if err := checkFormat(); err != nil {
			return err
		}
		cfg, err := settings()
		if err != nil {
			return err
		}
		list, err := app.Channels(cfg)
		if err != nil {
			return err
		}
		return withFeed(settings, func(f *feed.Feed) error {
			var known []string
			w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
			if *format == "text" {
				fmt.Fprintln(w, "CHANNEL\tKIND\tWAITING\tHELD\tOPEN\tUNDELIVERED\tPOLICY")
			}
			for _, c := range list {
				known = append(known, c.Name)
				n, err := dispatch.Counts(cmd.Context(), f, c.Name)
				if err != nil {
					return err
				}
				if *format == "json" {
					err := json.NewEncoder(os.Stdout).Encode(struct {
						Name string `json:"name"`
						Kind string `json:"kind"`
						dispatch.Count
						Policy notify.Policy `json:"policy"`
					}{c.Name, c.Kind, n, c.Effective()})
					if err != nil {
						return err
					}
					continue
				}
				waiting := fmt.Sprint(n.Waiting)
				if !n.Served {
					waiting = "never served"
				}
				fmt.Fprintf(w, "%s\t%s\t%s\t%d\t%d\t%d\t%v\n", c.Name, c.Kind, waiting, n.Held, n.Open, n.Undelivered, c.Policy)
			}
			if err := w.Flush(); err != nil || *format == "json" {
				return err
			}
			return listOthers(cmd, f, known)
		})
	}
	return cmd
}

// listOthers names the channels that are not in the file, though watches name
// them or notices wait for them.
func listOthers(cmd *cobra.Command, f *feed.Feed, known []string) error {
	given, err := f.CountUndelivered(cmd.Context())
	if err != nil {
		return err
	}
	for name, n := range given {
		if !slices.Contains(known, name) {
			fmt.Printf("channel %s is not in the file; it has %d undelivered\n", name, n)
		}
	}
	ws, err := f.Watches(cmd.Context())
	if err != nil {
		return err
	}
	for _, w := range ws {
		for _, name := range w.Notify {
			if !slices.Contains(known, name) {
				fmt.Printf("watch %s notifies %s, which is not in the file\n", w.Name, name)
			}
		}
	}
	return nil
}
