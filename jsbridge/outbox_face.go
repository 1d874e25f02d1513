//go:build js && wasm

package jsbridge

import (
	"time"

	"imclient/core"
	"imclient/jsbridge/internal/jsonwriter"
	"imclient/jsbridge/internal/record"
)

// outboxFace is the package's face: everything becomes a record that
// JavaScript reads once the entry has returned.
type outboxFace struct {
	out      record.Outbox
	text     jsonwriter.Writer
	mentions jsonwriter.Writer
}

var _ face = (*outboxFace)(nil)

func (f *outboxFace) dial(socket uint32, url, protocol string) {
	w := f.begin()
	w.Object("")
	w.String("url", url)
	w.String("protocol", protocol)
	w.EndObject()
	f.out.Data(record.Dial, socket, w.Bytes())
}

func (f *outboxFace) send(socket uint32, frame []byte, text bool) {
	kind := record.Send
	if text {
		kind = record.SendText
	}
	f.out.Data(kind, socket, frame)
}

func (f *outboxFace) hangup(socket uint32, code int, reason string) {
	w := f.begin()
	w.Object("")
	w.Int("code", int64(code))
	w.String("reason", reason)
	w.EndObject()
	f.out.Data(record.Hangup, socket, w.Bytes())
}

func (f *outboxFace) setTimer(timer uint32, d time.Duration) {
	f.out.Timer(timer, float64(d)/float64(time.Millisecond))
}

func (f *outboxFace) stopTimer(timer uint32) { f.out.Head(record.StopTimer, timer) }

func (f *outboxFace) fetch(id uint32, r *core.Request) {
	w := f.begin()
	w.Object("")
	w.String("method", r.Method)
	w.String("url", r.URL)
	w.Array("headers")
	for _, h := range r.Header {
		w.Strings("", []string{h.Name, h.Value})
	}
	w.EndArray()
	w.String("body", r.Body)
	w.EndObject()
	f.out.Data(record.Fetch, id, w.Bytes())
}

func (f *outboxFace) stopFetch(id uint32) { f.out.Head(record.StopFetch, id) }

func (f *outboxFace) result(call uint32, json []byte) { f.out.Data(record.Result, call, json) }

func (f *outboxFace) fail(call uint32, json []byte) { f.out.Data(record.Error, call, json) }

func (f *outboxFace) sent(call uint32, timestamp int64, id string) {
	f.out.Sent(call, timestamp, id)
}

func (f *outboxFace) event(target uint32, json []byte) { f.out.Data(record.Event, target, json) }

func (f *outboxFace) copies() bool { return true }

// mindsLast: the package knows of the messages itself.
func (f *outboxFace) mindsLast() bool { return false }

func (f *outboxFace) count(client, conversation uint32, unread int, mentioned bool) bool {
	f.out.Count(client, conversation, unread, mentioned)
	return true
}

func (f *outboxFace) message(c *conversation, seq uint32, m *core.Message) {
	r := record.Received{
		Seq:            seq,
		Timestamp:      m.Timestamp,
		PatchTimestamp: m.PatchTimestamp,
		ID:             m.ID,
		From:           m.From,
	}
	if m.IsBinary {
		r.Flags |= record.FlagBinary
		r.Binary = m.Binary
	} else {
		r.Text = m.Text
	}
	if m.Transient {
		r.Flags |= record.FlagTransient
	}
	if m.MentionAll {
		r.Flags |= record.FlagMentionAll
	}
	if m.Filled {
		r.Flags |= record.FlagFilled
	}
	if foretold, ok := c.core.Foretell(m); ok {
		r.Flags |= record.FlagForetold
		r.Unread = uint32(foretold.Unread)
		if foretold.Counts {
			r.Flags |= record.FlagCounted
		}
		if foretold.Mentioned {
			r.Flags |= record.FlagMentioned
		}
	}
	if m.From == c.client.core.ID() {
		r.Flags |= record.FlagOwn
	}
	if len(m.MentionList) > 0 {
		f.mentions.Reset()
		f.mentions.Strings("", m.MentionList)
		r.Mentions = string(f.mentions.Bytes())
	}
	f.out.Message(c.handle, &r)
}

func (f *outboxFace) conversation(handle uint32, json []byte) {
	f.out.Data(record.Conversation, handle, json)
}

func (f *outboxFace) ask(id uint32, json []byte) { f.out.Data(record.Ask, id, json) }

func (f *outboxFace) log(level core.LogLevel, text string) {
	f.out.Data(record.Log, uint32(level), []byte(text))
}

// begin empties the text for the next record.
func (f *outboxFace) begin() *jsonwriter.Writer {
	f.text.Reset()
	return &f.text
}
