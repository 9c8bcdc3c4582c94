package main

import (
	"bufio"
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"cablefeed/internal/acp127"
	"cablefeed/internal/card"
	"cablefeed/internal/source"
)

func parseCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "parse FILE…|-",
		Short: "Parse cables without a server: one JSON object a line for each transmission",
		Long: `Parse reads files, folders or standard input ("-") and prints one JSON object a
line for each transmission, in the order of the arguments, or a readable card.
With --explain it prints the raw text instead, with what each line was read as
in the margin, and every diagnostic under its line. It exits 0 when all was read,
1 when something is no cable, 2 on a wrong command line.`,
		Example: `  cablefeed parse 06MEXICO6568.txt
  cablefeed parse --format text archive/
  cablefeed parse --explain - <06MEXICO6568.txt`,
		Args: atLeastOne("file, or - for standard input"),
	}
	format, checkFormat := formatFlag(cmd, "json", "text")
	explain := cmd.Flags().Bool("explain", false, "the raw text, with what each line was read as and every diagnostic")
	cmd.RunE = func(cmd *cobra.Command, paths []string) error {
		if err := checkFormat(); err != nil {
			return err
		}
		if *explain && cmd.Flags().Changed("format") {
			return usageError{errors.New("--explain and --format exclude each other")}
		}
		as := *format
		if *explain {
			as = "explain"
		}
		out := bufio.NewWriter(os.Stdout)
		var failed error
		n := 0
		for raw := range source.Read(paths, os.Stdin, nil) {
			if cmd.Context().Err() != nil {
				return cmd.Context().Err()
			}
			text, err := parse(raw, as)
			if n++; n > 1 && len(text) > 0 && as != "json" {
				_ = out.WriteByte('\n')
			}
			_, _ = out.Write(text) // a failure stays, and Flush gives it
			if err == nil {
				continue
			}
			if err := out.Flush(); err != nil { // what is printed keeps its place among what is said
				return err
			}
			fmt.Fprintf(os.Stderr, "cablefeed: %v\n", err)
			failed = errSilent
		}
		return errors.Join(out.Flush(), failed)
	}
	return cmd
}

// parse gives one transmission as JSON, as a card or explained. The error names
// its source.
func parse(raw source.Raw, as string) (text []byte, err error) {
	if raw.Err != nil {
		return nil, raw.Err
	}
	c, err := acp127.Parse(raw.Data)
	switch {
	case as == "explain":
		text = fmt.Appendf(nil, "%s\n%s", raw.Source, card.Explained(acp127.Explain(raw.Data)))
	case err != nil:
	case as == "json":
		text = append(c.AppendJSON(nil), '\n')
	default:
		text = []byte(card.Full(c))
	}
	if err != nil {
		err = fmt.Errorf("%s: %w", raw.Source, err)
	}
	return text, err
}
