package sqlite

import (
	_ "embed"
	"fmt"
)

//go:embed schema.sql
var schema string

//go:embed schema_roles.sql
var schemaRoles string

//go:embed schema_users.sql
var schemaUsers string

//go:embed schema_service.sql
var schemaService string

//go:embed schema_history.sql
var schemaHistory string

//go:embed schema_gone.sql
var schemaGone string

//go:embed schema_files.sql
var schemaFiles string

//go:embed schema_tokens.sql
var schemaTokens string

//go:embed schema_identity.sql
var schemaIdentity string

//go:embed schema_apps.sql
var schemaApps string

//go:embed schema_import.sql
var schemaImport string

//go:embed schema_tags.sql
var schemaTags string

//go:embed schema_patches.sql
var schemaPatches string

//go:embed schema_keys.sql
var schemaKeys string

//go:embed schema_types.sql
var schemaTypes string

//go:embed schema_nodes.sql
var schemaNodes string

// migrations are applied in order; the position of each, from 1, is its version.
// A published one never changes: later ones are added behind it.
var migrations = []string{schema, schemaRoles, schemaUsers, schemaService, schemaHistory, schemaGone, schemaFiles, schemaTokens, schemaIdentity, schemaApps, schemaImport, schemaTags, schemaPatches, schemaKeys, schemaTypes, schemaNodes}

func (s *Store) migrate() error {
	w := s.writer
	if err := w.exec("BEGIN IMMEDIATE"); err != nil {
		return err
	}
	if err := s.applyMigrations(); err != nil {
		_ = w.exec("ROLLBACK")
		return err
	}
	return w.exec("COMMIT")
}

func (s *Store) applyMigrations() error {
	w := s.writer
	err := w.exec(`CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL PRIMARY KEY, applied_at TEXT NOT NULL)`)
	if err != nil {
		return err
	}
	var version int
	if err := w.row(`SELECT coalesce(max(version), 0) FROM schema_version`).Scan(&version); err != nil {
		return err
	}
	if version > len(migrations) {
		return fmt.Errorf("the database has schema version %d, this program knows %d: use a newer imserver", version, len(migrations))
	}
	for ; version < len(migrations); version++ {
		if err := w.execOnce(migrations[version]); err != nil {
			return fmt.Errorf("migration %d: %w", version+1, err)
		}
		if err := w.exec(`INSERT INTO schema_version VALUES (?, datetime('now'))`, version+1); err != nil {
			return err
		}
	}
	return nil
}
