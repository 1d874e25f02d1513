-- Typed messages that are found by their type, which the history filters by: pictures
-- among many texts. Texts are most of all messages, and are not looked for in it.
CREATE INDEX message_type ON message (app, conversation, type, seq) WHERE type <> -1;
