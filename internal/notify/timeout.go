package notify

import (
	"fmt"
	"time"
)

// A Timeout bounds one attempt to send. 0 is the channel's own.
type Timeout time.Duration

// maxTimeout is how long whoever calls Send waits for it at most.
const maxTimeout = 30 * time.Second

// UnmarshalText reads a duration of up to 30s.
func (t *Timeout) UnmarshalText(b []byte) error {
	d, err := time.ParseDuration(string(b))
	if err != nil || d <= 0 || d > maxTimeout {
		return fmt.Errorf("%q is not a duration of up to %v, such as 5s", b, maxTimeout)
	}
	*t = Timeout(d)
	return nil
}

// Or gives the timeout, or d where there is none.
func (t Timeout) Or(d time.Duration) time.Duration {
	if t > 0 {
		return time.Duration(t)
	}
	return d
}
