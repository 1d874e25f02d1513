//go:build js && wasm

package jsbridge

import (
	"errors"

	"github.com/norunners/vert"

	"imclient/core"
	"imclient/jsbridge/internal/jsonwriter"
)

// closedError says that a number names nothing any more.
type closedError string

func (e closedError) Error() string { return string(e) + " is closed" }

// failure writes an error as JavaScript reads it: type is the constructor to
// use, the rest are the properties to set.
func failure(w *jsonwriter.Writer, name string, err error) {
	kind := "Error"
	var argument *core.ArgumentError
	var assignment *vert.InvalidAssignmentError
	if errors.As(err, &argument) || errors.As(err, &assignment) {
		kind = "TypeError"
	}
	w.Object(name)
	w.String("type", kind)
	w.String("message", err.Error())
	var protocol *core.Error
	var named interface{ Name() string }
	switch {
	case errors.As(err, &protocol):
		w.Int("code", int64(protocol.Code))
		w.OptionalString("name", protocol.Name())
		w.OptionalString("reason", protocol.Reason)
		w.OptionalString("detail", protocol.Detail)
		w.OptionalInt("appCode", int64(protocol.AppCode))
		w.OptionalString("appMsg", protocol.AppMsg)
	case errors.As(err, &named):
		w.String("name", named.Name())
	}
	w.EndObject()
}

// fail answers a call with an error.
//
//go:noinline
func (b *bridge) fail(call uint32, err error) {
	w := b.begin()
	failure(w, "", err)
	b.face.fail(call, w.Bytes())
}

// finish answers a call that has no result but its end.
//
//go:noinline
func (b *bridge) finish(call uint32, err error) {
	if err != nil {
		b.fail(call, err)
		return
	}
	w := b.begin()
	w.Raw("", "null")
	b.face.result(call, w.Bytes())
}

// answer returns what finishes a call without a result.
//
//go:noinline
func (b *bridge) answer(call uint32) func(error) {
	return func(err error) { b.finish(call, err) }
}
