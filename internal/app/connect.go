// Package app wires the program together: it starts what a command needs, in
// order, and stops it in reverse. Tests boot the real program through it.
package app

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/rs/zerolog"
	"github.com/synadia-io/orbit.go/natscontext"

	"cablefeed/internal/config"
	"cablefeed/internal/feed"
	"cablefeed/internal/natsserver"
)

// options are those of every connection: it comes back by itself, for as long
// as the process runs, and says so.
func options(name string, log zerolog.Logger) []nats.Option {
	return []nats.Option{
		nats.Name(name),
		nats.MaxReconnects(-1),
		nats.ReconnectWait(500 * time.Millisecond),
		nats.DisconnectErrHandler(func(_ *nats.Conn, err error) {
			if err != nil {
				log.Warn().Err(err).Msg("server lost, connecting again")
			}
		}),
		nats.ReconnectHandler(func(nc *nats.Conn) {
			log.Info().Str("server", nc.ConnectedUrlRedacted()).Msg("server reconnected")
		}),
		nats.ErrorHandler(func(_ *nats.Conn, _ *nats.Subscription, err error) {
			log.Warn().Err(err).Msg("server error reported")
		}),
	}
}

// External tells whether the settings name a server of their own.
func External(cfg config.Config) bool { return cfg.Feed.URL != "" || cfg.Feed.Context != "" }

// Client connects to the server that a command works with: the one that is
// named, else the embedded one of this machine.
func Client(cfg config.Config, log zerolog.Logger) (*nats.Conn, error) {
	opts := options("cablefeed", log)
	switch {
	case cfg.Feed.URL != "":
		nc, err := nats.Connect(cfg.Feed.URL, opts...)
		if err != nil {
			return nil, fmt.Errorf("NATS_URL %s: %w; check the address and that the server runs", redact(cfg.Feed.URL), err)
		}
		return nc, nil
	case cfg.Feed.Context != "":
		nc, _, err := natscontext.Connect(cfg.Feed.Context, opts...)
		if err != nil {
			return nil, fmt.Errorf("NATS_CONTEXT %s: %w; \"nats context ls\" lists the contexts", cfg.Feed.Context, err)
		}
		return nc, nil
	}
	found, dir, err := natsserver.Find(cfg.Server.DataDir)
	if err != nil {
		return nil, err
	}
	nc, err := nats.Connect(found, append(opts, nats.SetCustomDialer(finder{dir}), nats.ReconnectHandler(func(nc *nats.Conn) {
		log.Info().Str("server", nc.ConnectedAddr()).Msg("server reconnected")
	}))...)
	if err != nil {
		return nil, fmt.Errorf("embedded server at %s: %w", found, err)
	}
	return nc, nil
}

// A finder dials the embedded server of a data directory where it listens now:
// one that starts again may have another port.
type finder struct{ dir string }

func (f finder) Dial(network, _ string) (net.Conn, error) {
	found, _, err := natsserver.Find(f.dir)
	if err != nil {
		return nil, err
	}
	u, err := url.Parse(found)
	if err != nil {
		return nil, err
	}
	return net.DialTimeout(network, u.Host, nats.DefaultTimeout)
}

// OpenFeed connects as Client does and gives the feed over the connection.
func OpenFeed(cfg config.Config, log zerolog.Logger) (f *feed.Feed, closeFeed func(), err error) {
	nc, err := Client(cfg, log)
	if err != nil {
		return nil, nil, err
	}
	f, err = feed.New(nc, cfg.Feed)
	if err != nil {
		nc.Close()
		return nil, nil, err
	}
	return f, nc.Close, nil
}

// startFeed gives the feed that a worker uses, with its streams: over the named
// server, or over one that it starts.
func startFeed(ctx context.Context, cfg config.Config, log zerolog.Logger) (f *feed.Feed, stop func(), err error) {
	var (
		nc     *nats.Conn
		server *natsserver.Server
	)
	if External(cfg) {
		nc, err = Client(cfg, log)
	} else {
		embedded := cfg.Server
		embedded.DataDir = cfg.DataDir()
		if server, err = natsserver.Start(embedded, log); err == nil {
			nc, err = server.Connect(options("cablefeed", log)...)
		}
	}
	stop = func() {
		if nc != nil {
			if nc.IsConnected() {
				_ = nc.FlushTimeout(2 * time.Second) // the last acknowledgements
			}
			nc.Close()
		}
		if server != nil {
			server.Stop()
		}
	}
	if err == nil {
		f, err = feed.New(nc, cfg.Feed)
	}
	if err == nil {
		if err = insist(ctx, log, func() error { return f.Create(ctx) }); errors.Is(err, nats.ErrNoResponders) {
			err = fmt.Errorf("server %s has no JetStream: %w; start it with JetStream (nats-server -js)", nc.ConnectedUrlRedacted(), err)
		}
	}
	if err != nil {
		stop()
		return nil, nil, err
	}
	if limit, err := f.Drops(ctx); err == nil && limit != "" {
		log.Warn().Str("limit", limit).Msg("stream " + feed.Incoming + " has a limit of its own, by which it drops transmissions that no worker is done with: " +
			"take it away (nats stream edit) and set INCOMING_MAX_AGE or INCOMING_MAX_BYTES, which drop none of those")
	}
	f.Trouble = func(err error) { log.Debug().Err(err).Msg("consumer restored") }
	log.Info().Str("server", nc.ConnectedUrlRedacted()).Bool("embedded", server != nil).Str("data_dir", dataDir(cfg, server)).Msg("server ready")
	return f, stop, nil
}

// startWait bounds the time for which a worker that starts asks a server that
// does not answer.
const startWait = time.Minute

// insist calls do again while the server does not answer: a cluster whose nodes
// have just started has no leader yet, and one of them may not know yet of what
// another worker has asked for, or drop what is asked in that moment.
func insist(ctx context.Context, log zerolog.Logger, do func() error) error {
	said := false
	for end := time.Now().Add(startWait); ; {
		err := do()
		if !feed.NotYet(err) || ctx.Err() != nil || time.Now().After(end) {
			return feed.Explain(err)
		}
		if !said {
			said = true
			log.Warn().Err(err).Msg("server not answering, trying again")
		}
		select {
		case <-ctx.Done():
		case <-time.After(250 * time.Millisecond):
		}
	}
}

func dataDir(cfg config.Config, server *natsserver.Server) string {
	if server == nil {
		return ""
	}
	return cfg.DataDir()
}

// redact hides the passwords of server addresses.
func redact(urls string) string {
	list := strings.Split(urls, ",")
	for i, s := range list {
		if u, err := url.Parse(s); err == nil {
			list[i] = u.Redacted()
		}
	}
	return strings.Join(list, ",")
}
