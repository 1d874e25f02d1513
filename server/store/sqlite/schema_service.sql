-- A private message of a service conversation is for the clients in audience.
ALTER TABLE message ADD COLUMN private INTEGER NOT NULL DEFAULT 0;

CREATE TABLE audience (
  app          TEXT    NOT NULL,
  conversation TEXT    NOT NULL,
  client       TEXT    NOT NULL,
  seq          INTEGER NOT NULL,
  PRIMARY KEY (app, conversation, client, seq)
) WITHOUT ROWID;
CREATE INDEX audience_seq ON audience (app, conversation, seq);

ALTER TABLE member ADD COLUMN joined_at INTEGER NOT NULL DEFAULT 0;
