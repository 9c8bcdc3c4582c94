package main

import (
	"fmt"
	"os"
	"runtime/debug"
	"slices"

	"github.com/rs/zerolog"
	"github.com/spf13/cobra"
	"golang.org/x/term"

	"cablefeed/internal/config"
)

// Settings that commands share.
var (
	clientSettings = []string{"NATS_URL", "NATS_CONTEXT", "DATA_DIR", "LOG_LEVEL", "LOG_FORMAT"}
	serveSettings  = append([]string{"NATS_LISTEN", "WATCHLIST", "CHANNELS"}, clientSettings...)
)

// withSettings gives cmd the flags of the named settings. What it returns reads
// the settings once the command line is parsed.
func withSettings(cmd *cobra.Command, names []string) func() (config.Config, error) {
	values := map[string]*string{}
	for _, s := range config.Settings() {
		if s.Flag != "" && slices.Contains(names, s.Env) {
			values[s.Env] = cmd.Flags().String(s.Flag, s.Default, s.Help+" ["+s.Env+"]")
		}
	}
	return func() (config.Config, error) {
		given := map[string]string{}
		for _, s := range config.Settings() {
			if v := values[s.Env]; v != nil && cmd.Flags().Changed(s.Flag) {
				given[s.Env] = *v
			}
		}
		c, err := config.Load(given)
		if err != nil {
			return c, usageError{err}
		}
		return c, nil
	}
}

// logger gives the log of a command, on standard error. A client is quiet: it
// logs what a person may want to look at.
func logger(cfg config.Config) zerolog.Logger {
	return cfg.Log.Logger(os.Stderr, isTerminal(os.Stderr))
}

func isTerminal(f *os.File) bool { return term.IsTerminal(int(f.Fd())) }

// formatFlag gives cmd a --format flag with the given choices, the first one the
// default, and a check for its value.
func formatFlag(cmd *cobra.Command, choices ...string) (value *string, check func() error) {
	value = cmd.Flags().String("format", choices[0], fmt.Sprintf("%s or %s", choices[0], choices[1]))
	_ = cmd.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(choices, cobra.ShellCompDirectiveNoFileComp))
	return value, func() error {
		if !slices.Contains(choices, *value) {
			return usageError{fmt.Errorf("--format %q: want %s or %s", *value, choices[0], choices[1])}
		}
		return nil
	}
}

// version is the module's version, or the commit that it was built from.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	return info.Main.Version + " " + info.GoVersion
}
