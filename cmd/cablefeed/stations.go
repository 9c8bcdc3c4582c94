package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"cablefeed/internal/post"
)

func stationsCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "stations",
		Short: "The posts that telegrams come from and go to",
		Args:  noArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(stationsLookupCommand())
	return cmd
}

func stationsLookupCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "lookup NAME|INDICATOR",
		Short: "Find a post by its name, an alias, its address, its country or a routing indicator",
		Long: `Lookup finds the posts that a name may mean, one or several. It takes the name as
a message number, an address line or a reference has it, or a routing indicator,
and exits with status 1 when there is none.`,
		Example: `  cablefeed stations lookup tel aviv
  cablefeed stations lookup RUEHME --format json`,
		Args: atLeastOne("post or routing indicator, such as LIMA or RUEHPE"),
	}
	format, checkFormat := formatFlag(cmd, "text", "json")
	cmd.RunE = func(cmd *cobra.Command, words []string) error {
		if err := checkFormat(); err != nil {
			return err
		}
		query := strings.Join(words, " ")
		posts := post.Lookup(query)
		if len(posts) == 0 {
			return fmt.Errorf("%s: no such post or routing indicator is known%s", query, nearestPosts(query))
		}
		for i, p := range posts {
			var err error
			if *format == "json" {
				err = writePostJSON(cmd.OutOrStdout(), p)
			} else {
				err = writePost(cmd.OutOrStdout(), p, i > 0)
			}
			if err != nil {
				return err
			}
		}
		return nil
	}
	return cmd
}

func writePostJSON(w io.Writer, p post.Post) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(struct {
		MRN        *string  `json:"mrn_station"` // null for a station without telegrams of its own
		Name       string   `json:"post_name"`
		Kind       *string  `json:"kind"`
		Address    *string  `json:"plain_language_address"`
		Indicators []string `json:"routing_indicators"`
		Geo        *string  `json:"geo_tag"`
		Aliases    []string `json:"aliases"`
		Note       *string  `json:"note"`
	}{
		orNull(p.MRN), p.Name, orNull(p.Kind), orNull(p.Address),
		append([]string{}, p.Indicators...), orNull(p.Geo), append([]string{}, p.Aliases...), orNull(p.Note),
	})
}

// writePost writes the fields of a post that are known, one a line.
func writePost(w io.Writer, p post.Post, more bool) error {
	var errs []error
	if more {
		_, err := fmt.Fprintln(w)
		errs = append(errs, err)
	}
	for _, f := range [...]struct{ label, text string }{
		{"Station", p.MRN}, {"Post", p.Name}, {"Kind", p.Kind}, {"Address", p.Address},
		{"Indicators", strings.Join(p.Indicators, " ")}, {"TAGS", p.Geo},
		{"Also", strings.Join(p.Aliases, " ")}, {"Note", p.Note},
	} {
		if f.text != "" {
			_, err := fmt.Fprintf(w, "%-11s %s\n", f.label+":", f.text)
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

// nearestPosts says which posts somebody may have meant; "" when none is near.
func nearestPosts(name string) string {
	near := post.Nearest(name)
	if len(near) == 0 {
		return ""
	}
	return "; the nearest are " + strings.Join(near, ", ")
}
