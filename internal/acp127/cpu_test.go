//go:build unix

package acp127

import (
	"syscall"
	"testing"
	"time"
)

// cpu gives the processor time used so far: on a machine with other work the
// time by the clock says little.
func cpu(tb testing.TB) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		tb.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
