package record

import (
	"math"
	"unsafe"
)

// retained is how much memory an empty outbox keeps.
const retained = 256 << 10

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

// begin writes a record's header and returns where it starts.
func (o *Outbox) begin(kind Kind, id uint32) int {
	start := len(o.buf)
	o.u32(0)
	o.u32(uint32(kind))
	o.u32(id)
	return start
}

// end pads the record that starts at start and writes its size.
func (o *Outbox) end(start int) {
	for len(o.buf)%4 != 0 {
		o.buf = append(o.buf, 0)
	}
	n := uint32(len(o.buf) - start)
	o.buf[start], o.buf[start+1], o.buf[start+2], o.buf[start+3] = byte(n), byte(n>>8), byte(n>>16), byte(n>>24)
}

func (o *Outbox) u32(v uint32) {
	o.buf = append(o.buf, byte(v), byte(v>>8), byte(v>>16), byte(v>>24))
}

func (o *Outbox) f64(v float64) {
	n := math.Float64bits(v)
	o.u32(uint32(n))
	o.u32(uint32(n >> 32))
}

// Head adds a record that is nothing but its header.
func (o *Outbox) Head(kind Kind, id uint32) { o.end(o.begin(kind, id)) }

// Data adds a record whose payload is its length and the bytes of data, which
// are copied.
func (o *Outbox) Data(kind Kind, id uint32, data []byte) {
	start := o.begin(kind, id)
	o.u32(uint32(len(data)))
	o.buf = append(o.buf, data...)
	o.end(start)
}

// Text is Data for a string.
func (o *Outbox) Text(kind Kind, id uint32, text string) {
	start := o.begin(kind, id)
	o.u32(uint32(len(text)))
	o.buf = append(o.buf, text...)
	o.end(start)
}

// Timer adds a Timer record.
func (o *Outbox) Timer(id uint32, milliseconds float64) {
	start := o.begin(Timer, id)
	o.f64(milliseconds)
	o.end(start)
}

// Sent adds a Sent record: the message's timestamp in milliseconds and its id.
func (o *Outbox) Sent(call uint32, timestamp int64, id string) {
	start := o.begin(Sent, call)
	o.f64(float64(timestamp))
	o.u32(uint32(len(id)))
	o.buf = append(o.buf, id...)
	o.end(start)
}
