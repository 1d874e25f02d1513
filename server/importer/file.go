package importer

import (
	"encoding/json"
	"errors"

	"imclient/server/archive"
	"imclient/server/store"
)

// file reads a row of _File. The content stays where its url says.
func (im *importer) file(r archive.Row) func(store.Tx) (outcome, error) {
	f := im.parse(r)
	if f == nil {
		return nil
	}
	t := &taker{fields: f}
	meta := map[string]json.RawMessage{}
	t.take("metaData", &meta)
	file := store.File{App: im.options.App, ID: t.text("objectId"), State: store.FileConfirmed, Name: t.text("name"), Type: t.text("mime_type"),
		URL: t.text("url"), CreatedAt: t.date("createdAt"), UpdatedAt: t.date("updatedAt")}
	var size float64
	if raw, ok := meta["size"]; ok && json.Unmarshal(raw, &size) == nil {
		file.Size = int64(size)
	}
	if t.refuse(im, r) {
		return nil
	}
	if file.ID == "" || file.URL == "" {
		im.problem(r, "the row has no objectId or no url", "")
		return nil
	}
	b, err := json.Marshal(meta)
	if err != nil || meta == nil {
		b = []byte("{}")
	}
	file.MetaData, file.Attributes = string(b), t.rest()
	return func(tx store.Tx) (outcome, error) {
		old, err := tx.File(file.App, file.ID)
		switch {
		case errors.Is(err, store.ErrNotFound):
			return added, tx.CreateFile(&file)
		case err != nil:
			return 0, err
		case file.UpdatedAt <= old.UpdatedAt || old.Blob != "":
			return unchanged, nil
		}
		return updated, tx.UpdateFile(&file)
	}
}
