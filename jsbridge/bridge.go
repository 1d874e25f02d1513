//go:build js && wasm

package jsbridge

import (
	"imclient/core"
	"imclient/jsbridge/internal/jsonwriter"
)

// bridge is one instance's state: what JavaScript knows by number. There is
// one thread and nothing blocks, so there are no locks.
type bridge struct {
	face face
	last uint32 // the last id given out; ids are never used twice

	realtimes     map[uint32]*realtime
	clients       map[uint32]*client
	clientOf      map[*core.Client]*client
	conversations map[uint32]*conversation
	entryOf       map[*core.Conversation]*conversation
	latest        *conversation // the last that was asked for; nil = none

	sockets map[uint32]socketRef
	timers  map[uint32]timerRef
	fetches map[uint32]fetchRef
	asks    map[uint32]ask

	clock clock

	text jsonwriter.Writer // results, errors, events
	row  jsonwriter.Writer // conversations, which may be told while text is being written
}

func newBridge(f face) *bridge {
	return &bridge{
		face:          f,
		realtimes:     map[uint32]*realtime{},
		clients:       map[uint32]*client{},
		clientOf:      map[*core.Client]*client{},
		conversations: map[uint32]*conversation{},
		entryOf:       map[*core.Conversation]*conversation{},
		sockets:       map[uint32]socketRef{},
		timers:        map[uint32]timerRef{},
		fetches:       map[uint32]fetchRef{},
		asks:          map[uint32]ask{},
	}
}

// id gives out the next id; 0 is never one.
func (b *bridge) id() uint32 {
	b.last++
	if b.last == 0 {
		panic("jsbridge: ids are used up")
	}
	return b.last
}

// begin empties the text that the next result, error or event is written to.
func (b *bridge) begin() *jsonwriter.Writer {
	b.text.Reset()
	return &b.text
}
