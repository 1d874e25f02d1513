package server

import (
	"context"
	"sync"
	"time"

	"imclient/server/store"
)

const (
	purgeInterval = 10 * time.Minute
	// purgeBatch is how many files are looked at in one go; the rest waits for the
	// next.
	purgeBatch = 200
	// purgeGrace is how long after the end of its token a file is left alone, for an
	// upload that was running then.
	purgeGrace = time.Hour
	purgeTime  = time.Minute
)

// purge removes from time to time what is over. It forgets files that were announced and never came. Content that has come is
// kept although nobody confirmed it: SDKs do not wait for that call, and messages
// may point to it already.
type purge struct {
	mu      sync.Mutex
	timer   Timer // nil once it has ended
	running sync.WaitGroup
	cancel  context.CancelFunc // ends a run between two steps
}

func (s *Server) startPurge() {
	p := &s.purge
	p.mu.Lock()
	defer p.mu.Unlock()
	ctx, cancel := context.WithCancel(context.Background())
	p.cancel = cancel
	p.timer = s.clock.AfterFunc(purgeInterval, func() {
		p.mu.Lock()
		if p.timer == nil {
			p.mu.Unlock()
			return
		}
		p.running.Add(1)
		p.mu.Unlock()
		defer p.running.Done()
		s.purgeFiles()
		s.purgeOver(ctx)
		p.mu.Lock()
		defer p.mu.Unlock()
		if p.timer != nil {
			p.timer.Reset(purgeInterval)
		}
	})
}

// stopPurge waits for a purge that is running.
func (s *Server) stopPurge() {
	p := &s.purge
	p.mu.Lock()
	if p.timer != nil {
		p.timer.Stop()
		p.timer = nil
		p.cancel()
	}
	p.mu.Unlock()
	p.running.Wait()
}

func (s *Server) purgeFiles() {
	ctx, cancel := context.WithTimeout(context.Background(), purgeTime)
	defer cancel()
	before := s.clock.Now().Add(-s.options.Timeouts.Upload - purgeGrace).UnixMilli()
	var pending []*store.File
	err := s.store.View(ctx, func(v store.Reader) (err error) {
		pending, err = v.PendingFiles(before, purgeBatch)
		return err
	})
	deleted := 0
	for _, f := range pending {
		if err != nil {
			break
		}
		var arrived *store.File
		if arrived, err = s.settleFile(ctx, f); err == nil && arrived == nil {
			deleted++
			err = s.deleteFile(ctx, f)
		}
	}
	if err != nil {
		s.log.Error("purge of files failed", "error", err)
	}
	if deleted > 0 {
		s.log.Info("files purged that never came", "count", deleted)
	}
}
