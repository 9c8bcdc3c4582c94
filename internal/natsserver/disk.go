package natsserver

import (
	"sync"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/rs/zerolog"
)

// diskReserve is the room on the disk, in bytes, below which the server takes
// nothing more; half of a small disk: the server writes files of 4 MB and
// compresses them afterwards.
const diskReserve = 64 << 20

// A diskGuard has the server refuse what is published while its disk is nearly
// full, and take it again once there is room. Neither limit of the server does:
// its own counts bytes before compression, so that it is reached while nine
// tenths of the disk are free; and after a write that failed for want of room it
// writes to that stream no more before it is started again.
type diskGuard struct {
	dir     string
	account *server.Account
	log     zerolog.Logger
	room    func(dir string) (free, total uint64, ok bool)
	closed  bool
	once    sync.Once
	stop    chan struct{}
	done    chan struct{}
}

func guardDisk(dir string, account *server.Account, log zerolog.Logger) *diskGuard {
	g := &diskGuard{dir: dir, account: account, log: log, room: diskRoom, stop: make(chan struct{}), done: make(chan struct{})}
	go g.run()
	return g
}

func (g *diskGuard) run() {
	defer close(g.done)
	tick := time.NewTicker(25 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-g.stop:
			return
		case <-tick.C:
			g.look()
		}
	}
}

// end ends the guard; twice is once.
func (g *diskGuard) end() {
	g.once.Do(func() { close(g.stop) })
	<-g.done
}

// look closes the server to what is published, or opens it, as the disk is.
func (g *diskGuard) look() {
	free, total, ok := g.room(g.dir)
	reserve := min(diskReserve, total/2)
	switch {
	case !ok:
	case !g.closed && free < reserve:
		if g.limit(0) {
			g.closed = true
			g.log.Error().Str("data_dir", g.dir).Uint64("free", free).Uint64("reserve", reserve).
				Msg("disk of DATA_DIR nearly full: nothing is taken in until there is room; free space, nothing is lost meanwhile")
		}
	case g.closed && free >= reserve+reserve/4:
		if g.limit(-1) {
			g.closed = false
			g.log.Info().Str("data_dir", g.dir).Uint64("free", free).Msg("disk has room again")
		}
	}
}

// limit sets what the account may store; -1 is no limit.
func (g *diskGuard) limit(store int64) bool {
	err := g.account.UpdateJetStreamLimits(map[string]server.JetStreamAccountLimits{"": {
		MaxMemory: -1, MaxStore: store, MaxStreams: -1, MaxConsumers: -1, MaxAckPending: -1, MemoryMaxStreamBytes: -1, StoreMaxStreamBytes: -1,
	}})
	if err != nil {
		g.log.Warn().Err(err).Msg("limit of the store not changed")
	}
	return err == nil
}
