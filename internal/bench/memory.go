package bench

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strconv"
	"syscall"
	"time"
)

// A Memory is what this process holds, with everything that is in it: workers,
// the embedded server, the load's generator, the subscriber.
type Memory struct {
	Resident int64 `json:"rss"`      // bytes
	Peak     int64 `json:"peak_rss"` // since resetPeak
}

// memory reads the figures of the operating system; where it gives none, what
// the runtime has obtained.
func memory() Memory {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return Memory{Resident: int64(m.Sys - m.HeapReleased), Peak: int64(m.Sys)}
	}
	field := func(name string) int64 {
		_, rest, _ := bytes.Cut(status, []byte(name+":"))
		f := bytes.Fields(rest)
		if len(f) == 0 {
			return 0
		}
		n, _ := strconv.ParseInt(string(f[0]), 10, 64)
		return n << 10
	}
	return Memory{Resident: field("VmRSS"), Peak: field("VmHWM")}
}

// resetPeak gives back what is not used and starts the peak anew.
func resetPeak() {
	debug.FreeOSMemory()
	_ = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0)
}

// processorTime is what this process has used of the processors.
func processorTime() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// onDisk is the size of the files under dir.
func onDisk(dir string) (size int64) {
	_ = filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			if info, err := d.Info(); err == nil {
				size += info.Size()
			}
		}
		return nil
	})
	return size
}
