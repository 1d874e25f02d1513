package postgres

// PrepareBulk does nothing: the pages of an index that an import writes many times
// over reach the disk once for each checkpoint, and other nodes may be running that
// need the indexes.
func (t *tx) PrepareBulk(int64) error { return nil }

// FinishBulk does nothing.
func (t *tx) FinishBulk() error { return nil }
