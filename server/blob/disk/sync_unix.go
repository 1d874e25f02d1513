//go:build !windows

package disk

import "os"

func syncFolder(f *os.File) error { return f.Sync() }
