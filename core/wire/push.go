package wire

import (
	"unicode/utf8"
	"unsafe"
)

// Push is a pushed text message that has nothing unusual about it, as all but a
// few frames of a busy client are. Its texts are parts of the frame that it was
// read from, and valid as long as those bytes are.
type Push struct {
	PeerID    string
	Cid       string
	ID        string
	From      string
	Msg       string
	Timestamp int64
	Service   uint8 // 0: none
	Receipt   bool
	Transient bool

	isDirect, hasMsg bool

	_ [0]func() // not comparable: nobody compares them
}

// Tags of the fields that a Push may have: number<<3 and the wire type.
const (
	tagCmd     = 1<<3 | wireVarint
	tagPeerID  = 4<<3 | wireBytes
	tagService = 8<<3 | wireVarint
	tagDirect  = 104<<3 | wireBytes

	inDirect     = 1 << 16 // added to the tags of the directMessage
	tagMsg       = inDirect | 1<<3 | wireBytes
	tagFrom      = inDirect | 3<<3 | wireBytes
	tagTimestamp = inDirect | 4<<3 | wireVarint
	tagReceipt   = inDirect | 10<<3 | wireVarint
	tagCid       = inDirect | 11<<3 | wireBytes
	tagID        = inDirect | 12<<3 | wireBytes
	tagTransient = inDirect | 13<<3 | wireVarint
	tagConvType  = inDirect | 22<<3 | wireVarint
)

// ReadPush reads such a frame. It reports false, with anything in p, for all other
// frames, malformed ones and texts that are not UTF-8 included: those are for
// Unmarshal, which gives the same for the frames that ReadPush reads, but allocates
// and takes several times as long.
func ReadPush(frame []byte, p *Push) bool {
	*p = Push{}
	return p.read(frame, 0) && p.isDirect && p.hasMsg
}

// read reads the frame, or the directMessage in it.
func (p *Push) read(b []byte, in uint64) bool {
	for i := 0; i < len(b); {
		tag, next, err := readVarint(b, i)
		if err != nil || tag >= inDirect {
			return false
		}
		n, next, err := readVarint(b, next)
		if err != nil {
			return false
		}
		i = next
		var text []byte
		if tag&7 == wireBytes {
			if n > uint64(len(b)-i) {
				return false
			}
			text = b[i : i+int(n)]
			i += int(n)
		}
		ok := true
		switch tag | in {
		case tagCmd:
			p.isDirect = n == uint64(CommandDirect)
			ok = p.isDirect
		case tagService:
			p.Service = uint8(n)
			ok = n-1 < 0x7f
		case tagDirect:
			ok = !p.hasMsg && p.read(text, inDirect)
		case tagPeerID:
			p.PeerID, ok = asText(text)
		case tagMsg:
			p.Msg, ok = asText(text)
			p.hasMsg = true
		case tagFrom:
			p.From, ok = asText(text)
		case tagCid:
			p.Cid, ok = asText(text)
		case tagID:
			p.ID, ok = asText(text)
		case tagTimestamp:
			p.Timestamp = int64(n)
		case tagReceipt:
			p.Receipt = n != 0
		case tagTransient:
			p.Transient = n != 0
		case tagConvType:
		default:
			ok = false
		}
		if !ok {
			return false
		}
	}
	return true
}

// asText is v, and whether it is UTF-8.
//
//go:noinline
func asText(v []byte) (string, bool) {
	s := unsafe.String(unsafe.SliceData(v), len(v))
	return s, utf8.ValidString(s)
}

// Keep moves the texts that differ from message to message (ID, From and Msg) into
// buffer, in the place of what is there, and gives it back: p's are parts of that then.
func (p *Push) Keep(buffer []byte) []byte {
	from := len(p.ID)
	msg := from + len(p.From)
	n := msg + len(p.Msg)
	if n > cap(buffer) {
		buffer = make([]byte, n)
	}
	buffer = buffer[:n]
	copy(buffer, p.ID)
	copy(buffer[from:], p.From)
	copy(buffer[msg:], p.Msg)
	kept := unsafe.String(unsafe.SliceData(buffer), n)
	p.ID, p.From, p.Msg = kept[:from], kept[from:msg], kept[msg:]
	return buffer
}
