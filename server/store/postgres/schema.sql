-- Ids and texts are compared by their bytes, as everywhere in the server.

CREATE TABLE secret (
  name  TEXT COLLATE "C" PRIMARY KEY,
  value BYTEA NOT NULL
);

-- The one row that every transaction which writes locks first: the time of the last
-- one.
CREATE TABLE clock (
  id   INT PRIMARY KEY CHECK (id = 1),
  last BIGINT NOT NULL
);
INSERT INTO clock VALUES (1, 0);

-- The processes that write. base is above 0 while one is about to: a time that all
-- times of its transaction are at or above. batch counts its transactions.
CREATE TABLE writer (
  id    TEXT COLLATE "C" PRIMARY KEY,
  base  BIGINT NOT NULL,
  batch BIGINT NOT NULL,
  seen  TIMESTAMPTZ NOT NULL
) WITH (fillfactor = 20);

CREATE TABLE app (
  id         TEXT COLLATE "C" PRIMARY KEY,
  key        TEXT    NOT NULL,
  master_key TEXT    NOT NULL,
  disabled   BOOLEAN NOT NULL,
  created_at BIGINT  NOT NULL,
  updated_at BIGINT  NOT NULL
);

CREATE TABLE conversation (
  app        TEXT COLLATE "C" NOT NULL,
  id         TEXT COLLATE "C" NOT NULL,
  kind       INT    NOT NULL,
  creator    TEXT COLLATE "C" NOT NULL,
  unique_id  TEXT COLLATE "C",
  unique_key TEXT COLLATE "C",
  -- The unique key again, where this is the conversation that is found by it.
  claim      TEXT COLLATE "C",
  attributes TEXT   NOT NULL,
  doc        JSONB  NOT NULL, -- the attributes, for queries
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  PRIMARY KEY (app, id)
);
CREATE UNIQUE INDEX conversation_claim ON conversation (app, claim) WHERE claim IS NOT NULL;
CREATE INDEX conversation_unique ON conversation (app, unique_key, created_at, id) WHERE unique_key IS NOT NULL;
CREATE INDEX conversation_expires ON conversation (expires_at) WHERE expires_at > 0;
CREATE INDEX conversation_creator ON conversation (app, creator);
CREATE INDEX conversation_created ON conversation (app, created_at);
CREATE INDEX conversation_updated ON conversation (app, updated_at);
CREATE INDEX conversation_doc ON conversation USING gin (doc jsonb_path_ops);

-- What every message or change of membership writes, apart from the wide row. No
-- index holds these columns, so that a write changes the page of the row alone.
CREATE TABLE head (
  app            TEXT COLLATE "C" NOT NULL,
  conversation   TEXT COLLATE "C" NOT NULL,
  last_seq       BIGINT NOT NULL,
  last_timestamp BIGINT NOT NULL,
  member_count   BIGINT NOT NULL,
  next_position  BIGINT NOT NULL,
  PRIMARY KEY (app, conversation)
) WITH (fillfactor = 60);

CREATE TABLE member (
  app           TEXT COLLATE "C" NOT NULL,
  conversation  TEXT COLLATE "C" NOT NULL,
  client        TEXT COLLATE "C" NOT NULL,
  position      BIGINT  NOT NULL,
  muted         BOOLEAN NOT NULL DEFAULT FALSE,
  delivered_seq BIGINT  NOT NULL DEFAULT 0,
  delivered_ts  BIGINT  NOT NULL DEFAULT 0,
  read_seq      BIGINT  NOT NULL DEFAULT 0,
  read_ts       BIGINT  NOT NULL DEFAULT 0,
  read_at       BIGINT  NOT NULL DEFAULT 0,
  joined_at     BIGINT  NOT NULL DEFAULT 0,
  PRIMARY KEY (app, conversation, client)
) WITH (fillfactor = 80);
CREATE INDEX member_client ON member (app, client, conversation);

CREATE TABLE message (
  app          TEXT COLLATE "C" NOT NULL,
  conversation TEXT COLLATE "C" NOT NULL,
  seq          BIGINT  NOT NULL,
  id           TEXT COLLATE "C" NOT NULL,
  timestamp    BIGINT  NOT NULL,
  sender       TEXT COLLATE "C" NOT NULL,
  data         BYTEA   NOT NULL,
  is_binary    BOOLEAN NOT NULL,
  type         BIGINT,
  mention_all  BOOLEAN NOT NULL,
  mention_pids TEXT[],
  receipt      BOOLEAN NOT NULL,
  patched_at   BIGINT  NOT NULL DEFAULT 0,
  recalled     BOOLEAN NOT NULL DEFAULT FALSE,
  delivered_at BIGINT  NOT NULL DEFAULT 0,
  read_at      BIGINT  NOT NULL DEFAULT 0,
  private      BOOLEAN NOT NULL DEFAULT FALSE,
  from_ip      TEXT    NOT NULL DEFAULT '',
  upstream     BOOLEAN NOT NULL DEFAULT FALSE,
  PRIMARY KEY (app, conversation, seq)
);
CREATE UNIQUE INDEX message_id ON message (app, conversation, id);
CREATE INDEX message_timestamp ON message (app, conversation, timestamp, seq);
CREATE INDEX message_app ON message (app, timestamp, conversation, seq);
CREATE INDEX message_sender ON message (app, sender, timestamp, conversation, seq);
CREATE INDEX message_patched ON message (app, conversation, patched_at) WHERE patched_at > 0;
CREATE INDEX message_upstream ON message (app, timestamp, conversation, seq) WHERE upstream;

-- Who sees a private message of anybody, or a message of a service conversation; the
-- empty client stands for all subscribers.
CREATE TABLE audience (
  app          TEXT COLLATE "C" NOT NULL,
  conversation TEXT COLLATE "C" NOT NULL,
  client       TEXT COLLATE "C" NOT NULL,
  seq          BIGINT NOT NULL,
  PRIMARY KEY (app, conversation, client, seq)
);
CREATE INDEX audience_seq ON audience (app, conversation, seq);

CREATE TABLE notice (
  app       TEXT COLLATE "C" NOT NULL,
  client    TEXT COLLATE "C" NOT NULL,
  timestamp BIGINT NOT NULL,
  body      BIGINT NOT NULL,
  PRIMARY KEY (app, client, timestamp)
);
CREATE INDEX notice_of_body ON notice (body);

-- One body is shared by the notices of all who are told the same.
CREATE TABLE notice_body (
  id           BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  app          TEXT COLLATE "C" NOT NULL,
  conversation TEXT COLLATE "C" NOT NULL,
  timestamp    BIGINT NOT NULL,
  body         TEXT   NOT NULL
);
CREATE INDEX notice_body_timestamp ON notice_body (timestamp);
CREATE INDEX notice_body_conversation ON notice_body (app, conversation);

-- Conversations that have been deleted and whose messages and notices are still to
-- be removed.
CREATE TABLE gone (
  app          TEXT COLLATE "C" NOT NULL,
  conversation TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (app, conversation)
);

CREATE TABLE role (
  app          TEXT COLLATE "C" NOT NULL,
  conversation TEXT COLLATE "C" NOT NULL,
  client       TEXT COLLATE "C" NOT NULL,
  id           TEXT COLLATE "C" NOT NULL,
  role         TEXT   NOT NULL,
  position     BIGINT NOT NULL,
  PRIMARY KEY (app, conversation, client)
);
CREATE INDEX role_id ON role (app, id);

-- Who is blocked (kind 1) or silenced (kind 2), and who does not want to be added
-- (kind 3).
CREATE TABLE restriction (
  app          TEXT COLLATE "C" NOT NULL,
  conversation TEXT COLLATE "C" NOT NULL,
  kind         INT    NOT NULL,
  client       TEXT COLLATE "C" NOT NULL,
  position     BIGINT NOT NULL,
  PRIMARY KEY (app, conversation, kind, client)
);
CREATE INDEX restriction_position ON restriction (app, conversation, kind, position);
CREATE INDEX restriction_refused ON restriction (app, client, conversation) WHERE kind = 3;

-- Who is kept from sending until a time.
CREATE TABLE silence (
  app          TEXT COLLATE "C" NOT NULL,
  conversation TEXT COLLATE "C" NOT NULL,
  client       TEXT COLLATE "C" NOT NULL,
  ends_at      BIGINT NOT NULL,
  PRIMARY KEY (app, conversation, client)
);
CREATE INDEX silence_ends ON silence (ends_at);

-- Who has logged in, and the time of the last broadcast that counts as received.
CREATE TABLE client (
  app          TEXT COLLATE "C" NOT NULL,
  id           TEXT COLLATE "C" NOT NULL,
  seen_at      BIGINT NOT NULL,
  broadcast_at BIGINT NOT NULL,
  PRIMARY KEY (app, id)
);
CREATE INDEX client_seen ON client (app, seen_at);

CREATE TABLE broadcast (
  app          TEXT COLLATE "C" NOT NULL,
  timestamp    BIGINT NOT NULL,
  conversation TEXT COLLATE "C" NOT NULL,
  id           TEXT COLLATE "C" NOT NULL,
  sender       TEXT COLLATE "C" NOT NULL,
  data         BYTEA  NOT NULL,
  expires_at   BIGINT NOT NULL,
  PRIMARY KEY (app, timestamp)
);
CREATE UNIQUE INDEX broadcast_id ON broadcast (app, id);

CREATE TABLE tag_holder (
  app    TEXT COLLATE "C" NOT NULL,
  client TEXT COLLATE "C" NOT NULL,
  tag    TEXT COLLATE "C" NOT NULL,
  device TEXT NOT NULL,
  login  TEXT NOT NULL,
  PRIMARY KEY (app, client, tag)
);

CREATE TABLE revoked_token (
  app        TEXT COLLATE "C" NOT NULL,
  client     TEXT COLLATE "C" NOT NULL,
  token      TEXT COLLATE "C" NOT NULL,
  revoked_at BIGINT NOT NULL,
  until      BIGINT NOT NULL,
  PRIMARY KEY (app, client, token)
);
CREATE INDEX revoked_token_until ON revoked_token (until);

CREATE TABLE users (
  app           TEXT COLLATE "C" NOT NULL,
  id            TEXT COLLATE "C" NOT NULL,
  username      TEXT COLLATE "C" NOT NULL,
  email         TEXT COLLATE "C",
  mobile        TEXT COLLATE "C",
  salt          TEXT NOT NULL,
  password      TEXT NOT NULL,
  session_token TEXT COLLATE "C" NOT NULL,
  attributes    TEXT NOT NULL,
  created_at    BIGINT NOT NULL,
  updated_at    BIGINT NOT NULL,
  PRIMARY KEY (app, id)
);
CREATE UNIQUE INDEX users_name ON users (app, username);
CREATE UNIQUE INDEX users_session_token ON users (app, session_token);
CREATE UNIQUE INDEX users_email ON users (app, email) WHERE email IS NOT NULL;
CREATE UNIQUE INDEX users_mobile ON users (app, mobile) WHERE mobile IS NOT NULL;

CREATE TABLE file (
  app        TEXT COLLATE "C" NOT NULL,
  id         TEXT COLLATE "C" NOT NULL,
  state      INT    NOT NULL,
  name       TEXT   NOT NULL,
  type       TEXT   NOT NULL,
  url        TEXT   NOT NULL,
  blob       TEXT   NOT NULL,
  size       BIGINT NOT NULL,
  meta_data  TEXT   NOT NULL,
  attributes TEXT   NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  PRIMARY KEY (app, id)
);
CREATE INDEX file_pending ON file (created_at) WHERE state = 0;
