ALTER TABLE message ADD COLUMN from_ip TEXT NOT NULL DEFAULT '';

-- What users send to service conversations.
ALTER TABLE message ADD COLUMN upstream INTEGER NOT NULL DEFAULT 0;
UPDATE message SET upstream = 1 WHERE private AND EXISTS (SELECT 1 FROM audience a
  WHERE a.app = message.app AND a.conversation = message.conversation AND a.client = message.sender AND a.seq = message.seq);

-- What all subscribers see is in the audience of an empty client.
INSERT INTO audience (app, conversation, client, seq)
  SELECT m.app, m.conversation, '', m.seq FROM conversation c
  JOIN message m ON m.app = c.app AND m.conversation = c.id WHERE c.kind = 3 AND NOT m.private;

CREATE INDEX message_app ON message (app, timestamp, conversation, seq);
CREATE INDEX message_sender ON message (app, sender, timestamp, conversation, seq);
CREATE INDEX message_upstream ON message (app, timestamp, conversation, seq) WHERE upstream = 1;

-- Who has logged in, and the time of the last broadcast that counts as received.
CREATE TABLE client (
  app          TEXT    NOT NULL,
  id           TEXT    NOT NULL,
  seen_at      INTEGER NOT NULL,
  broadcast_at INTEGER NOT NULL,
  PRIMARY KEY (app, id)
) WITHOUT ROWID;
CREATE INDEX client_seen ON client (app, seen_at);

CREATE TABLE broadcast (
  app          TEXT    NOT NULL,
  timestamp    INTEGER NOT NULL,
  conversation TEXT    NOT NULL,
  id           TEXT    NOT NULL,
  sender       TEXT    NOT NULL,
  data         BLOB    NOT NULL,
  expires_at   INTEGER NOT NULL,
  PRIMARY KEY (app, timestamp)
) WITHOUT ROWID;
CREATE UNIQUE INDEX broadcast_id ON broadcast (app, id);
