//go:build !unix

package acp127

import (
	"testing"
	"time"
)

var started = time.Now()

// cpu gives the time by the clock where that of the processor is not to be had.
func cpu(testing.TB) time.Duration { return time.Since(started) }
