package importer

import (
	"bytes"
	"crypto/md5"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"strings"

	"imclient/server/archive"
	"imclient/server/store"
)

// message reads a record of messages and gives it to the sorter.
func (im *importer) message(r archive.Row) error {
	var m archive.Message
	if err := json.Unmarshal(r.Data, &m); err != nil {
		if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
			im.problem(r, "wrong type of "+wrong.Field, wrong.Value)
		} else if json.Valid(r.Data) {
			im.problem(r, "a column of a wrong type", err.Error())
		} else {
			im.problem(r, "not a JSON object", excerpt(r.Data))
		}
		return nil
	}
	return im.keep(r, &m)
}

// sysMessage reads a row of _SysMessage, which is a message too.
func (im *importer) sysMessage(r archive.Row) error {
	f := im.parse(r)
	if f == nil {
		return nil
	}
	t := &taker{fields: f}
	m := archive.Message{ID: t.text("msgId"), To: t.pointer("conv"), From: t.text("from"), Data: t.text("data"), Bin: t.flag("bin"),
		FromIP: t.text("fromIp"), AckAt: archive.Date(t.date("ackAt")), Timestamp: archive.Date(t.date("timestamp")), Upstream: true, Private: true}
	if created := t.date("createdAt"); m.Timestamp == 0 {
		m.Timestamp = archive.Date(created)
	}
	if t.refuse(im, r) {
		return nil
	}
	m.ToClients = []string{m.From}
	return im.keep(r, &m)
}

func (im *importer) keep(r archive.Row, m *archive.Message) error {
	switch {
	case m.To == "":
		im.problem(r, "the message has no to", m.ID)
		return nil
	case m.ID == "" || m.Timestamp <= 0:
		im.problem(r, "the message has no msg-id or no timestamp", "")
		return nil
	case strings.HasPrefix(m.To, "_tmp:"):
		im.counts(r.Class).Skipped++
		im.note(r, "messages of temporary conversations are left out", m.To)
		return nil
	}
	if m.Bin {
		if _, err := decodeBase64(m.Data); err != nil {
			im.problem(r, "the content is not base64", m.ID)
			return nil
		}
	}
	if isDialogue(m) {
		im.talks(m.To, m.From)
	}
	if len(im.files) == 0 || im.files[len(im.files)-1] != r.File {
		im.files = append(im.files, r.File)
	}
	return im.sorter.add(record{conversation: m.To, timestamp: int64(m.Timestamp), id: m.ID, rest: encodeMessage(m, r, len(im.files)-1)})
}

// talks notes who may be at the other end of a service conversation.
func (im *importer) talks(conversation, client string) {
	if im.talkers[conversation] == nil {
		im.talkers[conversation] = map[string]bool{}
	}
	im.talkers[conversation][client] = true
}

// isDialogue says that the record is of what one user and a service conversation said
// to one another, if it is a service conversation. Other ids of logs are the
// conversation's own, or that filled up with zeros.
func isDialogue(m *archive.Message) bool {
	return len(m.ConvID) == 32 && !m.Private && !strings.HasPrefix(m.ConvID, m.To)
}

// dialogueID is the id of such a log.
func dialogueID(conversation, client string) string {
	sum := md5.Sum([]byte(conversation + ":" + client))
	return hex.EncodeToString(sum[:])
}

func decodeBase64(text string) ([]byte, error) {
	b, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		b, err = base64.RawURLEncoding.DecodeString(strings.TrimRight(text, "="))
	}
	return b, err
}

// The bits of a message in the sorter.
const (
	bitBin = 1 << iota
	bitUpstream
	bitMentionAll
	bitReceipt
	bitPrivate
	bitSys  // from _SysMessage
	bitMore // the rare rest follows as JSON
)

// encodeMessage writes what the sorter does not sort by.
func encodeMessage(m *archive.Message, r archive.Row, file int) []byte {
	bits := uint64(0)
	for _, b := range []struct {
		on  bool
		bit uint64
	}{{m.Bin, bitBin}, {m.Upstream, bitUpstream}, {m.MentionAll, bitMentionAll}, {m.Receipt, bitReceipt}, {m.Private, bitPrivate},
		{r.Class == archive.SysMessages, bitSys}, {len(m.ToClients) > 0 || len(m.MentionPids) > 0 || m.PatchedAt > 0 || m.ReadAt > 0 || isDialogue(m), bitMore}} {
		if b.on {
			bits |= b.bit
		}
	}
	b := make([]byte, 0, len(m.From)+len(m.Data)+len(m.FromIP)+32)
	b = binary.AppendUvarint(b, bits)
	b = binary.AppendUvarint(b, uint64(file))
	b = binary.AppendUvarint(b, uint64(r.Line))
	b = binary.AppendVarint(b, int64(m.AckAt))
	b = appendText(b, m.From)
	b = appendText(b, m.FromIP)
	b = appendText(b, m.Data)
	if bits&bitMore != 0 {
		more, _ := json.Marshal(moreOf{m.ToClients, m.MentionPids, m.PatchedAt, m.ReadAt, m.ConvID})
		b = append(b, more...)
	}
	return b
}

// moreOf is what few messages have.
type moreOf struct {
	ToClients   []string     `json:",omitempty"`
	MentionPids []string     `json:",omitempty"`
	PatchedAt   archive.Date `json:",omitempty"`
	ReadAt      archive.Date `json:",omitempty"`
	ConvID      string       `json:",omitempty"`
}

// incoming is a message from the sorter.
type incoming struct {
	archive.Message
	row archive.Row
}

func (im *importer) decodeMessage(r record) (incoming, error) {
	in := bytes.NewReader(r.rest)
	var numbers [4]int64
	for i := range numbers {
		var err error
		if i == 3 {
			numbers[i], err = binary.ReadVarint(in)
		} else {
			var u uint64
			u, err = binary.ReadUvarint(in)
			numbers[i] = int64(u)
		}
		if err != nil {
			return incoming{}, unexpected(err)
		}
	}
	var texts [3]string
	rest := r.rest[len(r.rest)-in.Len():]
	for i := range texts {
		n, used := binary.Uvarint(rest)
		if used <= 0 || uint64(len(rest)-used) < n {
			return incoming{}, errors.New("a sorted message is damaged")
		}
		texts[i] = string(rest[used : used+int(n)])
		rest = rest[used+int(n):]
	}
	bits := uint64(numbers[0])
	m := incoming{archive.Message{ID: r.id, To: r.conversation, ConvID: r.conversation, Timestamp: archive.Date(r.timestamp),
		AckAt: archive.Date(numbers[3]), From: texts[0], FromIP: texts[1], Data: texts[2], Bin: bits&bitBin != 0, Upstream: bits&bitUpstream != 0,
		MentionAll: bits&bitMentionAll != 0, Receipt: bits&bitReceipt != 0, Private: bits&bitPrivate != 0},
		archive.Row{Class: archive.Messages, File: im.files[numbers[1]], Line: int(numbers[2])}}
	if bits&bitSys != 0 {
		m.row.Class = archive.SysMessages
	}
	if bits&bitMore != 0 {
		var more moreOf
		if err := json.Unmarshal(rest, &more); err != nil {
			return m, err
		}
		m.ToClients, m.MentionPids, m.PatchedAt, m.ReadAt, m.ConvID = more.ToClients, more.MentionPids, more.PatchedAt, more.ReadAt, more.ConvID
	}
	return m, nil
}

// stored is the message as the store keeps it.
func (m *incoming) stored() *store.Message {
	s := &store.Message{ID: m.ID, Timestamp: int64(m.Timestamp), From: m.From, Data: []byte(m.Data), Binary: m.Bin, MentionAll: m.MentionAll,
		MentionPids: m.MentionPids, Receipt: m.Receipt, PatchedAt: int64(m.PatchedAt), DeliveredAt: int64(m.AckAt), ReadAt: int64(m.ReadAt),
		FromIP: m.FromIP, Private: m.Private || len(m.ToClients) > 0, Audience: m.ToClients, Upstream: m.Upstream}
	if m.Bin {
		s.Data, _ = decodeBase64(m.Data)
	} else {
		s.Type, s.HasType = store.MessageType(s.Data)
		s.Recalled = s.HasType && s.Type == recalledType
	}
	return s
}

// recalledType is _lctype of what is left of a recalled message.
const recalledType = -127
