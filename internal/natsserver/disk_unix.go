//go:build linux || darwin

package natsserver

import "syscall"

// diskRoom gives the bytes that are free on the disk of dir, and all of them.
func diskRoom(dir string) (free, total uint64, ok bool) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(dir, &s); err != nil {
		return 0, 0, false
	}
	return uint64(s.Bavail) * uint64(s.Bsize), uint64(s.Blocks) * uint64(s.Bsize), true
}
