CREATE TABLE tag_holder (
  app    TEXT NOT NULL,
  client TEXT NOT NULL,
  tag    TEXT NOT NULL,
  device TEXT NOT NULL,
  login  TEXT NOT NULL,
  PRIMARY KEY (app, client, tag)
) WITHOUT ROWID;
