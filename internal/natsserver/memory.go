package natsserver

import (
	"math"
	"runtime/debug"
	"sync"
)

// What a process with an embedded server may hold: a base, and the server's
// index of the records.
const (
	memoryBase = 160 << 20
	perRecord  = 600
)

// BoundMemory lets the runtime collect sooner when this process comes near what
// it needs for a store of that many records. The server reads and compresses its
// files in blocks of 8 MB; without a bound the discarded ones pile up to several
// times what is in use. Where the user has set a limit (GOMEMLIMIT), that holds.
func BoundMemory(records uint64) {
	limit := int64(memoryBase + perRecord*records)
	bounded.Lock()
	defer bounded.Unlock()
	if now := debug.SetMemoryLimit(-1); now != math.MaxInt64 && now != bounded.limit {
		return
	}
	bounded.limit = limit
	debug.SetMemoryLimit(limit)
}

// bounded holds the limit that BoundMemory has set; 0: none.
var bounded struct {
	sync.Mutex
	limit int64
}
