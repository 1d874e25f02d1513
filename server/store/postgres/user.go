package postgres

import (
	"errors"

	"imclient/server/store"
)

func (r *reader) User(app, id string) (*store.User, error) {
	return scanUser(r.conn.about(userTopic(app, id)).row(`SELECT `+userColumns+` FROM users WHERE app = ? AND id = ?`, app, id))
}

func (r *reader) UserByName(app, username string) (*store.User, error) {
	return r.user(`username = ?`, app, username)
}

func (r *reader) UserByEmail(app, email string) (*store.User, error) {
	return r.user(`email = ?`, app, email)
}

func (r *reader) UserByMobile(app, mobile string) (*store.User, error) {
	return r.user(`mobile = ?`, app, mobile)
}

func (r *reader) UserByToken(app, token string) (*store.User, error) {
	return r.user(`session_token = ?`, app, token)
}

// user finds the user who meets a condition, which is a constant text.
func (r *reader) user(condition string, args ...any) (*store.User, error) {
	return scanUser(r.conn.row(`SELECT `+userColumns+` FROM users WHERE app = ? AND `+condition, args...))
}

const userColumns = `app, id, username, coalesce(email, ''), coalesce(mobile, ''), salt, password, session_token, attributes, created_at, updated_at`

func scanUser(row row) (*store.User, error) {
	var u store.User
	err := row.Scan(&u.App, &u.ID, &u.Username, &u.Email, &u.Mobile, &u.Salt, &u.Password, &u.SessionToken, &u.Attributes, &u.CreatedAt, &u.UpdatedAt)
	if err != nil {
		return nil, found(err)
	}
	return &u, nil
}

func (t *tx) CreateUser(u *store.User) error {
	n, err := t.write().about(userTopic(u.App, u.ID)).execCount(`INSERT INTO users
		(app, id, username, email, mobile, salt, password, session_token, attributes, created_at, updated_at)
		VALUES (?, ?, ?, nullif(?, ''), nullif(?, ''), ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		u.App, u.ID, u.Username, u.Email, u.Mobile, u.Salt, u.Password, u.SessionToken, u.Attributes, u.CreatedAt, u.UpdatedAt)
	if err == nil && n == 0 {
		err = store.ErrExists
	}
	return err
}

func (t *tx) UpdateUser(u *store.User) error {
	if _, err := t.User(u.App, u.ID); err != nil {
		return err
	}
	for _, find := range []func() (*store.User, error){
		func() (*store.User, error) { return t.UserByName(u.App, u.Username) },
		func() (*store.User, error) { return t.UserByEmail(u.App, u.Email) },
		func() (*store.User, error) { return t.UserByMobile(u.App, u.Mobile) },
		func() (*store.User, error) { return t.UserByToken(u.App, u.SessionToken) },
	} {
		other, err := find()
		switch {
		case err == nil && other.ID != u.ID:
			return store.ErrExists
		case err != nil && !errors.Is(err, store.ErrNotFound):
			return err
		}
	}
	return t.write().exec(`UPDATE users SET username = ?, email = nullif(?, ''), mobile = nullif(?, ''), salt = ?, password = ?,
		session_token = ?, attributes = ?, updated_at = ? WHERE app = ? AND id = ?`,
		u.Username, u.Email, u.Mobile, u.Salt, u.Password, u.SessionToken, u.Attributes, u.UpdatedAt, u.App, u.ID)
}

func (r *reader) Users(app, after string, limit int) ([]*store.User, error) {
	var users []*store.User
	rows := r.conn.rows(`SELECT `+userColumns+` FROM users WHERE app = ? AND id > ? ORDER BY id LIMIT ?`, app, after, limit)
	err := rows.each(func(row row) error {
		u, err := scanUser(row)
		users = append(users, u)
		return err
	})
	return users, err
}
