package move

import "strings"

// table is one table in both databases.
type table struct {
	from, to string
	key      string // what SQLite orders by
	columns  []column
}

type column struct {
	name string
	kind byte // t text, i integer, b boolean, x bytes, l list of texts
}

// define reads columns as name:kind.
func define(from, to, key, columns string) table {
	t := table{from: from, to: to, key: key}
	for field := range strings.FieldsSeq(columns) {
		name, kind, _ := strings.Cut(field, ":")
		t.columns = append(t.columns, column{name, kind[0]})
	}
	return t
}

// tables are all that the store keeps but meta, which holds the clock and the secrets,
// and node, which is about those who have the data open.
var tables = []table{
	define("app", "app", "id", "id:t key:t master_key:t disabled:b created_at:i updated_at:i previous_master_key:t previous_until:i"),
	define("conversation", "conversation", "app, id",
		"app:t id:t kind:i creator:t unique_id:t unique_key:t attributes:t created_at:i updated_at:i expires_at:i"),
	define("head", "head", "app, conversation", "app:t conversation:t last_seq:i last_timestamp:i member_count:i next_position:i"),
	define("member", "member", "app, conversation, client",
		"app:t conversation:t client:t position:i muted:b delivered_seq:i delivered_ts:i read_seq:i read_ts:i read_at:i joined_at:i"),
	define("message", "message", "app, conversation, seq", "app:t conversation:t seq:i id:t timestamp:i sender:t data:x is_binary:b type:i "+
		"mention_all:b mention_pids:l receipt:b patched_at:i recalled:b delivered_at:i read_at:i private:b from_ip:t upstream:b"),
	define("audience", "audience", "app, conversation, client, seq", "app:t conversation:t client:t seq:i"),
	define("notice", "notice", "app, client, timestamp", "app:t client:t timestamp:i body:i"),
	define("notice_body", "notice_body", "id", "id:i app:t conversation:t timestamp:i body:t"),
	define("gone", "gone", "app, conversation", "app:t conversation:t"),
	define("role", "role", "app, conversation, client", "app:t conversation:t client:t id:t role:t position:i"),
	define("restriction", "restriction", "app, conversation, kind, client", "app:t conversation:t kind:i client:t position:i"),
	define("silence", "silence", "app, conversation, client", "app:t conversation:t client:t ends_at:i"),
	define("client", "client", "app, id", "app:t id:t seen_at:i broadcast_at:i"),
	define("broadcast", "broadcast", "app, timestamp", "app:t timestamp:i conversation:t id:t sender:t data:x expires_at:i"),
	define("tag_holder", "tag_holder", "app, client, tag", "app:t client:t tag:t device:t login:t"),
	define("revoked_token", "revoked_token", "app, client, token", "app:t client:t token:t revoked_at:i until:i"),
	define("user", "users", "app, id",
		"app:t id:t username:t email:t mobile:t salt:t password:t session_token:t attributes:t created_at:i updated_at:i"),
	define("file", "file", "app, id",
		"app:t id:t state:i name:t type:t url:t blob:t size:i meta_data:t attributes:t created_at:i updated_at:i"),
}

func (t table) names() []string {
	names := make([]string, len(t.columns))
	for i, c := range t.columns {
		names[i] = c.name
	}
	return names
}
