package storetest

import (
	"imclient/server/store"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func files(h *harness) {
	made := func(id string, at int64, state store.FileState) store.File {
		return store.File{App: app, ID: id, State: state, Name: "naïve.png", Type: "image/png", URL: "http://x/" + id, Blob: "app/" + id,
			Size: 5, MetaData: `{"a":1}`, CreatedAt: at, UpdatedAt: at}
	}
	all := []store.File{made("1", 30, store.FilePending), made("2", 10, store.FilePending), made("3", 20, store.FileUploaded), made("4", 40, store.FilePending)}
	for _, f := range all {
		h.update(func(tx store.Tx) error { return tx.CreateFile(&f) })
	}
	assert.Error(h, h.try(func(tx store.Tx) error { return tx.CreateFile(&all[0]) }), "an id twice")
	other := all[0]
	other.App = "other"
	h.update(func(tx store.Tx) error { return tx.CreateFile(&other) })
	pending := func(before int64, limit int) (ids []string) {
		h.view(func(r store.Reader) error {
			list, err := r.PendingFiles(before, limit)
			for _, f := range list {
				ids = append(ids, f.App+"/"+f.ID)
			}
			return err
		})
		return ids
	}
	assert.Equal(h, []string{"app/2"}, pending(30, 10))
	assert.Equal(h, []string{"app/2"}, pending(50, 1))
	assert.Len(h, pending(50, 10), 4)

	changed := all[0]
	changed.State, changed.Size, changed.MetaData, changed.UpdatedAt = store.FileConfirmed, 7, `{}`, 99
	h.update(func(tx store.Tx) error { return tx.UpdateFile(&changed) })
	h.view(func(r store.Reader) error {
		f, err := r.File(app, "1")
		require.NoError(h, err)
		assert.Equal(h, changed, *f)
		f, err = r.File("other", "1")
		require.NoError(h, err)
		assert.Equal(h, other, *f)
		return nil
	})
	h.update(func(tx store.Tx) error { return tx.DeleteFile(app, "1") })
	h.update(func(tx store.Tx) error { return tx.DeleteFile(app, "1") })
	assert.ErrorIs(h, h.try(func(tx store.Tx) error { return tx.UpdateFile(&changed) }), store.ErrNotFound)
	h.view(func(r store.Reader) error {
		_, err := r.File(app, "1")
		assert.ErrorIs(h, err, store.ErrNotFound)
		return nil
	})
}
