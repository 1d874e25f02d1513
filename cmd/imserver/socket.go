package main

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"

	"imclient/cmd/imserver/internal/config"
)

// socketPath is where imserver admin finds the server; empty for nowhere.
func socketPath(c *config.Config) string {
	switch c.Admin.Socket {
	case "off":
		return ""
	case "":
		return filepath.Join(c.Options.DataDir, "admin.sock")
	}
	return c.Admin.Socket
}

// listenSocket opens a Unix socket that only the user who runs the server can reach.
// It is made where nobody else can look, and gets its name when its permissions are
// right. One that is left from a server that was killed is replaced: the lock on the
// data directory says that no other server runs.
func listenSocket(path string) (net.Listener, error) {
	dir, err := os.MkdirTemp(filepath.Dir(path), ".s")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	made := filepath.Join(dir, "s")
	l, err := net.ListenUnix("unix", &net.UnixAddr{Name: made, Net: "unix"})
	if err != nil {
		return nil, err
	}
	l.SetUnlinkOnClose(false)
	if err = os.Chmod(made, 0o600); err == nil {
		err = replaceSocket(made, path)
	}
	if err != nil {
		return nil, errors.Join(err, l.Close())
	}
	return l, nil
}

func replaceSocket(made, path string) error {
	info, err := os.Lstat(path)
	if err == nil && info.Mode().Type() != fs.ModeSocket {
		return fmt.Errorf("%s is there and is no socket", path)
	}
	return os.Rename(made, path)
}
