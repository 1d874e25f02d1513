package postgres

// A topic is what a statement of an update is about. Updates that are about the same
// run one after the other; see strand.go. everything is the topic of what is not
// said to be about less.
const everything = ""

func conversationTopic(app, id string) string { return "conversation\x00" + app + "\x00" + id }
func clientTopic(app, id string) string       { return "client\x00" + app + "\x00" + id }

// Of users and files no statement touches more than the one that it names; of the
// conversations with one unique key, their claims alone.
func userTopic(app, id string) string   { return "user\x00" + app + "\x00" + id }
func fileTopic(app, id string) string   { return "file\x00" + app + "\x00" + id }
func claimTopic(app, key string) string { return "claim\x00" + app + "\x00" + key }

// in asks about one conversation.
func (r *reader) in(app, conversation string) conn {
	return r.conn.about(conversationTopic(app, conversation))
}

// of asks about one client, apart from conversations.
func (r *reader) of(app, client string) conn { return r.conn.about(clientTopic(app, client)) }

func (t *tx) writeIn(app, conversation string) conn {
	return t.write().about(conversationTopic(app, conversation))
}

func (t *tx) writeOf(app, client string) conn {
	return t.write().about(clientTopic(app, client))
}
