-- The edits and recalls of all conversations of an app.
CREATE INDEX message_app_patched ON message (app, patched_at, conversation, seq) WHERE patched_at > 0;
