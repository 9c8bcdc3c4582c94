// Package telemetry builds the logger. Nobody but app and cmd imports it:
// packages take a zerolog.Logger as a value.
package telemetry

import (
	"fmt"
	"io"
	"time"

	"github.com/rs/zerolog"
)

// Config configures the log.
type Config struct {
	Level  string `env:"LOG_LEVEL" flag:"log-level" envDefault:"info" help:"Least level that is logged: debug, info, warn, error."`
	Format string `env:"LOG_FORMAT" flag:"log-format" envDefault:"auto" help:"text for people, json for machines, auto: text on a terminal."`
}

// Validate names the first setting that cannot be right.
func (c Config) Validate() error {
	switch c.Level {
	case "debug", "info", "warn", "error":
	default:
		return fmt.Errorf("LOG_LEVEL %q: want debug, info, warn or error", c.Level)
	}
	switch c.Format {
	case "auto", "text", "json":
	default:
		return fmt.Errorf("LOG_FORMAT %q: want auto, text or json", c.Format)
	}
	return nil
}

// Text tells whether people read the log; terminal says where it goes.
func (c Config) Text(terminal bool) bool {
	return c.Format == "text" || c.Format != "json" && terminal
}

// Logger gives a logger that writes to w.
func (c Config) Logger(w io.Writer, terminal bool) zerolog.Logger {
	level, err := zerolog.ParseLevel(c.Level)
	if err != nil {
		level = zerolog.InfoLevel
	}
	if c.Text(terminal) {
		w = zerolog.ConsoleWriter{Out: w, NoColor: !terminal, TimeFormat: time.TimeOnly}
	}
	return zerolog.New(w).Level(level).With().Timestamp().Logger()
}
