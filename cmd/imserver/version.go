package main

import (
	"context"
	"fmt"
	"io"
	"runtime"
	"runtime/debug"
)

// release is set by the linker: -X main.release=1.2.3.
var release string

// version says what was built, from which commit and with what.
func version(_ context.Context, _ []string, stdout, _ io.Writer) error {
	_, err := fmt.Fprintf(stdout, "imserver %s\n%s %s/%s\n", versionText(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return err
}

func versionText() string {
	text := release
	if text == "" {
		text = "(development)"
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return text
	}
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			text += " commit " + s.Value[:min(12, len(s.Value))]
		case "vcs.modified":
			if s.Value == "true" {
				text += " with changes"
			}
		}
	}
	return text
}
