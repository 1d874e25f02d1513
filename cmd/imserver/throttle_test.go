package main

import (
	"bytes"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"imclient/cmd/imserver/internal/config"

	"github.com/stretchr/testify/assert"
)

// shared is a buffer that a timer writes to.
type shared struct {
	mu   sync.Mutex
	text strings.Builder
}

func (b *shared) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

// take returns what was written since it was called last.
func (b *shared) take() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	defer b.text.Reset()
	return b.text.String()
}

func TestLogIsNotFlooded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var out shared
		log := newLogger(&out, config.Log{Rate: 3})
		second := func() string {
			time.Sleep(time.Second)
			synctest.Wait()
			return out.take()
		}
		for n := range 10 {
			log.With("remote", n).Info("request refused")
			log.WithGroup("g").Error("request refused")
		}
		log.Info("started")
		text := out.take()
		assert.Equal(t, 7, strings.Count(text, "\n"), text)
		assert.Equal(t, 3, strings.Count(text, "level=ERROR"), "levels are kinds of their own")
		text = second()
		assert.Equal(t, 2, strings.Count(text, `msg="lines left out" like="request refused" count=7`), text)
		for range 4 {
			log.Info("request refused")
		}
		assert.Equal(t, 3, strings.Count(out.take(), "request refused"), "another second")
		assert.Equal(t, 1, strings.Count(second(), "count=1"))
		assert.Empty(t, second())
	})
}

func TestLogWithoutARate(t *testing.T) {
	var out bytes.Buffer
	log := newLogger(&out, config.Log{})
	for range 1000 {
		log.Info("request refused")
	}
	assert.Equal(t, 1000, strings.Count(out.String(), "\n"))
}

func TestDebugLinesAreAllThere(t *testing.T) {
	var out bytes.Buffer
	log := newLogger(&out, config.Log{Level: -4, Rate: 1})
	for range 10 {
		log.Debug("connection ended")
	}
	assert.Equal(t, 10, strings.Count(out.String(), "\n"))
}
