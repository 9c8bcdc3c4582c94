package natsserver

import (
	"context"
	"math"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

// What this process may hold before the runtime collects: at least a base, and
// this much beside what is in use.
const (
	memoryBase = 160 << 20
	memoryRoom = 80 << 20
)

// boundMemory lets the runtime collect sooner when this process comes near what
// it needs, until ctx ends. The server reads, compresses and caches its
// files in blocks of 4 MB; without a bound the discarded ones pile up to several
// times what is in use. The bound follows what is in use, since the runtime would
// do nothing but collect once that is above a fixed one: the server keeps an
// index of all records, and the blocks that it wrote in the last ten seconds
// while somebody reads the newest. A limit of the user's own (GOMEMLIMIT) holds.
func boundMemory(ctx context.Context) {
	if debug.SetMemoryLimit(-1) != math.MaxInt64 {
		return
	}
	defer debug.SetMemoryLimit(math.MaxInt64)
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for {
		metrics.Read(live)
		debug.SetMemoryLimit(max(memoryBase, int64(live[0].Value.Uint64())+memoryRoom))
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
