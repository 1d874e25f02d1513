package exporter

import (
	"encoding/base64"
	"slices"
	"strings"

	"imclient/server/archive"
	"imclient/server/store"
)

// messages writes the messages of a conversation, the oldest first.
func (x *exporter) messages(c *store.ConversationRow) error {
	var sum archive.Checksum
	var same []archive.Message // of one millisecond, which the checksum has by id
	count := func() {
		slices.SortFunc(same, func(a, b archive.Message) int { return strings.Compare(a.ID, b.ID) })
		for _, m := range same {
			sum.Add(int64(m.Timestamp), m.ID, m.From, m.Bin, m.Data)
		}
		same = same[:0]
	}
	for from := int64(1); ; {
		var list []archive.Message
		err := x.store.View(x.ctx, func(v store.Reader) error {
			list = list[:0]
			messages, err := v.Messages(x.app, c.ID, store.Range{From: from, Limit: pageSize})
			for _, m := range messages {
				from = m.Seq + 1
				record := messageRecord(m)
				if m.Private && err == nil {
					record.ToClients, err = v.Audience(x.app, c.ID, m.Seq)
				}
				list = append(list, record)
			}
			return err
		})
		if err != nil {
			return err
		}
		for _, m := range list {
			if len(same) > 0 && same[0].Timestamp != m.Timestamp {
				count()
			}
			same = append(same, m)
			if err := x.write(archive.Messages, m); err != nil {
				return err
			}
			if !m.Upstream {
				continue
			}
			if err := x.write(archive.SysMessages, sysMessageRow(&m)); err != nil {
				return err
			}
		}
		if len(list) < pageSize {
			break
		}
	}
	count()
	if line := sum.Line(c.ID); line != "" {
		x.report.Conversations++
		if _, err := x.lines.WriteString(line); err != nil {
			return err
		}
	}
	return nil
}

func messageRecord(m *store.Message) archive.Message {
	r := archive.Message{ID: m.ID, ConvID: m.Conversation, To: m.Conversation, From: m.From, Data: string(m.Data), Bin: m.Binary,
		Timestamp: archive.Date(m.Timestamp), FromIP: m.FromIP, AckAt: archive.Date(m.DeliveredAt), IsConv: true, Upstream: m.Upstream,
		MentionAll: m.MentionAll, MentionPids: m.MentionPids, PatchedAt: archive.Date(m.PatchedAt), ReadAt: archive.Date(m.ReadAt),
		Receipt: m.Receipt, Private: m.Private}
	if m.Binary {
		r.Data = base64.StdEncoding.EncodeToString(m.Data)
	}
	return r
}

func sysMessageRow(m *archive.Message) map[string]any {
	at := isoDate(int64(m.Timestamp))
	row := map[string]any{"objectId": m.ID, "msgId": m.ID, "from": m.From, "bin": m.Bin, "data": m.Data, "timestamp": m.Timestamp,
		"conv":      map[string]any{"__type": "Pointer", "className": "_Conversation", "objectId": m.To},
		"createdAt": at, "updatedAt": at}
	if m.FromIP != "" {
		row["fromIp"] = m.FromIP
	}
	if m.AckAt > 0 {
		row["ackAt"] = m.AckAt
	}
	return row
}
