package sqlite

import "imclient/server/store"

func (r *reader) UserByName(app, username string) (*store.User, error) {
	return r.user(`username = ?`, app, username)
}

func (r *reader) UserByToken(app, token string) (*store.User, error) {
	return r.user(`session_token = ?`, app, token)
}

// user finds the user who meets a condition, which is a constant text.
func (r *reader) user(condition string, args ...any) (*store.User, error) {
	var u store.User
	err := r.conn.row(`SELECT app, id, username, salt, password, session_token, attributes, created_at, updated_at
		FROM user WHERE app = ? AND `+condition, args...).
		Scan(&u.App, &u.ID, &u.Username, &u.Salt, &u.Password, &u.SessionToken, &u.Attributes, &u.CreatedAt, &u.UpdatedAt)
	if err != nil {
		return nil, found(err)
	}
	return &u, nil
}

func (t *tx) CreateUser(u *store.User) error {
	n, err := t.write().execCount(`INSERT INTO user VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		u.App, u.ID, u.Username, u.Salt, u.Password, u.SessionToken, u.Attributes, u.CreatedAt, u.UpdatedAt)
	if err == nil && n == 0 {
		err = store.ErrExists
	}
	return err
}
