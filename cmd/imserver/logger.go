package main

import (
	"io"
	"log/slog"

	"imclient/cmd/imserver/internal/config"
)

// newLogger makes the log that the configuration asks for.
func newLogger(w io.Writer, c config.Log) *slog.Logger {
	o := &slog.HandlerOptions{Level: c.Level}
	var h slog.Handler = slog.NewTextHandler(w, o)
	if c.Format == "json" {
		h = slog.NewJSONHandler(w, o)
	}
	if c.Rate > 0 {
		h = newThrottle(h, c.Rate)
	}
	return slog.New(h)
}
