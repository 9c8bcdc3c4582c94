package main

import (
	"bufio"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"cablefeed/internal/acp127"
	"cablefeed/internal/card"
	"cablefeed/internal/source"
)

func parseCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "parse [--format json|text] FILE…",
		Short: "Parse cables without a server: one JSON object a line for each transmission",
		Long: `Parse reads files, folders or standard input ("-") and prints one JSON object a
line for each transmission, in the order of the arguments, or a readable card.
It exits 0 when all was read, 1 when something is no cable, 2 on a wrong command
line.`,
		Args: atLeastOne("file, or - for standard input"),
	}
	format, checkFormat := formatFlag(cmd, "json", "text")
	cmd.RunE = func(cmd *cobra.Command, paths []string) error {
		if err := checkFormat(); err != nil {
			return err
		}
		out := bufio.NewWriter(os.Stdout)
		defer out.Flush()
		var failed error
		n := 0
		for raw := range source.Read(paths, os.Stdin, nil) {
			if cmd.Context().Err() != nil {
				return cmd.Context().Err()
			}
			err := raw.Err
			if err == nil {
				c, perr := acp127.Parse(raw.Data)
				if perr == nil && *format == "json" {
					_, perr = out.Write(append(c.AppendJSON(nil), '\n'))
				} else if perr == nil {
					if n++; n > 1 {
						fmt.Fprintln(out)
					}
					_, perr = out.WriteString(card.Full(c))
				}
				if err = perr; err != nil {
					err = fmt.Errorf("%s: %w", raw.Source, err)
				}
			}
			if err != nil {
				_ = out.Flush()
				fmt.Fprintf(os.Stderr, "cablefeed: %v\n", err)
				failed = errSilent
			}
		}
		return failed
	}
	return cmd
}
