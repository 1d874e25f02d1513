package nats

import "google.golang.org/protobuf/encoding/protowire"

// frameKind says what a frame is. A node passes over kinds that it does not know.
type frameKind uint64

const (
	frameEvent    frameKind = iota + 1 // an event, or a part of one
	frameBeat                          // the node is there, and has sent what is up to number
	frameHello                         // a beat of one who wants to hear everybody's
	frameBye                           // a beat of one who leaves
	frameQuestion                      // of bus.Ask
	frameAnswer                        // to it, or a part of one
	frameMissing                       // asks a node for its events from number to upTo
	frameResent                        // follows them: of what is up to upTo only orders are kept
)

// frame is what one NATS message holds.
type frame struct {
	kind   frameKind
	node   string // that sends it
	number uint64 // of an event, counted by its node from 1; or the id of a question
	upTo   uint64
	more   bool // the next one goes on with the same body
	rest   bool // it goes on with the body of the one before
	body   []byte
}

func (f *frame) append(b []byte) []byte {
	b = appendNumber(b, 1, uint64(f.kind))
	b = appendText(b, 2, f.node)
	b = appendNumber(b, 3, f.number)
	b = appendNumber(b, 4, f.upTo)
	b = appendBool(b, 5, f.more)
	b = appendBool(b, 7, f.rest)
	if len(f.body) == 0 {
		return b
	}
	return protowire.AppendBytes(protowire.AppendTag(b, 6, protowire.BytesType), f.body)
}

// maxHeader is more than what is in a frame besides its body.
const maxHeader = 256

func decodeFrame(data []byte) (f frame, err error) {
	err = fields(data, func(n protowire.Number, number uint64, text []byte) error {
		switch n {
		case 1:
			f.kind = frameKind(number)
		case 2:
			f.node = string(text)
		case 3:
			f.number = number
		case 4:
			f.upTo = number
		case 5:
			f.more = number != 0
		case 6:
			f.body = text
		case 7:
			f.rest = number != 0
		}
		return nil
	})
	if err == nil && (f.kind == 0 || f.node == "" || len(f.node) > maxHeader/2) {
		err = errMalformed
	}
	return f, err
}

// split cuts a body into parts of at most size bytes; an empty one is one part.
func split(body []byte, size int) (parts [][]byte) {
	for len(body) > size {
		parts, body = append(parts, body[:size:size]), body[size:]
	}
	return append(parts, body)
}
