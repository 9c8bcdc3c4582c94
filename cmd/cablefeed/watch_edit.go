package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"strings"

	"github.com/spf13/cobra"

	"cablefeed/internal/feed"
	"cablefeed/internal/watch"
)

func watchEdit() *cobra.Command {
	return onFeed(&cobra.Command{
		Use: "edit NAME", Short: "Change a watch in your editor ($VISUAL, $EDITOR, else vi)", Args: exactly("watch"),
	}, func(cmd *cobra.Command, f *feed.Feed, args []string) error {
		w, err := f.Watch(cmd.Context(), args[0])
		if err != nil {
			return err
		}
		before, err := watch.Format([]watch.Watch{w})
		if err != nil {
			return err
		}
		file := keep(before)
		if file == "" {
			return fmt.Errorf("watch %s: no room for a file to edit in %s", w.Name, os.TempDir())
		}
		failed := edit(file)
		after, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		if bytes.Equal(before, after) {
			_ = os.Remove(file)
			if failed == nil {
				fmt.Println("not changed")
			}
			return failed
		}
		list, err := watch.Parse(after, file)
		if failed != nil { // it may not have written all
			err = failed
		} else if err == nil && (len(list) != 1 || list[0].Name != w.Name) {
			err = fmt.Errorf("%s: want one watch, with the name %s; a new name is a new watch", file, w.Name)
		}
		if err == nil {
			list[0].Revision = w.Revision
			_, err = f.PutWatch(cmd.Context(), list[0])
		}
		if err != nil {
			return fmt.Errorf("%w\nthe watch stays as it was; what you wrote is in %s (cablefeed watch import %s)", err, file, file)
		}
		_ = os.Remove(file)
		fmt.Printf("watch %s changed\n", w.Name)
		return nil
	})
}

// edit runs the user's editor on a file.
func edit(file string) error {
	editor := os.Getenv("VISUAL")
	if editor == "" {
		editor = os.Getenv("EDITOR")
	}
	if editor == "" {
		editor = "vi"
	}
	words := strings.Fields(editor)
	run := exec.Command(words[0], append(words[1:], file)...)
	run.Stdin, run.Stdout, run.Stderr = os.Stdin, os.Stdout, os.Stderr
	if err := run.Run(); err != nil {
		return fmt.Errorf("editor %s: %w", editor, err)
	}
	return nil
}
