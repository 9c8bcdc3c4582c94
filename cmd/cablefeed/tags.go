package main

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"cablefeed/internal/cable"
	"cablefeed/internal/tags"
)

func tagsCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "tags",
		Short: "The dictionary of TAGS: what a code means and of which kind it is",
		Args:  noArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(tagsLookupCommand(), tagsListCommand())
	return cmd
}

func tagsLookupCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "lookup CODE…",
		Short: "Say what each code means; one that is not listed is unknown, or has the kind of its shape",
		Example: `  cablefeed tags lookup PREL KCRM MX
  cablefeed tags lookup "MWANGI, PETER" --format json`,
		Args: atLeastOne("code, such as PREL"),
	}
	format, checkFormat := formatFlag(cmd, "text", "json")
	cmd.RunE = func(cmd *cobra.Command, codes []string) error {
		if err := checkFormat(); err != nil {
			return err
		}
		var entries []tags.Entry
		for _, code := range codes {
			entries = append(entries, lookupTag(code))
		}
		return writeTags(cmd.OutOrStdout(), entries, *format)
	}
	return cmd
}

// lookupTag is Lookup for what a person types: also unlisted codes, and those
// that a TAGS line would be read as others.
func lookupTag(code string) tags.Entry {
	code = strings.ToUpper(strings.Join(strings.Fields(code), " "))
	if e, ok := tags.Lookup(code); ok {
		return e
	}
	e := tags.Entry{Code: code, Kind: tags.Kind(code), Note: "not listed"}
	if codes, _ := tags.Split(code); codes != nil {
		e.Note += "; a TAGS line is read as " + strings.Join(codes, " ")
	}
	return e
}

func tagsListCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List the dictionary, or the codes of one kind",
		Args:  noArgs,
	}
	kinds := []string{"subject", "program", "geo", "organization", "person", "unknown"}
	kind := cmd.Flags().String("kind", "", "only this kind: "+strings.Join(kinds, ", "))
	format, checkFormat := formatFlag(cmd, "text", "json")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if *kind != "" && !slices.Contains(kinds, *kind) {
			return usageError{fmt.Errorf("--kind %q: want one of %s", *kind, strings.Join(kinds, ", "))}
		}
		if err := checkFormat(); err != nil {
			return err
		}
		entries := slices.DeleteFunc(tags.Entries(), func(e tags.Entry) bool {
			return *kind != "" && e.Kind != cable.TagKind(*kind)
		})
		return writeTags(cmd.OutOrStdout(), entries, *format)
	}
	return cmd
}

// writeTags writes a line for each entry.
func writeTags(w io.Writer, entries []tags.Entry, format string) error {
	if format == "json" {
		enc := json.NewEncoder(w)
		enc.SetEscapeHTML(false)
		for _, e := range entries {
			err := enc.Encode(struct {
				Code string        `json:"code"`
				Kind cable.TagKind `json:"kind"`
				Name *string       `json:"name"` // null where unknown
				Note string        `json:"note"`
			}{e.Code, e.Kind, orNull(e.Name), e.Note})
			if err != nil {
				return err
			}
		}
		return nil
	}
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, e := range entries {
		name := e.Name
		if name == "" {
			name = "(" + e.Note + ")"
		}
		fmt.Fprintf(table, "%s\t%s\t%s\n", e.Code, e.Kind, name)
	}
	return table.Flush()
}

// orNull gives JSON's null for an empty string.
func orNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
