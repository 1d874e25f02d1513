package record

import "unicode/utf8"

// Flags of a Message record.
const (
	FlagBinary     = 1
	FlagTransient  = 2
	FlagMentionAll = 4
	FlagOwn        = 8 // sent by this very client
	FlagFilled     = 16
	FlagForetold   = 32  // what its commit says is told here
	FlagCounted    = 64  // that is: a new number of unread messages
	FlagMentioned  = 128 // one of them mentions the client
)

// Received is the payload of a Message record. JavaScript reads the four texts
// with a single TextDecoder call, so their lengths are told in UTF-16 units.
type Received struct {
	Seq            uint32
	Unread         uint32 // with FlagForetold: the number of unread messages then
	Flags          uint32
	Timestamp      int64 // ms
	PatchTimestamp int64 // ms; 0 = never modified
	ID             string
	From           string
	Text           string
	Mentions       string // JSON array text; empty = none
	Binary         []byte
}

// messageHeader is the size of a Message record's numbers.
const messageHeader = 52

// Message adds a Message record.
func (o *Outbox) Message(conversation uint32, m *Received) {
	id, idUnits := valid(m.ID)
	from, fromUnits := valid(m.From)
	text, textUnits := valid(m.Text)
	mentions, mentionUnits := valid(m.Mentions)
	n := len(id) + len(from) + len(text) + len(mentions)
	p := o.Add(Message, conversation, messageHeader+n+len(m.Binary))
	u32(p, 0, m.Seq)
	u32(p, 4, m.Flags)
	f64(p, 8, float64(m.Timestamp))
	f64(p, 16, float64(m.PatchTimestamp))
	u32(p, 24, idUnits)
	u32(p, 28, fromUnits)
	u32(p, 32, textUnits)
	u32(p, 36, mentionUnits)
	u32(p, 40, uint32(n))
	u32(p, 44, uint32(len(m.Binary)))
	u32(p, 48, m.Unread)
	p = p[messageHeader:]
	p = p[copy(p, id):]
	p = p[copy(p, from):]
	p = p[copy(p, text):]
	p = p[copy(p, mentions):]
	copy(p, m.Binary)
}

// units is the length of valid UTF-8 in UTF-16 code units.
func units(s string) uint32 {
	n := 0
	for i := 0; i < len(s); i++ {
		// A character of four bytes is two units; what only continues one is none.
		switch c := s[i]; {
		case c < 0x80:
			n++
		case c >= 0xF0:
			n += 2
		case c >= 0xC0:
			n++
		}
	}
	return uint32(n)
}

// plain reports whether s is ASCII: valid, and a unit for each byte.
func plain(s string) bool {
	for len(s) >= 8 {
		if (s[0]|s[1]|s[2]|s[3]|s[4]|s[5]|s[6]|s[7])&0x80 != 0 {
			return false
		}
		s = s[8:]
	}
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// valid is s with a U+FFFD for each byte that is not UTF-8, so that the texts'
// borders stay where they are said to be whatever a server sends; and its units.
func valid(s string) (string, uint32) {
	if plain(s) {
		return s, uint32(len(s))
	}
	if !utf8.ValidString(s) {
		s = string([]rune(s))
	}
	return s, units(s)
}
