package postgres

import "imclient/server/store"

const fileColumns = `app, id, state, name, type, url, blob, size, meta_data, created_at, updated_at, attributes`

func scanFile(row row) (*store.File, error) {
	var f store.File
	err := row.Scan(&f.App, &f.ID, &f.State, &f.Name, &f.Type, &f.URL, &f.Blob, &f.Size, &f.MetaData, &f.CreatedAt, &f.UpdatedAt, &f.Attributes)
	if err != nil {
		return nil, found(err)
	}
	return &f, nil
}

func (r *reader) File(app, id string) (*store.File, error) {
	return scanFile(r.conn.about(fileTopic(app, id)).row(`SELECT `+fileColumns+` FROM file WHERE app = ? AND id = ?`, app, id))
}

func (r *reader) PendingFiles(before int64, limit int) ([]*store.File, error) {
	var files []*store.File
	rows := r.conn.rows(`SELECT `+fileColumns+` FROM file WHERE state = 0 AND created_at < ? ORDER BY created_at LIMIT ?`, before, limit)
	err := rows.each(func(row row) error {
		f, err := scanFile(row)
		files = append(files, f)
		return err
	})
	return files, err
}

func (t *tx) CreateFile(f *store.File) error {
	return t.write().about(fileTopic(f.App, f.ID)).exec(`INSERT INTO file (`+fileColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		f.App, f.ID, f.State, f.Name, f.Type, f.URL, f.Blob, f.Size, f.MetaData, f.CreatedAt, f.UpdatedAt, f.Attributes)
}

func (t *tx) UpdateFile(f *store.File) error {
	n, err := t.write().about(fileTopic(f.App, f.ID)).execCount(`UPDATE file SET state = ?, size = ?, meta_data = ?, attributes = ?, updated_at = ? WHERE app = ? AND id = ?`,
		f.State, f.Size, f.MetaData, f.Attributes, f.UpdatedAt, f.App, f.ID)
	if err == nil && n == 0 {
		err = store.ErrNotFound
	}
	return err
}

func (t *tx) DeleteFile(app, id string) error {
	return t.write().about(fileTopic(app, id)).exec(`DELETE FROM file WHERE app = ? AND id = ?`, app, id)
}

func (r *reader) Files(app, after string, limit int) ([]*store.File, error) {
	var files []*store.File
	rows := r.conn.rows(`SELECT `+fileColumns+` FROM file WHERE app = ? AND id > ? ORDER BY id LIMIT ?`, app, after, limit)
	err := rows.each(func(row row) error {
		f, err := scanFile(row)
		files = append(files, f)
		return err
	})
	return files, err
}
