CREATE TABLE user (
  app           TEXT    NOT NULL,
  id            TEXT    NOT NULL,
  username      TEXT    NOT NULL,
  salt          TEXT    NOT NULL,
  password      TEXT    NOT NULL,
  session_token TEXT    NOT NULL,
  attributes    TEXT    NOT NULL,
  created_at    INTEGER NOT NULL,
  updated_at    INTEGER NOT NULL,
  PRIMARY KEY (app, id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX user_name ON user (app, username);
CREATE UNIQUE INDEX user_session_token ON user (app, session_token);
