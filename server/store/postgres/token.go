package postgres

func (r *reader) RevokedAt(app, client, token string) (int64, error) {
	var at int64
	err := r.of(app, client).row(`SELECT coalesce((SELECT revoked_at FROM revoked_token WHERE app = ? AND client = ? AND token = ?), 0)`,
		app, client, token).Scan(&at)
	return at, err
}

func (t *tx) RevokeToken(app, client, token string, until int64) error {
	w := t.writeOf(app, client)
	if err := w.exec(`DELETE FROM revoked_token WHERE until < ?`, t.Now()); err != nil {
		return err
	}
	return w.exec(`INSERT INTO revoked_token VALUES (?, ?, ?, ?, ?) ON CONFLICT (app, client, token) DO UPDATE SET
		revoked_at = excluded.revoked_at, until = greatest(revoked_token.until, excluded.until)`, app, client, token, t.Now(), until)
}
