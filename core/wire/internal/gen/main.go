// Command gen writes rtm_gen.go from rtm.proto, and the table of names of package
// jsonframe. `go generate ./core/wire` runs it; tests of both packages run it in
// memory and compare.
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
	names := flag.String("names", "jsonframe/schema_gen.go", "the file with the names to write")
	flag.Parse()
	if err := run(*in, *out, *names); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func run(in, out, names string) error {
	schema, err := os.ReadFile(in)
	if err != nil {
		return err
	}
	source, err := rtm.Generate(in, schema)
	if err != nil {
		return err
	}
	if err := os.WriteFile(out, source, 0o644); err != nil {
		return err
	}
	if source, err = rtm.GenerateNames(in, schema); err != nil {
		return err
	}
	return os.WriteFile(names, source, 0o644)
}
