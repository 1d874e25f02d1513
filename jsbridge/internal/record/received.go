package record

import "unicode/utf8"

// Flags of a Message record.
const (
	FlagBinary     = 1
	FlagTransient  = 2
	FlagMentionAll = 4
	FlagOwn        = 8 // sent by this very client
)

// Received is the payload of a Message record. JavaScript reads the four texts
// with a single TextDecoder call, so their lengths are told in UTF-16 units.
type Received struct {
	Seq            uint32
	Flags          uint32
	Timestamp      int64 // ms
	PatchTimestamp int64 // ms; 0 = never modified
	ID             string
	From           string
	Text           string
	Mentions       []byte // JSON array text in valid UTF-8; empty = none
	Binary         []byte
}

// Message adds a Message record.
func (o *Outbox) Message(conversation uint32, m *Received) {
	id, from, text := valid(m.ID), valid(m.From), valid(m.Text)
	start := o.begin(Message, conversation)
	o.u32(m.Seq)
	o.u32(m.Flags)
	o.f64(float64(m.Timestamp))
	o.f64(float64(m.PatchTimestamp))
	o.u32(units(id))
	o.u32(units(from))
	o.u32(units(text))
	o.u32(units(m.Mentions))
	o.u32(uint32(len(id) + len(from) + len(text) + len(m.Mentions)))
	o.u32(uint32(len(m.Binary)))
	o.buf = append(o.buf, id...)
	o.buf = append(o.buf, from...)
	o.buf = append(o.buf, text...)
	o.buf = append(o.buf, m.Mentions...)
	o.buf = append(o.buf, m.Binary...)
	o.end(start)
}

// units is the length of valid UTF-8 in UTF-16 code units.
func units[T string | []byte](s T) uint32 {
	n := 0
	for i := 0; i < len(s); i++ {
		if c := s[i]; c&0xC0 != 0x80 {
			n++
			if c >= 0xF0 {
				n++
			}
		}
	}
	return uint32(n)
}

// valid is s with a U+FFFD for each byte that is not UTF-8, so that the texts'
// borders stay where they are said to be whatever a server sends.
func valid(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	return string([]rune(s))
}
