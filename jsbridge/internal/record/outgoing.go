package record

import (
	"encoding/binary"
	"errors"
)

// Flags of a message to send.
const (
	SendBinary     = 1
	SendTransient  = 2
	SendReceipt    = 4
	SendWill       = 8
	SendMentionAll = 16
)

// Outgoing is a message to send, as JavaScript lays it out in the input
// buffer: flags, priority and the lengths of the four byte strings (six
// u32), then the byte strings: body, dt, push data and mentions.
type Outgoing struct {
	Flags    uint32
	Priority int32
	Text     string
	Binary   []byte // the body of a binary message
	Dt       string
	PushData string
	Mentions string // JSON array text; empty = none
}

const outgoingHeader = 6 * 4

// errOutgoing says that the lengths do not fit the buffer.
var errOutgoing = errors.New("malformed message in the input buffer")

// ReadOutgoing reads a message to send. It keeps nothing of b: its texts are parts
// of one copy.
func ReadOutgoing(b []byte) (Outgoing, error) {
	if len(b) < outgoingHeader {
		return Outgoing{}, errOutgoing
	}
	head := func(i int) uint32 { return binary.LittleEndian.Uint32(b[4*i:]) }
	body, dt, push, mentions := head(2), head(3), head(4), head(5)
	if uint64(body)+uint64(dt)+uint64(push)+uint64(mentions) != uint64(len(b)-outgoingHeader) {
		return Outgoing{}, errOutgoing
	}
	o := Outgoing{Flags: head(0), Priority: int32(head(1))}
	rest := b[outgoingHeader:]
	if o.Flags&SendBinary != 0 {
		o.Binary = append([]byte{}, rest[:body]...)
		rest, body = rest[body:], 0
	}
	text := string(rest)
	o.Text, text = text[:body], text[body:]
	o.Dt, text = text[:dt], text[dt:]
	o.PushData, o.Mentions = text[:push], text[push:]
	return o, nil
}
