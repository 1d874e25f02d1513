CREATE TABLE role (
  app          TEXT    NOT NULL,
  conversation TEXT    NOT NULL,
  client       TEXT    NOT NULL,
  id           TEXT    NOT NULL,
  role         TEXT    NOT NULL,
  position     INTEGER NOT NULL,
  PRIMARY KEY (app, conversation, client)
) WITHOUT ROWID;

-- Who is blocked (kind 1) or silenced (kind 2).
CREATE TABLE restriction (
  app          TEXT    NOT NULL,
  conversation TEXT    NOT NULL,
  kind         INTEGER NOT NULL,
  client       TEXT    NOT NULL,
  position     INTEGER NOT NULL,
  PRIMARY KEY (app, conversation, kind, client)
) WITHOUT ROWID;
CREATE INDEX restriction_position ON restriction (app, conversation, kind, position);
