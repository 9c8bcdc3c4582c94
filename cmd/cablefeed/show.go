package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"cablefeed/internal/card"
	"cablefeed/internal/feed"
	"cablefeed/internal/route"
)

func showCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "show MRN",
		Short: "Show one stored cable: as a card, as JSON, raw as it was received, or what a revision changed",
		Long: `Show finds a cable by its number, and what has none, a service message too, by the
id under which "cablefeed tail" and "cablefeed trace" name it.`,
		Example: `  cablefeed show 06MEXICO6568
  cablefeed show 06MEXICO6568 --revision 1 --raw
  cablefeed show 06MEXICO6568 --diff`,
		Args: exactly("cable, such as 06MEXICO6568"),
	}
	settings := withSettings(cmd, clientSettings)
	raw := cmd.Flags().Bool("raw", false, "the transmissions as they were received, byte for byte")
	revision := cmd.Flags().Int("revision", 0, "that revision; default: the last one")
	diff := cmd.Flags().Bool("diff", false, "what the revision changed in the one before it: fields and paragraphs")
	format, checkFormat := formatFlag(cmd, "text", "json")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		switch {
		case *revision < 0 || *revision == 0 && cmd.Flags().Changed("revision"):
			return usageError{fmt.Errorf("--revision %d: want 1 or more", *revision)}
		case *raw && *diff:
			return usageError{errors.New("--raw and --diff exclude each other")}
		case *raw && cmd.Flags().Changed("format"):
			return usageError{errors.New("--raw and --format exclude each other")}
		}
		if err := checkFormat(); err != nil {
			return err
		}
		return withFeed(settings, func(f *feed.Feed) error {
			rec, before, err := stored(cmd.Context(), f, args[0], *revision, *diff)
			if err != nil && *revision == 0 && !*diff {
				if m := service(cmd.Context(), f, args[0]); m != nil {
					rec, err = m, nil
				}
			}
			switch {
			case err != nil:
				return err
			case *raw:
				return showRaw(cmd.Context(), f, rec)
			case *diff:
				return showDiff(rec, before, *format)
			case *format == "json":
				_, err := fmt.Printf("%s\n", rec.Data)
				return err
			}
			c, err := cableOf(rec)
			if err == nil {
				_, err = os.Stdout.WriteString(card.Full(c))
			}
			return err
		})
	}
	return cmd
}

// stored finds a revision of a cable, 0 for the last, and the one before it
// when that is wanted.
func stored(ctx context.Context, f *feed.Feed, name string, revision int, both bool) (rec, before *feed.Stored, err error) {
	ids, err := idsOf(name)
	if err != nil {
		return nil, nil, err
	}
	for _, id := range ids {
		if revision == 0 && !both {
			rec, err = f.Record(ctx, id)
		} else {
			rec, before, err = f.Revision(ctx, id, revision)
		}
		if !errors.Is(err, feed.ErrNotFound) {
			return rec, before, err
		}
	}
	if revision > 0 || both {
		return nil, nil, err
	}
	for _, id := range ids {
		if _, err := f.Last(ctx, route.SectionsOf(id)); err == nil {
			return nil, nil, fmt.Errorf("%s: the cable waits for sections; \"cablefeed sections\" says for which", name)
		}
	}
	return nil, nil, fmt.Errorf("%s: no such cable is stored", name)
}

// service finds a service message; nil when there is none.
func service(ctx context.Context, f *feed.Feed, name string) *feed.Stored {
	ids, _ := idsOf(name)
	for _, id := range ids {
		if m, err := f.Service(ctx, id); err == nil {
			return m
		}
	}
	return nil
}

func showRaw(ctx context.Context, f *feed.Feed, rec *feed.Stored) error {
	parts, err := f.Raw(ctx, rec)
	for _, p := range parts {
		if _, err := os.Stdout.Write(p.Data); err != nil {
			return err
		}
	}
	return err
}
