package postgres

import (
	"errors"

	"imclient/server/store"
)

func (r *reader) Role(app, conversation, client string) (store.Role, error) {
	role := store.Member
	err := found(r.in(app, conversation).row(`SELECT role FROM role WHERE app = ? AND conversation = ? AND client = ?`,
		app, conversation, client).Scan(&role))
	if errors.Is(err, store.ErrNotFound) {
		err = nil
	}
	return role, err
}

func (r *reader) Roles(app, conversation, client string, role store.Role, skip, limit int) ([]store.MemberRole, error) {
	var roles []store.MemberRole
	rows := r.in(app, conversation).rows(`SELECT id, client, role FROM role WHERE app = ?1 AND conversation = ?2 AND (?3::text = '' OR client = ?3)
		AND (?4::text = '' OR role = ?4) ORDER BY position LIMIT ?5 OFFSET ?6`, app, conversation, client, string(role), limit, skip)
	err := rows.each(func(row row) error {
		var m store.MemberRole
		err := row.Scan(&m.ID, &m.Client, &m.Role)
		roles = append(roles, m)
		return err
	})
	return roles, err
}

func (r *reader) RoleByID(app, id string) (conversation string, m store.MemberRole, err error) {
	err = r.conn.row(`SELECT conversation, id, client, role FROM role WHERE app = ? AND id = ?`, app, id).
		Scan(&conversation, &m.ID, &m.Client, &m.Role)
	return conversation, m, found(err)
}

func (t *tx) ClearRole(app, conversation, client string) error {
	return t.writeIn(app, conversation).exec(`DELETE FROM role WHERE app = ? AND conversation = ? AND client = ?`, app, conversation, client)
}

func (t *tx) SetRole(app, conversation, client string, role store.Role, id string) error {
	return t.writeIn(app, conversation).exec(`INSERT INTO role VALUES (?1, ?2, ?3, ?4, ?5,
			(SELECT coalesce(max(position), 0) + 1 FROM role WHERE app = ?1 AND conversation = ?2))
		ON CONFLICT (app, conversation, client) DO UPDATE SET role = excluded.role`, app, conversation, client, id, string(role))
}
