package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"cablefeed/internal/generate"
)

func generateCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "generate",
		Short: "Make a load of invented telegrams, for tests and measurements",
		Args:  noArgs,
		Example: `  cablefeed generate --count 10000 | cablefeed ingest -
  cablefeed generate --count 500 --plain --dir /tmp/load`,
	}
	count := cmd.Flags().Int("count", 1000, "number of transmissions")
	seed := cmd.Flags().Uint64("seed", 1, "the same seed gives the same bytes")
	dir := cmd.Flags().String("dir", "", "write one file for each transmission into this directory, not a stream to standard output")
	mix := mixFlags(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		m, err := mix()
		if err == nil && *count < 1 {
			err = fmt.Errorf("--count %d: want 1 or more", *count)
		}
		if *dir == "" {
			if cmd.Flags().Changed("non-cables") && m.NonCables > 0 {
				err = errors.New("--non-cables needs --dir: within a stream they belong to their neighbours")
			}
			m.NonCables = 0
		}
		if err != nil {
			return usageError{err}
		}
		g := generate.New(*seed, m)
		if *dir != "" {
			return writeFiles(g, *count, *dir)
		}
		w := bufio.NewWriterSize(os.Stdout, 1<<20)
		if err := writeStream(g, *count, w); err != nil {
			return err
		}
		return w.Flush()
	}
	return cmd
}

// mixFlags gives cmd the flags of a mix; what it returns reads them.
func mixFlags(cmd *cobra.Command) func() (generate.Mix, error) {
	m := generate.Realistic()
	f := cmd.Flags()
	plain := f.Bool("plain", false, "new cables in one piece alone, each once")
	f.IntVar(&m.Size, "size", 6000, "median length of a cable in bytes")
	for name, share := range map[string]*float64{
		"sections": &m.Sections, "duplicates": &m.Duplicates, "suspected": &m.Suspected, "corrections": &m.Corrections,
		"service": &m.Service, "garbles": &m.Garbles, "non-cables": &m.NonCables, "gaps": &m.Gaps,
	} {
		f.Float64Var(share, name, *share, "share of "+name+", 0 to 1")
	}
	f.Float64Var(&m.Incomplete, "incomplete", m.Incomplete, "share of sectioned cables that never come whole, 0 to 1")
	return func() (generate.Mix, error) {
		if *plain {
			p := generate.Plain()
			p.Size = m.Size
			return p, p.Validate()
		}
		return m, m.Validate()
	}
}

func writeStream(g *generate.Generator, count int, w io.Writer) error {
	for t := range g.All(count) {
		if _, err := w.Write(t.Raw); err != nil {
			return err
		}
	}
	return nil
}

func writeFiles(g *generate.Generator, count int, dir string) error {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	n := 0
	for t := range g.All(count) {
		n++
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%07d.txt", n)), t.Raw, 0o666); err != nil {
			return err
		}
	}
	return nil
}
