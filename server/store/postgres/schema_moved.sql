-- How far imserver migrate has come with each table of another database. The row with
-- the empty name says which database that is, and whether all of it is here.
CREATE TABLE moved (
  name     TEXT PRIMARY KEY,
  source   TEXT    NOT NULL,
  rows     BIGINT  NOT NULL,
  complete BOOLEAN NOT NULL
);
