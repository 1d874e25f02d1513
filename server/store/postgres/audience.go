package postgres

import (
	"slices"

	"imclient/server/store"
)

// visible is the condition that a client, who is its parameter, sees message m.
const visible = ` (NOT m.private OR EXISTS (SELECT 1 FROM audience a
	WHERE a.app = m.app AND a.conversation = m.conversation AND a.client = ? AND a.seq = m.seq))`

// Audience sorts here: the order would have the database read the audiences of all of
// the conversation's messages, which an index has in it.
func (r *reader) Audience(app, conversation string, seq int64) ([]string, error) {
	clients, err := r.in(app, conversation).clients(`SELECT client FROM audience WHERE app = ? AND conversation = ? AND seq = ? AND client <> ''`,
		app, conversation, seq)
	slices.Sort(clients)
	return clients, err
}

// everybody stands in the audience of what all subscribers see, so that a client's
// messages are found without looking at those of others.
const everybody = ""

func (t *tx) addAudience(m *store.Message, kind store.Kind) error {
	audience := m.Audience
	if !m.Private {
		if kind != store.System {
			return nil
		}
		audience = []string{everybody}
	}
	if len(audience) == 0 {
		return nil
	}
	return t.writeIn(m.App, m.Conversation).exec(`INSERT INTO audience SELECT ?1, ?2, client, ?4 FROM unnest(?3::text[]) client
		ON CONFLICT DO NOTHING`, m.App, m.Conversation, audience, m.Seq)
}

func (t *tx) RemoveAudience(app, conversation string, seq int64, client string) (left int, err error) {
	n, err := t.writeIn(app, conversation).execCount(`DELETE FROM audience WHERE app = ? AND conversation = ? AND client = ? AND client <> '' AND seq = ?`,
		app, conversation, client, seq)
	if err != nil {
		return 0, err
	}
	if n == 0 {
		return 0, store.ErrNotFound
	}
	err = t.in(app, conversation).row(`SELECT count(*) FROM audience WHERE app = ? AND conversation = ? AND seq = ?`, app, conversation, seq).Scan(&left)
	return left, err
}

// isService says whether a viewer's messages are found by the audience.
func (r *reader) isService(app, conversation, viewer string) (is bool, err error) {
	if viewer != "" {
		err = r.in(app, conversation).row(`SELECT EXISTS (SELECT 1 FROM conversation WHERE app = ? AND id = ? AND kind = ?)`,
			app, conversation, store.System).Scan(&is)
	}
	return is, err
}

// visibleTo returns what one client sees of a service conversation: both halves of
// the union are read in the order of an index, and merged.
func (r *reader) visibleTo(app, conversation string, g store.Range) ([]*store.Message, error) {
	half := `SELECT ` + messageColumns + ` FROM audience a
		JOIN message m ON m.app = a.app AND m.conversation = a.conversation AND m.seq = a.seq
		WHERE a.app = ? AND a.conversation = ? AND a.client = ? AND a.seq BETWEEN ? AND ?`
	if g.HasType {
		half += ` AND m.type = ?`
	}
	args := func(client string) []any {
		args := []any{app, conversation, client, g.From, g.To}
		if g.HasType {
			args = append(args, g.Type)
		}
		return args
	}
	text, all := half, args(g.Viewer)
	if !g.Private {
		text, all = `(`+half+page(g.Descending)+`) UNION ALL (`+half+page(g.Descending)+`)`, append(append(append(all, g.Limit), args(everybody)...), g.Limit)
	}
	return r.in(app, conversation).messages(text+page(g.Descending), append(all, g.Limit)...)
}

// page orders by the third column, seq, and takes the first rows.
func page(descending bool) string {
	if descending {
		return ` ORDER BY 3 DESC LIMIT ?`
	}
	return ` ORDER BY 3 LIMIT ?`
}
