package postgres

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"imclient/server/store"

	"github.com/jackc/pgx/v5/pgconn"
)

// isLost says that the connection is no good any more, or that the server on the
// other side is not the one to write to.
func isLost(err error) bool {
	var e *pgconn.PgError
	if !errors.As(err, &e) {
		return true
	}
	return strings.HasPrefix(e.Code, "08") || // connection exception
		slices.Contains([]string{
			"57P01", "57P02", "57P03", // the server goes down, or is not up yet
			"25006",          // it is a standby
			"25P03", "57P05", // it was idle for too long
			"53300", // it has too many connections
		}, e.Code)
}

// isTransient says that the same transaction may succeed when it is tried again.
func isTransient(err error) bool {
	var e *pgconn.PgError
	if !errors.As(err, &e) {
		return false
	}
	return strings.HasPrefix(e.Code, "40") || // serialization failure, deadlock
		e.Code == "55P03" || e.Code == "57014" // lock not available, canceled
}

func unavailable(err error) error { return fmt.Errorf("%w: %w", store.ErrUnavailable, err) }

// pause waits longer from try to try, up to half a second. It returns false when ctx
// has ended.
func pause(ctx context.Context, try int) bool {
	timer := time.NewTimer(min(10*time.Millisecond<<min(try, 10), 500*time.Millisecond))
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
