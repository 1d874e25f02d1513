package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"
)

// The indexes whose order has nothing to do with that of an import: it would write every
// page of them many times over, and each page as a whole into the log after each
// checkpoint.
var bulkIndexes = []struct{ name, make string }{
	{"message_app", `CREATE INDEX IF NOT EXISTS message_app ON message (app, timestamp, conversation, seq)`},
	{"message_sender", `CREATE INDEX IF NOT EXISTS message_sender ON message (app, sender, timestamp, conversation, seq)`},
}

// An import of fewer messages, or of fewer than a fraction of what is there, is
// faster with the indexes than without them.
const (
	bulkMessages = 50_000
	bulkFraction = 4
)

func (t *tx) PrepareBulk(messages int64) error {
	if !t.alone || messages < bulkMessages { // other nodes need the indexes
		return nil
	}
	var existing int64
	err := t.conn.row(`SELECT count(*) FROM (SELECT 1 FROM message LIMIT ?) m`, messages*bulkFraction).Scan(&existing)
	if err != nil || existing == messages*bulkFraction {
		return err
	}
	for _, index := range bulkIndexes {
		if err := t.write().exec(`DROP INDEX IF EXISTS ` + index.name); err != nil {
			return err
		}
	}
	return nil
}

func (t *tx) FinishBulk() error {
	if !t.alone {
		return nil
	}
	w := t.write()
	for _, index := range bulkIndexes {
		if err := w.exec(index.make); err != nil {
			return err
		}
	}
	// What the planner knows is of before.
	return w.exec(`ANALYZE conversation, head, member, message, audience, users`)
}

// finishBulk makes up for an import that did not come to its end. Of nodes that start at
// the same time one does, and the others wait, however long it takes.
func finishBulk(c *pgx.Conn) error {
	ctx := context.Background()
	var missing bool
	for _, index := range bulkIndexes { // asking does not hold up those who write, making does
		absent := false
		if err := c.QueryRow(ctx, `SELECT to_regclass($1) IS NULL`, index.name).Scan(&absent); err != nil {
			return err
		}
		missing = missing || absent
	}
	if !missing {
		return nil
	}
	return pgx.BeginFunc(ctx, c, func(t pgx.Tx) error {
		if _, err := t.Exec(ctx, `SELECT pg_advisory_xact_lock($1)`, int64(migrationLock)); err != nil {
			return err
		}
		for _, index := range bulkIndexes {
			if _, err := t.Exec(ctx, index.make); err != nil {
				return err
			}
		}
		return nil
	})
}
