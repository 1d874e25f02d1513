-- Between indexes that look equally good the planner takes the newest. They do while a
-- table is empty, and later to whoever knows but the mean: where most conversations have
-- one message, any index by conversation finds one. A prepared statement keeps such a
-- plan. So what names a row comes last here, and nothing that names a message or its
-- audience begins like an index that a conversation's rows are found by.

DROP INDEX message_timestamp;
CREATE INDEX message_timestamp ON message (app, conversation, timestamp, seq);
ALTER TABLE message DROP CONSTRAINT message_pkey, ADD PRIMARY KEY (app, conversation, seq);
DROP INDEX message_id;
CREATE UNIQUE INDEX message_id ON message (id, conversation, app);

ALTER TABLE audience DROP CONSTRAINT audience_pkey, ADD PRIMARY KEY (app, conversation, client, seq);
DROP INDEX audience_seq;
CREATE INDEX audience_seq ON audience (seq, conversation, app, client);

ALTER TABLE conversation DROP CONSTRAINT conversation_pkey, ADD PRIMARY KEY (app, id);
DROP INDEX conversation_claim;
CREATE UNIQUE INDEX conversation_claim ON conversation (app, claim) WHERE claim IS NOT NULL;

ALTER TABLE member DROP CONSTRAINT member_pkey, ADD PRIMARY KEY (app, conversation, client);
ALTER TABLE role DROP CONSTRAINT role_pkey, ADD PRIMARY KEY (app, conversation, client);
ALTER TABLE restriction DROP CONSTRAINT restriction_pkey, ADD PRIMARY KEY (app, conversation, kind, client);
ALTER TABLE client DROP CONSTRAINT client_pkey, ADD PRIMARY KEY (app, id);
