-- What each node has said of itself last (store.Node).
CREATE TABLE node (
  id        TEXT COLLATE "C" PRIMARY KEY,
  seen_at   BIGINT  NOT NULL,
  connected BOOLEAN NOT NULL
) WITH (fillfactor = 20);
