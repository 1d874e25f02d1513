ALTER TABLE app
  ADD COLUMN previous_master_key TEXT   NOT NULL DEFAULT '',
  ADD COLUMN previous_until      BIGINT NOT NULL DEFAULT 0;
