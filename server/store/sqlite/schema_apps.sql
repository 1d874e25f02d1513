CREATE TABLE app (
  id         TEXT    NOT NULL PRIMARY KEY,
  key        TEXT    NOT NULL,
  master_key TEXT    NOT NULL,
  disabled   INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) WITHOUT ROWID;
