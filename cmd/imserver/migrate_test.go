package main

import (
	"bytes"
	"testing"

	"imclient/server/store/postgres/pgtest"
	"imclient/server/store/sqlite"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestMigrate(t *testing.T) {
	dir := t.TempDir()
	var out, errs bytes.Buffer
	url := pgtest.Fresh(t)
	assert.Equal(t, 1, run(t.Context(), []string{"migrate", "--data", dir, "--to", url}, &out, &errs), "there is no database yet")
	s, err := sqlite.Open(dir, sqlite.Options{})
	require.NoError(t, err)
	_, err = s.Secret(t.Context(), "x")
	require.NoError(t, err)
	assert.Equal(t, 1, run(t.Context(), []string{"migrate", "--data", dir, "--to", url}, &out, &errs), "a server runs")
	require.NoError(t, s.Close())
	require.Equal(t, 0, run(t.Context(), []string{"migrate", "--data", dir, "--to", url}, &out, &errs), errs.String())
	assert.Contains(t, out.String(), "compared row by row")
	assert.Equal(t, 0, run(t.Context(), []string{"migrate", "--data", dir, "--to", url}, &out, &errs))
	assert.Contains(t, out.String(), "copied completely before")
	assert.Equal(t, 2, run(t.Context(), []string{"migrate", "--data", dir}, &out, &errs))
}
