package postgres

import "imclient/server/store"

func (r *reader) Apps() (apps []store.App, err error) {
	rows := r.conn.rows(`SELECT id, key, master_key, disabled, created_at, updated_at, previous_master_key, previous_until FROM app ORDER BY id`)
	err = rows.each(func(row row) error {
		var a store.App
		if err := row.Scan(&a.ID, &a.Key, &a.MasterKey, &a.Disabled, &a.CreatedAt, &a.UpdatedAt, &a.PreviousMasterKey, &a.PreviousUntil); err != nil {
			return err
		}
		apps = append(apps, a)
		return nil
	})
	return apps, err
}

func (t *tx) CreateApp(a store.App) error {
	n, err := t.write().execCount(`INSERT INTO app VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		a.ID, a.Key, a.MasterKey, a.Disabled, a.CreatedAt, a.UpdatedAt, a.PreviousMasterKey, a.PreviousUntil)
	if err == nil && n == 0 {
		err = store.ErrExists
	}
	return err
}

func (t *tx) UpdateApp(a store.App) error {
	n, err := t.write().execCount(`UPDATE app SET key = ?, master_key = ?, disabled = ?, updated_at = ?,
		previous_master_key = ?, previous_until = ? WHERE id = ?`,
		a.Key, a.MasterKey, a.Disabled, a.UpdatedAt, a.PreviousMasterKey, a.PreviousUntil, a.ID)
	if err == nil && n == 0 {
		err = store.ErrNotFound
	}
	return err
}

func (t *tx) DeleteApp(id string) error {
	n, err := t.write().execCount(`DELETE FROM app WHERE id = ?`, id)
	if err == nil && n == 0 {
		err = store.ErrNotFound
	}
	return err
}
