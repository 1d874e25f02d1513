package postgres

import (
	"errors"

	"imclient/server/store"

	"github.com/jackc/pgx/v5"
)

// reader reads in the transaction that is open in its session.
type reader struct {
	conn conn
	at   int64
}

var _ store.Reader = (*reader)(nil)

func (r *reader) At() int64 { return r.at }

// found turns a missing row into store.ErrNotFound.
func found(err error) error {
	if errors.Is(err, pgx.ErrNoRows) {
		return store.ErrNotFound
	}
	return err
}
