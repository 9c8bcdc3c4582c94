//go:build race

package processor

// racing tells whether the race detector runs.
const racing = true
