//go:build linux || darwin || freebsd

package media

import "syscall"

// volumeSpace asks the file system what an ordinary user may still write.
func volumeSpace(path string) (Space, error) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(path, &s); err != nil {
		return Space{}, err
	}
	block := int64(s.Bsize)
	return Space{Free: int64(s.Bavail) * block, Total: int64(s.Blocks) * block}, nil
}
