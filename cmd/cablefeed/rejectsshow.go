package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"cablefeed/internal/card"
	"cablefeed/internal/feed"
)

func rejectsShow() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "show TRANSMISSION…",
		Short:   "Show the raw text of rejects, the line that failed marked with >",
		Example: "  cablefeed rejects show 17\n  cablefeed rejects show 17 --raw >17.txt",
		Args:    atLeastOne("transmission, by its number in \"cablefeed rejects list\""),
	}
	settings := withSettings(cmd, clientSettings)
	raw := cmd.Flags().Bool("raw", false, "the bytes alone, as they were received")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		seqs, err := sequencesOf(args)
		if err != nil {
			return err
		}
		return withFeed(settings, func(f *feed.Feed) error {
			found := 0
			err := f.EachReject(cmd.Context(), feed.RejectQuery{Incoming: seqs, Data: true}, func(r *feed.Reject) error {
				found++
				if *raw {
					_, err := os.Stdout.Write(r.Data)
					return err
				}
				fmt.Printf("transmission %d  %s, line %d, after %s  %s\n%s\n\n",
					r.Incoming, r.Reason, r.Line, card.Count(r.Attempts, "attempt"), card.Moment(r.Rejected), card.Printable([]byte(r.Message)))
				if m, err := f.Transmission(cmd.Context(), r.Incoming); err == nil && m.Header.Get(feed.HdrSource) != "" {
					fmt.Printf("from %s, received %s\n\n", card.Printable([]byte(m.Header.Get(feed.HdrSource))), card.Moment(m.Time))
				}
				_, err := fmt.Println(card.Numbered(r.Data, r.Line))
				return err
			})
			if err == nil && found < len(seqs) {
				err = notRejects(len(seqs)-found, len(seqs))
			}
			return err
		})
	}
	return cmd
}

// notRejects says that of the transmissions that were named some are no rejects.
func notRejects(n, of int) error {
	if of == 1 {
		return errors.New("that transmission is no reject that waits; \"cablefeed rejects list\" has those that do")
	}
	return fmt.Errorf("%d of the %d transmissions are no rejects that wait; \"cablefeed rejects list\" has those that do", n, of)
}
