package core

import "imclient/core/wire"

// HistoryQuery selects a stretch of a conversation's messages (section History
// of docs/protocol.md). The zero value is the newest messages, as many as the
// server gives by default.
type HistoryQuery struct {
	StartTime      int64  // ms; 0: the end, or the beginning when OldToNew
	StartMessageID string // tells messages of one millisecond apart; needs StartTime
	StartClosed    bool   // the message at the start is part of the stretch
	EndTime        int64  // ms; 0: as far as Limit goes
	EndMessageID   string // needs EndTime
	EndClosed      bool
	Limit          *int32 // nil: the server's default
	Type           *int32 // only messages of this type
	Direction      Direction
}

// Direction is which way a history query goes from its start. The answer
// ascends in time either way.
type Direction uint8

// Directions. The default is OldToNew when EndTime is after a StartTime that is
// not 0, else NewToOld.
const (
	DirectionDefault Direction = iota
	NewToOld
	OldToNew
)

func (q *HistoryQuery) check() error {
	switch {
	case q.StartMessageID != "" && q.StartTime == 0:
		return &ArgumentError{"query option startMessageId must be used with option startTime"}
	case q.EndMessageID != "" && q.EndTime == 0:
		return &ArgumentError{"query option endMessageId must be used with option endTime"}
	case q.Direction > OldToNew:
		return &ArgumentError{"unknown direction of a history query"}
	}
	return nil
}

// History calls back with messages in ascending order of time. Between two
// members it also tells what was delivered and read.
func (c *Conversation) History(q HistoryQuery, done func([]*Message, error)) {
	if err := q.check(); err != nil {
		done(nil, err)
		return
	}
	cmd := c.client.command(wire.CommandLogs, 0)
	cmd.SetLogsMessage(q.command(c.id))
	c.request(cmd, func(reply *wire.GenericCommand, err error) {
		if err != nil {
			done(nil, err)
			return
		}
		logs := reply.GetLogsMessage().GetLogs()
		messages := make([]*Message, 0, len(logs))
		for _, item := range logs {
			m, ok := c.logged(item)
			if !ok {
				c.client.rt.warn("a binary message in the history is not base64")
			}
			messages = append(messages, m)
		}
		done(messages, nil)
	})
}

func (q *HistoryQuery) command(id string) *wire.LogsCommand {
	logs := new(wire.LogsCommand)
	logs.SetCid(id)
	if q.StartTime != 0 {
		logs.SetT(q.StartTime)
	}
	if q.StartMessageID != "" {
		logs.SetMid(q.StartMessageID)
	}
	if q.StartClosed {
		logs.SetTIncluded(true)
	}
	if q.EndTime != 0 {
		logs.SetTt(q.EndTime)
	}
	if q.EndMessageID != "" {
		logs.SetTmid(q.EndMessageID)
	}
	if q.EndClosed {
		logs.SetTtIncluded(true)
	}
	if q.Limit != nil {
		logs.SetL(*q.Limit)
	}
	if q.Type != nil {
		logs.SetLctype(*q.Type)
	}
	switch {
	case q.Direction == NewToOld:
		logs.SetDirection(wire.DirectionOld)
	case q.Direction == OldToNew, q.StartTime != 0 && q.EndTime > q.StartTime:
		logs.SetDirection(wire.DirectionNew)
	}
	return logs
}

// logged makes a message of an item of history; it reports false when the
// content of a binary message cannot be read, and is empty then.
func (c *Conversation) logged(item *wire.LogItem) (*Message, bool) {
	m := &Message{
		ID:             item.GetMsgId(),
		ConversationID: c.id,
		From:           item.GetFrom(),
		Timestamp:      item.GetTimestamp(),
		PatchTimestamp: item.GetPatchTimestamp(),
		Text:           item.GetData(),
		MentionAll:     item.GetMentionAll(),
		MentionList:    item.GetMentionPids(),
		DeliveredAt:    item.GetAckAt(),
		ReadAt:         item.GetReadAt(),
	}
	ok := true
	if item.GetBin() {
		m.IsBinary, m.Text = true, ""
		m.Binary, ok = decodeBase64(item.GetData())
	}
	if len(c.members) == 2 {
		c.learnReceipt(false, m.DeliveredAt)
		c.learnReceipt(true, m.ReadAt)
	}
	return m, ok
}
