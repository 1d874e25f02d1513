-- Columns of files that came from elsewhere.
ALTER TABLE file ADD COLUMN attributes TEXT NOT NULL DEFAULT '';
