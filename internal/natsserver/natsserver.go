// Package natsserver runs a NATS server with JetStream inside this process, so
// that one binary is all a user needs, and tests use the real server. It knows
// nothing of cables; only app and tests import it.
package natsserver

import (
	"context"
	"errors"
	"fmt"
	"net"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/rs/zerolog"
)

// Config configures the embedded server.
type Config struct {
	DataDir  string `env:"DATA_DIR" flag:"data-dir" help:"Directory of the embedded server: streams, lock, address. Default: cablefeed in the user's data directory."`
	Listen   string `env:"NATS_LISTEN" flag:"listen" envDefault:"127.0.0.1:4222" help:"Address of the embedded server; port 0 picks a free one."`
	MaxStore int64  `env:"DATA_MAX_BYTES" envDefault:"0" help:"Bytes that the streams of the embedded server may hold, before compression; 0 sets no limit but the disk."`
}

// Validate says what is wrong with the settings.
func (c Config) Validate() error {
	if c.MaxStore < 0 {
		return fmt.Errorf("DATA_MAX_BYTES %d: want 0 or more", c.MaxStore)
	}
	if c.Listen != "" {
		_, _, err := listenAddr(c.Listen)
		return err
	}
	return nil
}

// MaxPayload is the largest message that the embedded server takes, in bytes.
const MaxPayload = 8 << 20

// MaxBatches is how many atomic batches a stream may have in flight: room for
// twenty-five workers.
const MaxBatches = 128

// A Server is a running embedded server. It owns its data directory.
type Server struct {
	ns   *server.Server
	dir  *dataDir
	disk *diskGuard
	end  context.CancelFunc // of what goes on beside it
}

// Start starts a server on cfg's address with file storage in cfg's data
// directory. Every write is synced to disk before it is acknowledged.
func Start(cfg Config, log zerolog.Logger) (*Server, error) {
	if err := cfg.Validate(); err != nil {
		return nil, err
	}
	host, port, err := listenAddr(cfg.Listen)
	if err != nil {
		return nil, err
	}
	dir, err := openDataDir(cfg.DataDir)
	if err != nil {
		return nil, err
	}
	s, err := start(dir, host, port, cfg.MaxStore, log)
	if err != nil {
		dir.close()
		return nil, err
	}
	return s, nil
}

func start(dir *dataDir, host string, port int, maxStore int64, log zerolog.Logger) (*Server, error) {
	// The server reports a port in use only to its log; ask first.
	l, err := net.Listen("tcp", net.JoinHostPort(host, strconv.Itoa(port)))
	if err != nil {
		if errors.Is(err, syscall.EADDRINUSE) {
			return nil, fmt.Errorf("NATS_LISTEN %s:%d: the port is in use, perhaps by another NATS server; stop it, use it with NATS_URL=nats://%s:%d, or set NATS_LISTEN to another address (port 0 picks a free one)", host, port, host, port)
		}
		return nil, fmt.Errorf("NATS_LISTEN %s:%d: %w", host, port, err)
	}
	if port == 0 {
		port = l.Addr().(*net.TCPAddr).Port
	}
	_ = l.Close()

	if maxStore == 0 {
		maxStore = 1 << 60 // the disk is watched instead
	}
	ns, err := server.NewServer(&server.Options{
		ServerName:        "cablefeed",
		Host:              host,
		Port:              port,
		NoSigs:            true,
		JetStream:         true,
		StoreDir:          filepath.Join(dir.path, "streams"),
		SyncAlways:        true,
		JetStreamMaxStore: maxStore,
		MaxPayload:        MaxPayload,
		// A worker has five batches in flight at most, one a lane and one of releases.
		JetStreamLimits: server.JSLimitOpts{MaxBatchInflightPerStream: MaxBatches, MaxBatchInflightTotal: 2 * MaxBatches},
	})
	if err != nil {
		return nil, fmt.Errorf("embedded NATS server: %w", err)
	}
	logger := &serverLog{log: log, fatal: make(chan string, 1)}
	ns.SetLoggerV2(logger, false, false, false)
	go ns.Start()
	deadline := time.Now().Add(2 * time.Minute) // a large store takes a while to recover
	for !ns.ReadyForConnections(250 * time.Millisecond) {
		select {
		case msg := <-logger.fatal:
			ns.Shutdown()
			return nil, fmt.Errorf("embedded NATS server: %s", msg)
		default:
		}
		if !ns.Running() || time.Now().After(deadline) {
			ns.Shutdown()
			return nil, errors.New("embedded NATS server: did not become ready")
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	s := &Server{ns: ns, dir: dir, end: cancel}
	if err := dir.announce(s.URL()); err != nil {
		s.Stop()
		return nil, err
	}
	s.disk = guardDisk(dir.path, ns.GlobalAccount(), log)
	go boundMemory(ctx)
	return s, nil
}

// URL is the address that clients on this machine connect to.
func (s *Server) URL() string { return s.ns.ClientURL() }

// Connect opens a connection to the server that does not use the network.
func (s *Server) Connect(opts ...nats.Option) (*nats.Conn, error) {
	return nats.Connect(s.URL(), append(opts, nats.InProcessServer(s.ns))...)
}

// Stop stops the server and gives its data directory free.
func (s *Server) Stop() {
	s.dir.withdraw()
	if s.disk != nil {
		s.disk.end()
	}
	s.ns.Shutdown()
	s.ns.WaitForShutdown()
	s.dir.close()
	s.end()
}

func listenAddr(addr string) (host string, port int, err error) {
	host, p, err := net.SplitHostPort(addr)
	if err == nil {
		port, err = strconv.Atoi(p)
	}
	if err != nil || port < 0 || port > 65535 {
		return "", 0, fmt.Errorf("NATS_LISTEN %q: want HOST:PORT, such as 127.0.0.1:4222", addr)
	}
	if host == "" {
		host = "127.0.0.1" // never every interface by omission
	}
	return host, port, nil
}

// A serverLog passes the server's warnings and errors on.
type serverLog struct {
	log   zerolog.Logger
	fatal chan string
	full  atomic.Bool // a full disk was said
}

func (l *serverLog) Noticef(format string, v ...any) { l.log.Debug().Msgf(format, v...) }
func (l *serverLog) Debugf(string, ...any)           {}
func (l *serverLog) Tracef(string, ...any)           {}
func (l *serverLog) Warnf(format string, v ...any) {
	// Said at every start without a configuration file; tells nobody anything.
	l.log.Debug().Str("from", "nats-server").Msgf(format, v...)
}
func (l *serverLog) Errorf(format string, v ...any) {
	detail := fmt.Sprintf(format, v...)
	e, what := l.log.Error(), "server error"
	if strings.Contains(detail, "no space left on device") {
		if l.full.Swap(true) { // said for every block and batch
			e = l.log.Debug()
		}
		what = "disk of DATA_DIR full: free space and start again; what was acknowledged is kept"
	}
	e.Str("from", "nats-server").Str("detail", detail).Msg(what)
}
func (l *serverLog) Fatalf(format string, v ...any) {
	select {
	case l.fatal <- fmt.Sprintf(format, v...):
	default:
	}
}
