-- What each node has said of itself last (store.Node).
CREATE TABLE node (
  id        TEXT PRIMARY KEY,
  seen_at   INTEGER NOT NULL,
  connected INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
