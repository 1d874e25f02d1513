// Command imsample makes a large archive, as imserver pull would have written it, and
// compares archives row by row. make import-bench uses it.
//
//	imsample write DIR [flags]
//	imsample compare DIR DIR
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"reflect"

	"imclient/server/archive/sample"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "imsample:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	switch {
	case len(args) >= 2 && args[0] == "write":
		o := sample.Options{Seed: 1, Now: 1_790_000_000_000}
		set := flag.NewFlagSet("imsample write DIR", flag.ExitOnError)
		set.IntVar(&o.Conversations, "conversations", 100_000, "how many")
		set.IntVar(&o.Messages, "messages", 5_000_000, "how many")
		set.IntVar(&o.Users, "users", 20_000, "how many")
		if err := set.Parse(args[2:]); err != nil {
			return err
		}
		return sample.Write(args[1], o)
	case len(args) == 3 && args[0] == "compare":
		return compare(args[1], args[2])
	}
	return fmt.Errorf("usage: imsample write DIR [flags], or imsample compare DIR DIR")
}

func compare(a, b string) error {
	one, err := sample.Digests(context.Background(), a)
	if err != nil {
		return err
	}
	other, err := sample.Digests(context.Background(), b)
	if err != nil {
		return err
	}
	for class, d := range one {
		same := reflect.DeepEqual(d, other[class])
		fmt.Printf("%-24s %9d rows, the same: %v\n", class, d.Rows, same)
		if !same {
			err = fmt.Errorf("the archives differ")
		}
	}
	if len(one) != len(other) {
		err = fmt.Errorf("the archives differ in their classes")
	}
	return err
}
