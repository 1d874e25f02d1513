CREATE TABLE revoked_token (
  app        TEXT    NOT NULL,
  client     TEXT    NOT NULL,
  token      TEXT    NOT NULL,
  revoked_at INTEGER NOT NULL,
  until      INTEGER NOT NULL,
  PRIMARY KEY (app, client, token)
) WITHOUT ROWID;
CREATE INDEX revoked_token_until ON revoked_token (until);
