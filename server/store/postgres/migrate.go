package postgres

import (
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"fmt"

	"github.com/jackc/pgx/v5"
)

//go:embed schema.sql
var schema string

//go:embed schema_patches.sql
var schemaPatches string

//go:embed schema_keys.sql
var schemaKeys string

//go:embed schema_types.sql
var schemaTypes string

//go:embed schema_moved.sql
var schemaMoved string

//go:embed schema_nodes.sql
var schemaNodes string

//go:embed schema_plans.sql
var schemaPlans string

//go:embed schema_room.sql
var schemaRoom string

// migrations are applied in order; the position of each, from 1, is its version.
// A published one never changes: later ones are added behind it.
var migrations = []string{schema, schemaPatches, schemaKeys, schemaTypes, schemaMoved, schemaNodes, schemaPlans, schemaRoom}

// migrationLock is the advisory lock under which one node at a time looks whether
// there is something to apply.
const migrationLock = 0x696d736572766572 // "imserver"

func migrate(ctx context.Context, c *pgx.Conn) error {
	return pgx.BeginFunc(ctx, c, func(t pgx.Tx) error {
		if _, err := t.Exec(ctx, `SELECT pg_advisory_xact_lock($1)`, int64(migrationLock)); err != nil {
			return err
		}
		_, err := t.Exec(ctx, `CREATE TABLE IF NOT EXISTS schema_version
			(version INT PRIMARY KEY, applied_at TIMESTAMPTZ NOT NULL DEFAULT now())`)
		if err != nil {
			return err
		}
		var version int
		if err := t.QueryRow(ctx, `SELECT coalesce(max(version), 0) FROM schema_version`).Scan(&version); err != nil {
			return err
		}
		if version > len(migrations) {
			return fmt.Errorf("the database has schema version %d, this program knows %d: use a newer imserver", version, len(migrations))
		}
		for ; version < len(migrations); version++ {
			if _, err := t.Exec(ctx, migrations[version]); err != nil {
				return fmt.Errorf("migration %d: %w", version+1, err)
			}
			if _, err := t.Exec(ctx, `INSERT INTO schema_version (version) VALUES ($1)`, version+1); err != nil {
				return err
			}
		}
		return nil
	})
}

// Exists says whether there is a schema of imserver's in the database at url.
func Exists(ctx context.Context, url string) (bool, error) {
	c, err := pgx.Connect(ctx, url)
	if err != nil {
		return false, fmt.Errorf("open database: %w", err)
	}
	defer func() { _ = c.Close(ctx) }()
	var made bool
	err = c.QueryRow(ctx, `SELECT to_regclass('schema_version') IS NOT NULL`).Scan(&made)
	return made, err
}

// Name is a text for the names of files that tells databases apart.
func Name(url string) string {
	c, err := pgx.ParseConfig(url)
	if err != nil {
		return "none" // nothing can be opened there
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\n%d\n%s", c.Host, c.Port, c.Database))
	return hex.EncodeToString(sum[:8])
}
