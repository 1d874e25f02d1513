package record

import "errors"

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
// u32), then the byte strings.
type Outgoing struct {
	Flags    uint32
	Priority int32
	Dt       string
	Body     []byte // aliases the input buffer
	PushData string
	Mentions string // JSON array text; empty = none
}

const outgoingHeader = 6 * 4

// errOutgoing says that the lengths do not fit the buffer.
var errOutgoing = errors.New("malformed message in the input buffer")

// ReadOutgoing reads a message to send. Body aliases b.
func ReadOutgoing(b []byte) (Outgoing, error) {
	if len(b) < outgoingHeader {
		return Outgoing{}, errOutgoing
	}
	var head [6]uint32
	for i := range head {
		head[i] = uint32(b[4*i]) | uint32(b[4*i+1])<<8 | uint32(b[4*i+2])<<16 | uint32(b[4*i+3])<<24
	}
	rest := b[outgoingHeader:]
	var parts [4][]byte
	for i := range parts {
		n := head[2+i]
		if uint64(n) > uint64(len(rest)) {
			return Outgoing{}, errOutgoing
		}
		parts[i], rest = rest[:n], rest[n:]
	}
	if len(rest) != 0 {
		return Outgoing{}, errOutgoing
	}
	return Outgoing{
		Flags:    head[0],
		Priority: int32(head[1]),
		Dt:       string(parts[0]),
		Body:     parts[1],
		PushData: string(parts[2]),
		Mentions: string(parts[3]),
	}, nil
}
