//go:build !race

package dispatch

// racing tells whether the race detector runs.
const racing = false
