//go:build !unix

package pgtest

import "errors"

var errNoSignals = errors.New("pgtest: there are no such signals here")

func quit(int) error   { return errNoSignals }
func pause(int) error  { return errNoSignals }
func resume(int) error { return errNoSignals }
