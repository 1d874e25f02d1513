CREATE TABLE file (
  app        TEXT    NOT NULL,
  id         TEXT    NOT NULL,
  state      INTEGER NOT NULL,
  name       TEXT    NOT NULL,
  type       TEXT    NOT NULL,
  url        TEXT    NOT NULL,
  blob       TEXT    NOT NULL,
  size       INTEGER NOT NULL,
  meta_data  TEXT    NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (app, id)
) WITHOUT ROWID;
CREATE INDEX file_pending ON file (created_at) WHERE state = 0;
