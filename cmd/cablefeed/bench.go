package main

import (
	"encoding/json"
	"fmt"
	"os"
	"runtime/pprof"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/spf13/cobra"

	"cablefeed/internal/app"
	"cablefeed/internal/bench"
	"cablefeed/internal/cable"
)

func benchCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "bench",
		Short: "Measure the line on this machine",
		Long: "Measure the line on this machine: on an embedded server in a temporary directory that syncs every write,\n" +
			"or on the server that --server names, which must be empty.",
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(benchIdle(), benchPipeline(), benchDuplicates())
	return cmd
}

// A benchRun is what the measurements share: settings, load, output.
type benchRun struct {
	setup bench.Setup
	load  bench.Load
	print func(v any, text string)
}

// measure gives cmd the flags that all measurements share, and run as its work.
func measure(cmd *cobra.Command, count int, run func(cmd *cobra.Command, b benchRun) error) *cobra.Command {
	settings := withSettings(cmd, []string{"NATS_URL", "NATS_CONTEXT", "LOG_LEVEL", "LOG_FORMAT"})
	format, check := formatFlag(cmd, "text", "json")
	f := cmd.Flags()
	seed := f.Uint64("seed", 1, "the same seed gives the same load")
	n := f.Int("count", count, "number of transmissions")
	dir := f.String("dir", "", "where the embedded server keeps its files meanwhile (default: the system's directory for temporary files)")
	profile := f.String("cpuprofile", "", "write a profile of the processor time to this file")
	mix := mixFlags(cmd)
	cmd.Args = noArgs
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		cfg, err := settings()
		if err != nil {
			return err
		}
		m, err := mix()
		if err == nil {
			err = check()
		}
		if err == nil && *n < 1 {
			err = fmt.Errorf("--count %d: want 1 or more", *n)
		}
		if err != nil {
			return usageError{err}
		}
		b := benchRun{load: bench.Load{Seed: *seed, Mix: m, Count: *n}}
		b.setup = bench.Setup{Feed: cfg.Feed, Processor: cfg.Processor, Dir: *dir, Log: logger(cfg)}
		if app.External(cfg) {
			b.setup.External = func() (*nats.Conn, error) { return app.Client(cfg, b.setup.Log) }
		}
		b.print = func(v any, text string) { fmt.Print(text) }
		if *format == "json" {
			b.print = func(v any, _ string) { _ = json.NewEncoder(os.Stdout).Encode(v) }
		}
		if *profile != "" {
			w, err := os.Create(*profile)
			if err == nil {
				err = pprof.StartCPUProfile(w)
			}
			if err != nil {
				return err
			}
			defer pprof.StopCPUProfile()
		}
		return run(cmd, b)
	}
	return cmd
}

func benchIdle() *cobra.Command {
	cmd := &cobra.Command{Use: "idle", Short: "Time from handing in a single cable to its committed alert, when idle"}
	return measure(cmd, 200, func(cmd *cobra.Command, b benchRun) error {
		l, err := bench.Idle(cmd.Context(), b.setup, b.load.Seed, b.load.Count)
		if err == nil {
			b.print(l, fmt.Sprintf("handed in to committed alert, idle: %v\n", l))
		}
		return err
	})
}

func benchPipeline() *cobra.Command {
	cmd := &cobra.Command{
		Use: "pipeline", Short: "Full rate of the workers, beside what the server alone can do; FLASH among ROUTINE",
		Example: "  cablefeed bench pipeline --count 20000 --workers 1,2,4 --rounds 3\n  cablefeed bench pipeline --flash 200 --count 100000",
	}
	workers := cmd.Flags().IntSlice("workers", []int{1}, "numbers of workers to measure, one after the other")
	rounds := cmd.Flags().Int("rounds", 1, "measurements for each number of workers")
	flash := cmd.Flags().Int("flash", 0, "hand in this many FLASH cables while --count ROUTINE ones wait and flow")
	rate := cmd.Flags().Float64("rate", 20, "FLASH cables a second")
	return measure(cmd, 20_000, func(cmd *cobra.Command, b benchRun) error {
		for _, n := range *workers {
			if n < 1 || n > 64 || *rounds < 1 || *rate <= 0 {
				return usageError{fmt.Errorf("--workers %d --rounds %d --rate %v: want 1 to 64 workers, 1 round or more, a rate above 0", n, *rounds, *rate)}
			}
			var err error
			if *flash > 0 {
				var r bench.FlashResult
				if r, err = bench.Flash(cmd.Context(), b.setup, b.load, n, bench.FlashPlan{Count: *flash, Rate: *rate, Full: 4 * time.Second}); r.Flash.Count > 0 {
					b.print(r, flashText(r))
				}
			} else {
				err = pipelineOf(cmd, b, n, *rounds)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

func pipelineOf(cmd *cobra.Command, b benchRun, workers, rounds int) error {
	all, err := bench.Pipeline(cmd.Context(), b.setup, b.load, workers, rounds, func(r bench.Round) { b.print(r, roundText(r)) })
	if err != nil {
		return err
	}
	var text strings.Builder
	text.WriteString("  at a tenth of that rate, handed in to committed alert:\n")
	for _, p := range cable.Precedences {
		if l, ok := all[p]; ok {
			fmt.Fprintf(&text, "    %-10s %v\n", p, l)
		}
	}
	b.print(all, text.String())
	return nil
}

func roundText(r bench.Round) string {
	return fmt.Sprintf("%d worker(s), %d transmissions: %.0f/s, %.1f MB/s raw, %.1f MB/s stored; floor %.1f MB/s stored; ratio %.2f\n"+
		"  %.2f ms of processor time a transmission, floor %.2f ms\n"+
		"  %.1f messages a transmission, %.0f in a commit; %.0f bytes on disk a transmission; RSS %d MB, peak %d MB; ingest %.0f/s\n",
		r.Workers, r.Transmissions, r.Rate, r.In, r.Out, r.FloorOut, r.Ratio, r.CPU, r.FloorCPU,
		r.Messages, r.Group, r.Disk, r.Resident>>20, r.Peak>>20, r.Ingest)
}

func flashText(r bench.FlashResult) string {
	return fmt.Sprintf("%d worker(s): FLASH handed in to committed alert: %v\n"+
		"  ROUTINE %.0f/s meanwhile, %.0f/s without: %.2f; %d to %d waiting; RSS %d MB, peak %d MB\n",
		r.Workers, r.Flash, r.During, r.Full, r.Ratio, r.Waiting[0], r.Waiting[1], r.Resident>>20, r.Peak>>20)
}

func benchDuplicates() *cobra.Command {
	cmd := &cobra.Command{Use: "duplicates", Short: "Replay of cables that are committed already: rate and memory"}
	return measure(cmd, 100_000, func(cmd *cobra.Command, b benchRun) error {
		return bench.Duplicates(cmd.Context(), b.setup, b.load, func(r bench.Replay) {
			b.print(r, fmt.Sprintf("%d duplicates %s, worker %s: %.0f/s; %d messages stored; RSS %d MB, peak %d MB\n",
				r.Count, r.Order, r.Workers, r.Rate, r.Stored, r.Resident>>20, r.Peak>>20))
		})
	})
}
