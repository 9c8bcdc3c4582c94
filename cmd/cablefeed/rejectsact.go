package main

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"cablefeed/internal/feed"
	"cablefeed/internal/ingest"
)

func rejectsRetry() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "retry TRANSMISSION…|--reason REASON|--all",
		Short: "Put rejects back into the journal, for a worker that reads more",
		Long: `Retry puts the bytes of rejects back into the journal, each on its lane. A reject
goes away once its bytes are in the journal again. What fails once more is
rejected under its new number, with one attempt more.`,
	}
	settings := withSettings(cmd, clientSettings)
	choose := rejectFlags(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		q, err := choose(args)
		if err != nil {
			return err
		}
		return withFeed(settings, func(f *feed.Feed) error {
			n := 0
			err := ingest.Retry(cmd.Context(), f, q, func(p ingest.Pair) {
				n++
				fmt.Printf("%d (%s) is transmission %d now\n", p.Reject.Incoming, p.Reject.Reason, p.As)
			})
			if err == nil && n < len(q.Incoming) {
				err = notRejects(len(q.Incoming)-n, len(q.Incoming))
			} else if err == nil {
				fmt.Printf("%d retried\n", n)
			}
			return err
		})
	}
	return cmd
}

func rejectsDrop() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "drop TRANSMISSION…|--reason REASON|--all",
		Short: "Drop rejects: their bytes stay in the journal alone, with a note that they were dropped",
	}
	settings := withSettings(cmd, clientSettings)
	choose := rejectFlags(cmd)
	yes := cmd.Flags().Bool("yes", false, "do not ask")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		q, err := choose(args)
		if err != nil {
			return err
		}
		return withFeed(settings, func(f *feed.Feed) error {
			var all []*feed.Reject
			err := f.EachReject(cmd.Context(), q, func(r *feed.Reject) error {
				if !r.Settled() {
					all = append(all, r)
				}
				return nil
			})
			switch {
			case err != nil:
				return err
			case len(all) < len(q.Incoming):
				return fmt.Errorf("nothing was dropped: %w", notRejects(len(q.Incoming)-len(all), len(q.Incoming)))
			case len(all) > 1 && !*yes:
				if err := confirm(fmt.Sprintf("Drop %d rejects?", len(all))); err != nil {
					return err
				}
			}
			dropped := len(all)
			for len(all) > 0 {
				n := min(len(all), 500)
				if err := f.Settle(cmd.Context(), all[:n], nil); err != nil {
					return err
				}
				all = all[n:]
			}
			fmt.Printf("%d dropped\n", dropped)
			return nil
		})
	}
	return cmd
}

// rejectFlags gives cmd the flags that choose rejects, and reads them.
func rejectFlags(cmd *cobra.Command) func(args []string) (feed.RejectQuery, error) {
	reason := cmd.Flags().String("reason", "", "all of one reason")
	all := cmd.Flags().Bool("all", false, "all")
	return func(args []string) (q feed.RejectQuery, err error) {
		if ways := btoi(len(args) > 0) + btoi(*reason != "") + btoi(*all); ways != 1 {
			return q, usageError{errors.New("name transmissions, or one of --reason and --all")}
		}
		q.Reason = *reason
		q.Incoming, err = sequencesOf(args)
		return q, err
	}
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// confirm asks the person at the terminal.
func confirm(question string) error {
	if !isTerminal(os.Stdin) {
		return usageError{errors.New(strings.ToLower(question[:1]) + question[1:] + " Say so with --yes")}
	}
	fmt.Fprint(os.Stderr, question+" [y/N] ")
	answer, _ := bufio.NewReader(os.Stdin).ReadString('\n')
	if a := strings.ToLower(strings.TrimSpace(answer)); a != "y" && a != "yes" {
		return errors.New("nothing was changed")
	}
	return nil
}
