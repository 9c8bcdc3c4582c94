//go:build race

package watch

// racing is true where the race detector runs: times mean nothing then.
const racing = true
