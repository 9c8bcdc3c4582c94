package main

import (
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"

	"cablefeed/internal/app"
	"cablefeed/internal/feed"
	"cablefeed/internal/watch"
)

func watchAdd() *cobra.Command {
	return onFeed(&cobra.Command{
		Use: "add FILE|-", Short: "Add the watches of a file; each must be new", Args: exactly("file, or - for standard input"),
		Example: `  echo '{name: lima, match: {from: [LIMA], precedence_at_least: immediate}}' | cablefeed watch add -`,
	}, func(cmd *cobra.Command, f *feed.Feed, args []string) error {
		data, name, err := readInput(args[0])
		if err != nil {
			return err
		}
		list, err := parseWatches(data, name)
		if err != nil {
			return err
		}
		live, err := f.Watches(cmd.Context())
		if err != nil {
			return err
		}
		exists := map[string]bool{}
		for _, w := range live {
			exists[w.Name] = true
		}
		for _, w := range list {
			if exists[w.Name] {
				return fmt.Errorf("watch %s: %w; change it with \"watch edit\" or \"watch import\"; nothing was added", w.Name, feed.ErrExists)
			}
		}
		if err := f.ChangeWatches(cmd.Context(), list, nil); err != nil {
			return err
		}
		for _, w := range list {
			fmt.Printf("watch %s added\n", w.Name)
		}
		return nil
	})
}

// parseWatches reads watches that somebody means to use: at least one. A file
// that was cut to nothing must not remove every watch.
func parseWatches(data []byte, name string) ([]watch.Watch, error) {
	list, err := watch.Parse(data, name)
	if err == nil && len(list) == 0 {
		err = fmt.Errorf("%s: there is no watch in it", name)
	}
	return list, err
}

func watchRemove() *cobra.Command {
	return onFeed(&cobra.Command{Use: "rm NAME…", Short: "Remove watches; their history stays", Args: atLeastOne("watch")},
		func(cmd *cobra.Command, f *feed.Feed, names []string) error {
			for _, name := range names {
				if _, err := f.Watch(cmd.Context(), name); err != nil {
					return fmt.Errorf("%w; nothing was removed", err)
				}
			}
			if err := f.ChangeWatches(cmd.Context(), nil, names); err != nil {
				return err
			}
			for _, name := range names {
				fmt.Printf("watch %s removed\n", name)
			}
			return nil
		})
}

func watchImport() *cobra.Command {
	cmd := &cobra.Command{
		Use: "import FILE|-", Short: "Store the watches of a file: add the new, replace the changed", Args: exactly("file, or - for standard input"),
	}
	only := cmd.Flags().Bool("only", false, "remove the watches that the file does not have")
	return onFeed(cmd, func(cmd *cobra.Command, f *feed.Feed, args []string) error {
		data, name, err := readInput(args[0])
		if err != nil {
			return err
		}
		if _, err := parseWatches(data, name); err != nil {
			return err
		}
		added, changed, removed, err := app.ImportWatches(cmd.Context(), f, name, data, *only)
		if err == nil {
			fmt.Printf("%d added, %d changed, %d removed\n", added, changed, removed)
		}
		return err
	})
}

func watchExport() *cobra.Command {
	return onFeed(&cobra.Command{Use: "export", Short: "Print all watches as YAML, for import", Args: noArgs},
		func(cmd *cobra.Command, f *feed.Feed, _ []string) error {
			ws, err := f.Watches(cmd.Context())
			if err != nil {
				return err
			}
			return printWatches(ws...)
		})
}

func watchHistory() *cobra.Command {
	return onFeed(&cobra.Command{Use: "history NAME", Short: "Show the versions of a watch, oldest first", Args: exactly("watch")},
		func(cmd *cobra.Command, f *feed.Feed, args []string) error {
			versions, err := f.WatchHistory(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			for _, v := range versions {
				fmt.Printf("# revision %d, %s\n", v.Revision, v.Time.UTC().Format(time.RFC3339))
				if v.Deleted {
					fmt.Println("# removed")
				} else if err := printWatches(v.Watch); err != nil {
					return err
				}
			}
			return nil
		})
}

// keep writes what a user has typed where it can be found again.
func keep(data []byte) string {
	f, err := os.CreateTemp("", "cablefeed-watch-*.yaml")
	if err != nil {
		return ""
	}
	defer f.Close()
	_, _ = f.Write(data)
	return f.Name()
}
