// Package config gathers the settings of every package into one struct and
// reads them: the environment first, command-line flags over it. It is the only
// package that reads the environment, and it explains what it could not read.
package config

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strconv"
	"strings"

	"github.com/caarlos0/env/v11"

	"cablefeed/internal/dispatch"
	"cablefeed/internal/feed"
	"cablefeed/internal/natsserver"
	"cablefeed/internal/processor"
	"cablefeed/internal/telemetry"
)

// Config is every setting of the program.
type Config struct {
	Server    natsserver.Config
	Feed      feed.Config
	Processor processor.Config
	Dispatch  dispatch.Config
	Log       telemetry.Config
}

// A Setting is one setting as the table of the README shows it.
type Setting struct {
	Env, Flag, Default, Help string
	Type                     reflect.Type
}

// Settings lists all settings, by section, in the order of the structs.
func Settings() []Setting {
	var all []Setting
	t := reflect.TypeFor[Config]()
	for i := range t.NumField() {
		section := t.Field(i).Type
		for j := range section.NumField() {
			f := section.Field(j)
			if name := f.Tag.Get("env"); name != "" {
				all = append(all, Setting{
					Env: name, Flag: f.Tag.Get("flag"), Default: f.Tag.Get("envDefault"), Help: f.Tag.Get("help"), Type: f.Type,
				})
			}
		}
	}
	return all
}

// Load reads the settings. flags holds those that were given on the command
// line, by the name of their variable; they win over the environment, and one that
// names the server wins over every variable that names one. A variable that is
// set to nothing counts as not set.
func Load(flags map[string]string) (Config, error) {
	vars := make(map[string]string)
	for _, s := range Settings() {
		if v, ok := os.LookupEnv(s.Env); ok && v != "" {
			vars[s.Env] = v
		}
		if v, ok := flags[s.Env]; ok {
			vars[s.Env] = v
		}
	}
	_, url := flags["NATS_URL"]
	_, context := flags["NATS_CONTEXT"]
	_, dir := flags["DATA_DIR"]
	switch {
	case url && context:
		return Config{}, errors.New("--server and --context exclude each other")
	case url:
		delete(vars, "NATS_CONTEXT")
	case context:
		delete(vars, "NATS_URL")
	case dir: // the embedded server there
		delete(vars, "NATS_URL")
		delete(vars, "NATS_CONTEXT")
	}
	var c Config
	if err := env.ParseWithOptions(&c, env.Options{Environment: vars}); err != nil {
		return c, explain(err, vars)
	}
	for _, err := range []error{c.Server.Validate(), c.Feed.Validate(), c.Processor.Validate(), c.Log.Validate()} {
		if err != nil {
			return c, err
		}
	}
	return c, nil
}

// explain names the variable, its value and what was expected: env speaks of
// the Go field.
func explain(err error, vars map[string]string) error {
	var all env.AggregateError
	if errors.As(err, &all) && len(all.Errors) > 0 {
		err = all.Errors[0]
	}
	var pe env.ParseError
	if !errors.As(err, &pe) {
		return err
	}
	t := reflect.TypeFor[Config]()
	for i := range t.NumField() {
		if f, ok := t.Field(i).Type.FieldByName(pe.Name); ok && f.Type == pe.Type {
			name := f.Tag.Get("env")
			return fmt.Errorf("%s %q: want %s", name, vars[name], expected(f.Type))
		}
	}
	return err
}

func expected(t reflect.Type) string {
	switch {
	case t.String() == "time.Duration":
		return "a duration, such as 30s, 5m or 6h"
	case t.Kind() == reflect.Int || t.Kind() == reflect.Int64:
		return "a whole number"
	case t.Kind() == reflect.Bool:
		return "true or false"
	}
	return "a " + t.String()
}

// DataDir is where the embedded server keeps its files: what is set, else
// cablefeed in the user's data directory (XDG base directories; the places of
// macOS and Windows there).
func (c Config) DataDir() string {
	if c.Server.DataDir != "" {
		return c.Server.DataDir
	}
	if d := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(d) {
		return filepath.Join(d, "cablefeed")
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return filepath.Join(os.TempDir(), "cablefeed-"+strconv.Itoa(os.Getuid()))
	}
	switch runtime.GOOS {
	case "darwin":
		return filepath.Join(home, "Library", "Application Support", "cablefeed")
	case "windows":
		if d, err := os.UserCacheDir(); err == nil {
			return filepath.Join(d, "cablefeed")
		}
	}
	return filepath.Join(home, ".local", "share", "cablefeed")
}

// WriteTable writes the settings as a table in Markdown.
func WriteTable(w io.Writer) error {
	var b strings.Builder
	b.WriteString("| variable | flag | default | what it sets |\n|---|---|---|---|\n")
	for _, s := range Settings() {
		flag, def := "", s.Default
		if s.Flag != "" {
			flag = "`--" + s.Flag + "`"
		}
		if def != "" {
			def = "`" + def + "`"
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", s.Env, flag, def, s.Help)
	}
	_, err := io.WriteString(w, b.String())
	return err
}
