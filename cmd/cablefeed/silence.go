package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"cablefeed/internal/card"
	"cablefeed/internal/dispatch"
	"cablefeed/internal/feed"
	"cablefeed/internal/notify"
	"cablefeed/internal/post"
)

func silenceCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use: "silence", Short: "Silences: keep alerts from being sent for a while; they are made and kept all the same",
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(silenceAdd(), silenceList(), silenceRemove())
	return cmd
}

func silenceAdd() *cobra.Command {
	cmd := &cobra.Command{
		Use: "add --watch NAME|--from POST --for 2h|--until TIME --reason TEXT", Args: noArgs,
		Short: "Silence a watch, a post, or a watch's alerts from a post",
		Long: `Add silences what matches both --watch and --from, where both are given, of any
precedence: FLASH, too. What is silenced is not sent later, either.`,
		Example: `  cablefeed silence add --watch 'exercise-*' --for 2h --reason "exercise BLUE HERON"`,
	}
	var s notify.Silence
	cmd.Flags().StringVar(&s.Watch, "watch", "", "name of the watch; * stands for any characters")
	cmd.Flags().StringVar(&s.From, "from", "", "post that the cable is from")
	cmd.Flags().StringVar(&s.Reason, "reason", "", "why")
	length := cmd.Flags().Duration("for", 0, "how long, such as 2h")
	until := cmd.Flags().String("until", "", "until when, such as 2006-11-22T07:00:00Z")
	cmd.PreRunE = func(*cobra.Command, []string) error {
		s.Made, s.ID = time.Now().UTC().Truncate(time.Second), strings.ToLower(rand.Text()[:8])
		switch {
		case s.Watch == "" && s.From == "":
			return usageError{errors.New("name --watch or --from; --watch '*' is every watch")}
		case strings.TrimSpace(s.Reason) == "":
			return usageError{errors.New("say with --reason why")}
		case (*length == 0) == (*until == ""):
			return usageError{errors.New("say with --for or with --until when it ends")}
		case *length != 0:
			s.Until = s.Made.Add(*length)
		default:
			var err error
			if s.Until, err = time.Parse(time.RFC3339, *until); err != nil {
				return usageError{fmt.Errorf("--until %q: want a time such as 2006-11-22T07:00:00Z", *until)}
			}
		}
		if !s.Until.After(s.Made) {
			return usageError{fmt.Errorf("it would have ended at %s already", card.Moment(s.Until))}
		}
		var err error
		s.From, err = onePost(s.From)
		return err
	}
	return onFeed(cmd, func(cmd *cobra.Command, f *feed.Feed, _ []string) error {
		watches, err := f.Watches(cmd.Context())
		if err == nil {
			err = dispatch.AddSilence(cmd.Context(), f, s)
		}
		if err != nil {
			return err
		}
		fmt.Printf("silence %s until %s\n", s.ID, card.Moment(s.Until))
		if s.Watch != "" {
			noteUnknown([]string{s.Watch}, watches)
		}
		return nil
	})
}

// onePost gives the post that a person names, as alerts have it. A name that no
// table lists may be that of an originator as printed.
func onePost(name string) (string, error) {
	var found []string
	for _, p := range post.Lookup(name) {
		if strings.EqualFold(p.MRN, name) {
			return p.MRN, nil
		}
		if p.MRN != "" {
			found = append(found, p.MRN)
		}
	}
	switch {
	case len(found) == 1:
		return found[0], nil
	case len(found) > 1:
		return "", usageError{fmt.Errorf("--from %q: name one of %s", name, strings.Join(found, ", "))}
	case name != "":
		fmt.Fprintf(os.Stderr, "cablefeed: no post is called %s%s\n", name, nearestPosts(name))
	}
	return name, nil
}
