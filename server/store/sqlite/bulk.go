package sqlite

// The indexes whose order has nothing to do with that of an import: it would write
// every page of them many times over.
const (
	indexOfApp    = `CREATE INDEX IF NOT EXISTS message_app ON message (app, timestamp, conversation, seq)`
	indexOfSender = `CREATE INDEX IF NOT EXISTS message_sender ON message (app, sender, timestamp, conversation, seq)`
)

// An import of fewer messages, or of fewer than a fraction of what is there, is
// faster with the indexes than without them.
const (
	bulkMessages = 50_000
	bulkFraction = 4
)

func (t *tx) PrepareBulk(messages int64) error {
	if messages < bulkMessages {
		return nil
	}
	var existing int64
	err := t.conn.row(`SELECT count(*) FROM (SELECT 1 FROM message LIMIT ?)`, messages*bulkFraction).Scan(&existing)
	if err != nil || existing == messages*bulkFraction {
		return err
	}
	return t.write().scripts(`DROP INDEX IF EXISTS message_app`, `DROP INDEX IF EXISTS message_sender`,
		`INSERT INTO meta VALUES ('bulk', '') ON CONFLICT DO NOTHING`)
}

func (t *tx) FinishBulk() error {
	var dropped bool
	if err := t.conn.row(`SELECT EXISTS (SELECT 1 FROM meta WHERE key = 'bulk')`).Scan(&dropped); err != nil || !dropped {
		return err
	}
	return t.write().scripts(indexOfApp, indexOfSender, `DELETE FROM meta WHERE key = 'bulk'`)
}

// finishBulk makes up for an import that did not come to its end.
func (s *Store) finishBulk() error {
	var dropped bool
	if err := s.writer.row(`SELECT EXISTS (SELECT 1 FROM meta WHERE key = 'bulk')`).Scan(&dropped); err != nil || !dropped {
		return err
	}
	return s.writer.scripts(`PRAGMA temp_store = FILE`, indexOfApp, indexOfSender, `DELETE FROM meta WHERE key = 'bulk'`,
		`PRAGMA temp_store = MEMORY`)
}
