package main

import (
	"github.com/spf13/cobra"

	"cablefeed/internal/cable"
)

func schemaCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "schema",
		Short: "Print the JSON Schema (draft 2020-12) of a parsed cable",
		Args:  noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := cmd.OutOrStdout().Write(cable.Schema)
			return err
		},
	}
}
