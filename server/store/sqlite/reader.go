package sqlite

import (
	"context"
	"database/sql"
	"errors"

	"imclient/server/store"
)

// reader reads in the transaction that is open on its connection.
type reader struct {
	conn *conn
	ctx  context.Context // bounds queries that clients write; nil in updates
	at   int64
}

var _ store.Reader = (*reader)(nil)

func (r *reader) At() int64 { return r.at }

// found turns a missing row into store.ErrNotFound.
func found(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return store.ErrNotFound
	}
	return err
}
