CREATE TABLE meta (
  key   TEXT NOT NULL PRIMARY KEY,
  value BLOB NOT NULL
) WITHOUT ROWID;

CREATE TABLE conversation (
  app        TEXT    NOT NULL,
  id         TEXT    NOT NULL,
  kind       INTEGER NOT NULL,
  creator    TEXT    NOT NULL,
  unique_id  TEXT,
  unique_key TEXT,
  attributes TEXT    NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  PRIMARY KEY (app, id)
) WITHOUT ROWID;
CREATE INDEX conversation_unique ON conversation (app, unique_key) WHERE unique_key IS NOT NULL;

-- What every message or change of membership writes, apart from the wide row.
CREATE TABLE head (
  app            TEXT    NOT NULL,
  conversation   TEXT    NOT NULL,
  last_seq       INTEGER NOT NULL,
  last_timestamp INTEGER NOT NULL,
  member_count   INTEGER NOT NULL,
  next_position  INTEGER NOT NULL,
  PRIMARY KEY (app, conversation)
) WITHOUT ROWID;

CREATE TABLE member (
  app           TEXT    NOT NULL,
  conversation  TEXT    NOT NULL,
  client        TEXT    NOT NULL,
  position      INTEGER NOT NULL,
  muted         INTEGER NOT NULL DEFAULT 0,
  delivered_seq INTEGER NOT NULL DEFAULT 0,
  delivered_ts  INTEGER NOT NULL DEFAULT 0,
  read_seq      INTEGER NOT NULL DEFAULT 0,
  read_ts       INTEGER NOT NULL DEFAULT 0,
  read_at       INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (app, conversation, client)
) WITHOUT ROWID;
CREATE INDEX member_client ON member (app, client, conversation);

CREATE TABLE message (
  app          TEXT    NOT NULL,
  conversation TEXT    NOT NULL,
  seq          INTEGER NOT NULL,
  id           TEXT    NOT NULL,
  timestamp    INTEGER NOT NULL,
  sender       TEXT    NOT NULL,
  data         BLOB    NOT NULL,
  is_binary    INTEGER NOT NULL,
  type         INTEGER,
  mention_all  INTEGER NOT NULL,
  mention_pids TEXT,
  receipt      INTEGER NOT NULL,
  patched_at   INTEGER NOT NULL DEFAULT 0,
  recalled     INTEGER NOT NULL DEFAULT 0,
  delivered_at INTEGER NOT NULL DEFAULT 0,
  read_at      INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (app, conversation, seq)
) WITHOUT ROWID;
CREATE UNIQUE INDEX message_id ON message (app, conversation, id);
CREATE INDEX message_timestamp ON message (app, conversation, timestamp);
CREATE INDEX message_patched ON message (app, conversation, patched_at) WHERE patched_at > 0;

CREATE TABLE notice (
  app       TEXT    NOT NULL,
  client    TEXT    NOT NULL,
  timestamp INTEGER NOT NULL,
  body      INTEGER NOT NULL,
  PRIMARY KEY (app, client, timestamp)
) WITHOUT ROWID;

-- One body is shared by the notices of all who are told the same.
CREATE TABLE notice_body (
  id           INTEGER PRIMARY KEY,
  app          TEXT    NOT NULL,
  conversation TEXT    NOT NULL,
  timestamp    INTEGER NOT NULL,
  body         TEXT    NOT NULL
);
CREATE INDEX notice_body_timestamp ON notice_body (timestamp);
