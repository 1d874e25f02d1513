package main

import (
	"io"
	"log/slog"

	"imclient/cmd/imserver/internal/config"
)

// newLogger makes the log that the configuration asks for.
func newLogger(w io.Writer, c config.Log) *slog.Logger {
	o := &slog.HandlerOptions{Level: c.Level}
	if c.Format == "json" {
		return slog.New(slog.NewJSONHandler(w, o))
	}
	return slog.New(slog.NewTextHandler(w, o))
}
