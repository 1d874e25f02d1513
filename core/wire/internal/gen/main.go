// Command gen writes rtm_gen.go from rtm.proto. `go generate ./core/wire` runs
// it; a test of package wire runs it in memory and compares.
package main

import (
	"flag"
	"fmt"
	"os"

	"imclient/core/wire/internal/gen/rtm"
)

func main() {
	in := flag.String("in", "rtm.proto", "the schema")
	out := flag.String("out", "rtm_gen.go", "the Go file to write")
	flag.Parse()
	if err := run(*in, *out); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func run(in, out string) error {
	schema, err := os.ReadFile(in)
	if err != nil {
		return err
	}
	source, err := rtm.Generate(in, schema)
	if err != nil {
		return err
	}
	return os.WriteFile(out, source, 0o644)
}
