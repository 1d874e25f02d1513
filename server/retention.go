package server

import (
	"context"

	"imclient/server/store"
)

// purgeMessages removes the messages that are older than the operator wants them to
// be kept, of every app, in steps that let other writes in between.
func (s *Server) purgeMessages(ctx context.Context) error {
	age := s.options.Limits.HistoryAge
	if age <= 0 {
		return nil
	}
	before := s.clock.Now().Add(-age).UnixMilli()
	for id := range *s.apps.Load() {
		for n := purgeStep; n == purgeStep; {
			err := s.updateAndWait(ctx, func(tx store.Tx) (err error) {
				n, err = tx.PurgeMessages(id, before, purgeStep)
				return err
			}, func() {})
			if err != nil {
				return err
			}
		}
	}
	return nil
}
