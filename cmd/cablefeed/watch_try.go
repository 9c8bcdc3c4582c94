package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strings"

	"github.com/spf13/cobra"

	"cablefeed/internal/cable"
	"cablefeed/internal/feed"
	"cablefeed/internal/watch"
)

func watchTest() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "test FILE [CABLE…]",
		Short: "Try watches before they are live: on stored traffic, or on cables in files",
		Long: `Test says what the watches of FILE would have rung, why, and how often a day: on
the traffic that is stored since --since, or, without a server, on the files that
are named. Stored traffic is counted by the day of its receipt, files by the date
of the cable. It warns of a watch that matches nothing, everything, or only what
another matches too.`,
		Args: atLeastOne("file of watches"),
	}
	settings := withSettings(cmd, clientSettings)
	since := cmd.Flags().String("since", "30d", "stored traffic to try them on")
	all := cmd.Flags().Bool("all", false, "show every alert, not the first few of each watch")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if len(args) > 1 && cmd.Flags().Changed("since") {
			return usageError{errors.New("--since is for stored traffic; files are taken whole")}
		}
		data, name, err := readInput(args[0])
		if err != nil {
			return err
		}
		parsed, err := parseWatches(data, name)
		if err != nil {
			return err
		}
		cfg, err := settings()
		if err != nil {
			return err
		}
		t := &trial{of: parsed, most: 5}
		if *all {
			t.most = math.MaxInt
		}
		if len(args) > 1 {
			err = t.files(args[1:])
		} else {
			err = t.stored(cmd, cfg, *since)
		}
		if err == nil || errors.Is(err, errSilent) {
			t.print()
		}
		return err
	}
	return cmd
}

func watchExplain() *cobra.Command {
	return onFeed(&cobra.Command{
		Use: "explain NAME MRN", Short: "Say why a watch matches a cable, or which condition failed", Args: exactly("watch", "cable, such as 06MEXICO6568"),
	}, func(cmd *cobra.Command, f *feed.Feed, args []string) error {
		w, err := f.Watch(cmd.Context(), args[0])
		if err != nil {
			return err
		}
		list, err := watch.Compile([]watch.Watch{w})
		if err != nil {
			return err
		}
		rec, _, err := stored(cmd.Context(), f, args[1], 0, false)
		if err != nil {
			return err
		}
		var c cable.Cable
		if err := json.Unmarshal(rec.Data, &c); err != nil {
			return err
		}
		fmt.Println(strings.TrimRight(list.Explain(w.Name, &c, rec.Time).String(), "\n"))
		return nil
	})
}
