-- A message of two is written when it is sent, when it is delivered and when it is read,
-- a member whenever a mark moves. With room in its page for the new version of each row
-- that is in it, no index is written. The room is used again and again; without it the
-- versions are elsewhere, and take more.
ALTER TABLE message SET (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05);
ALTER TABLE member SET (fillfactor = 50);
ALTER TABLE head SET (fillfactor = 50);
