package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"cablefeed/internal/app"
	"cablefeed/internal/cable"
	"cablefeed/internal/card"
	"cablefeed/internal/feed"
)

func showCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "show MRN",
		Short: "Show one stored cable: as a card, as JSON, or raw as it was received",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usageError{errors.New("name one cable, such as 06MEXICO6568")}
			}
			return nil
		},
	}
	settings := withSettings(cmd, clientSettings)
	raw := cmd.Flags().Bool("raw", false, "the transmissions as they were received, byte for byte")
	format, checkFormat := formatFlag(cmd, "text", "json")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
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
		id := strings.Join(strings.Fields(args[0]), "")
		rec, err := f.Record(cmd.Context(), id)
		if errors.Is(err, feed.ErrNotFound) {
			rec, err = f.Record(cmd.Context(), strings.ToUpper(id))
		}
		switch {
		case errors.Is(err, feed.ErrNotFound):
			return fmt.Errorf("%s: no such cable is stored", args[0])
		case err != nil:
			return err
		case *raw:
			parts, err := f.Raw(cmd.Context(), rec)
			for _, p := range parts {
				if _, err := os.Stdout.Write(p.Data); err != nil {
					return err
				}
			}
			return err
		case *format == "json":
			_, err := fmt.Printf("%s\n", rec.Data)
			return err
		}
		var c cable.Cable
		if err := json.Unmarshal(rec.Data, &c); err != nil {
			return fmt.Errorf("%s: %w", rec.Subject, err)
		}
		_, err = os.Stdout.WriteString(card.Full(&c))
		return err
	}
	return cmd
}
