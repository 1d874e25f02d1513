package sqlite

import (
	"fmt"
	"os"
	"path/filepath"

	"imclient/server/store"
)

// lockDirectory takes the directory's lock for as long as the returned file is
// open. It does not wait.
func lockDirectory(dir string) (*os.File, error) {
	f, err := os.OpenFile(filepath.Join(dir, "lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	if err := tryLock(f); err != nil {
		_ = f.Close()
		return nil, fmt.Errorf("%s is %w", dir, store.ErrLocked)
	}
	return f, nil
}
