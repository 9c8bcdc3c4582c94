//go:build !linux && !darwin

package natsserver

// diskRoom knows nothing here.
func diskRoom(string) (free, total uint64, ok bool) { return 0, 0, false }
