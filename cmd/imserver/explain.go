package main

import (
	"errors"
	"io/fs"
	"net"
	"syscall"

	"imclient/server/store"
	"imclient/server/store/postgres"
	"imclient/server/store/sqlite"
)

// explain adds to an error what an operator can do about it.
func explain(err error) string {
	text := err.Error()
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return text + "\nsomething else listens there: end it, or choose another port with --listen"
	case errors.Is(err, syscall.EACCES) && isListen(err):
		return text + "\nports below 1024 need a privilege: CAP_NET_BIND_SERVICE, as deploy/imserver.service gives, or a proxy in front"
	case errors.Is(err, postgres.ErrServed):
		return text + "\nstop the nodes, or wait for what else uses the database, and run this again"
	case errors.Is(err, postgres.ErrAlone):
		return text + "\nwait for its end; if it was killed, the same import goes on when it is started again"
	case errors.Is(err, store.ErrLocked):
		return text + "\na server runs on that directory: end it first"
	case errors.Is(err, fs.ErrPermission):
		return text + "\nthe user who runs imserver must own the directory and the files in it"
	case sqlite.IsDamaged(err):
		return text + "\nthe database file is damaged: put a backup in its place with imserver restore, which keeps the file"
	case errors.Is(err, syscall.ENOSPC), sqlite.IsFull(err):
		return text + "\nthe disk is full"
	case errors.Is(err, syscall.EROFS):
		return text + "\nthe file system is read-only; choose another directory with --data"
	}
	return text
}

// isListen says whether the error is about an address, not about a file.
func isListen(err error) bool {
	var op *net.OpError
	return errors.As(err, &op) && op.Op == "listen"
}
