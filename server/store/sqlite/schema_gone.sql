-- Conversations that have been deleted and whose messages and notices are still to
-- be removed.
CREATE TABLE gone (
  app          TEXT NOT NULL,
  conversation TEXT NOT NULL,
  PRIMARY KEY (app, conversation)
) WITHOUT ROWID;
CREATE INDEX conversation_expires ON conversation (expires_at) WHERE expires_at > 0;
CREATE INDEX notice_body_conversation ON notice_body (app, conversation);
CREATE INDEX notice_of_body ON notice (body);

-- Who is kept from sending until a time.
CREATE TABLE silence (
  app          TEXT    NOT NULL,
  conversation TEXT    NOT NULL,
  client       TEXT    NOT NULL,
  ends_at      INTEGER NOT NULL,
  PRIMARY KEY (app, conversation, client)
) WITHOUT ROWID;
CREATE INDEX silence_ends ON silence (ends_at);

CREATE INDEX role_id ON role (app, id);
-- The conversations that a client does not want to be added to (kind 3).
CREATE INDEX restriction_refused ON restriction (app, client, conversation) WHERE kind = 3;
