package store

import "errors"

var (
	// ErrNotFound says that there is no such conversation, message or user.
	ErrNotFound = errors.New("not found")
	// ErrExists says that the name is taken.
	ErrExists = errors.New("exists already")
	// ErrClosed says that the store has been closed.
	ErrClosed = errors.New("store closed")
	// ErrLocked says that another process uses the data directory, or the database in a
	// way that excludes this one.
	ErrLocked = errors.New("in use by another process")
	// ErrUnavailable says that the database did not answer in time. What was to be
	// written may have been.
	ErrUnavailable = errors.New("database not available")
	// ErrUnsupported says that a query asks for something the store cannot
	// compile.
	ErrUnsupported = errors.New("query not supported")
)
