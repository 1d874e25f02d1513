package record

import (
	"encoding/binary"
	"math"
	"slices"
	"unsafe"
)

// retained is how much memory an empty outbox keeps.
const retained = 256 << 10

// header is the size of a record's size, kind and id.
const header = 12

// Outbox collects records until JavaScript has read them. The zero value is
// empty and ready.
type Outbox struct {
	buf []byte
}

// Len is the number of bytes waiting.
func (o *Outbox) Len() int { return len(o.buf) }

// Bytes is all records that wait; valid until the next call of a method.
func (o *Outbox) Bytes() []byte { return o.buf }

// Pointer is the address of the first waiting byte, for JavaScript.
func (o *Outbox) Pointer() uintptr { return uintptr(unsafe.Pointer(unsafe.SliceData(o.buf))) }

// Drained forgets all records. A buffer that had to grow beyond 256 KiB is
// given back, so that one burst does not hold memory for good.
func (o *Outbox) Drained() {
	if cap(o.buf) > retained {
		o.buf = nil
	}
	o.buf = o.buf[:0]
}

// Add adds a record with a payload of n bytes, and returns the payload to be
// filled in; it holds what it held before.
func (o *Outbox) Add(kind Kind, id uint32, n int) []byte {
	start, size := len(o.buf), header+n
	padded := (size + 3) &^ 3
	o.buf = slices.Grow(o.buf, padded)[:start+padded]
	r := o.buf[start:]
	clear(r[size:])
	u32(r, 0, uint32(padded))
	u32(r, 4, uint32(kind))
	u32(r, 8, id)
	return r[header:size]
}

// u32 writes v at b[at].
func u32(b []byte, at int, v uint32) { binary.LittleEndian.PutUint32(b[at:], v) }

// f64 writes v at b[at].
func f64(b []byte, at int, v float64) {
	n := math.Float64bits(v)
	u32(b, at, uint32(n))
	u32(b, at+4, uint32(n>>32))
}

// Head adds a record that is nothing but its header.
func (o *Outbox) Head(kind Kind, id uint32) { o.Add(kind, id, 0) }

// Data adds a record whose payload is its length and the bytes of data, which
// are copied.
func (o *Outbox) Data(kind Kind, id uint32, data []byte) {
	p := o.Add(kind, id, 4+len(data))
	u32(p, 0, uint32(len(data)))
	copy(p[4:], data)
}

// Timer adds a Timer record.
func (o *Outbox) Timer(id uint32, milliseconds float64) {
	f64(o.Add(Timer, id, 8), 0, milliseconds)
}

// Count adds a Count record: how many unread messages a conversation has now.
func (o *Outbox) Count(client, conversation uint32, unread int, mentioned bool) {
	p := o.Add(Count, client, 12)
	u32(p, 0, conversation)
	u32(p, 4, uint32(unread))
	var flag uint32
	if mentioned {
		flag = 1
	}
	u32(p, 8, flag)
}

// Sent adds a Sent record: the message's timestamp in milliseconds and its id.
func (o *Outbox) Sent(call uint32, timestamp int64, id string) {
	p := o.Add(Sent, call, 12+len(id))
	f64(p, 0, float64(timestamp))
	u32(p, 8, uint32(len(id)))
	copy(p[12:], id)
}
