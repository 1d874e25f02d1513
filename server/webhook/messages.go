package webhook

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"time"

	"imclient/server"
)

// content is a message's content where only text can go: binary content in base64.
func content(m server.Message) string {
	if m.Binary {
		return base64.StdEncoding.EncodeToString(m.Data)
	}
	return string(m.Data)
}

func list(clients []string) []string {
	if clients == nil {
		return []string{}
	}
	return clients
}

type receivedParams struct {
	FromPeer  string   `json:"fromPeer"`
	ConvID    string   `json:"convId"`
	GroupID   *string  `json:"groupId"` // always null
	ToPeers   []string `json:"toPeers"`
	Transient bool     `json:"transient"`
	System    bool     `json:"system"`
	Bin       bool     `json:"bin"`
	Content   string   `json:"content"`
	Receipt   bool     `json:"receipt"`
	Timestamp int64    `json:"timestamp"`
	SourceIP  string   `json:"sourceIP,omitempty"`
}

func (c *Caller) messageReceived(ctx context.Context, m server.Message) (server.Verdict, error) {
	var answer verdictAnswer
	err := c.backend(m.App).function(ctx, "_messageReceived", receivedParams{FromPeer: m.From, ConvID: m.Conversation,
		ToPeers: list(m.To), Transient: m.Transient, System: m.System, Bin: m.Binary, Content: content(m), Receipt: m.Receipt,
		Timestamp: m.Timestamp, SourceIP: m.SourceIP}, &answer)
	if err != nil {
		return server.Verdict{}, err
	}
	return answer.Result.verdict(m.Binary)
}

type updateParams struct {
	FromPeer  string   `json:"fromPeer"`
	ConvID    string   `json:"convId"`
	MsgID     string   `json:"msgId"`
	ToPeers   []string `json:"toPeers"`
	Recall    bool     `json:"recall"`
	System    bool     `json:"system"`
	Bin       bool     `json:"bin"`
	Content   string   `json:"content"`
	Timestamp int64    `json:"timestamp"`
	SourceIP  string   `json:"sourceIP,omitempty"`
}

func (c *Caller) messageUpdate(ctx context.Context, m server.MessageUpdate) (server.Verdict, error) {
	var answer verdictAnswer
	err := c.backend(m.App).function(ctx, "_messageUpdate", updateParams{FromPeer: m.From, ConvID: m.Conversation, MsgID: m.ID,
		ToPeers: list(m.To), Recall: m.Recall, System: m.System, Bin: m.Binary, Content: content(m.Message),
		Timestamp: m.Timestamp, SourceIP: m.SourceIP}, &answer)
	if err != nil {
		return server.Verdict{}, err
	}
	return answer.Result.verdict(m.Binary)
}

type sentParams struct {
	FromPeer     string   `json:"fromPeer"`
	ConvID       string   `json:"convId"`
	MsgID        string   `json:"msgId"`
	OnlinePeers  []string `json:"onlinePeers"`
	OfflinePeers []string `json:"offlinePeers"`
	Transient    bool     `json:"transient"`
	System       bool     `json:"system"`
	Bin          bool     `json:"bin"`
	Content      string   `json:"content"`
	Receipt      bool     `json:"receipt"`
	Timestamp    int64    `json:"timestamp"`
	SourceIP     string   `json:"sourceIP,omitempty"`
}

func (c *Caller) messageSent(ctx context.Context, m server.SentMessage) error {
	return c.backend(m.App).function(ctx, "_messageSent", sentParams{FromPeer: m.From, ConvID: m.Conversation, MsgID: m.ID,
		OnlinePeers: list(m.Online), OfflinePeers: list(m.Offline), Transient: m.Transient, System: m.System, Bin: m.Binary,
		Content: content(m.Message), Receipt: m.Receipt, Timestamp: m.Timestamp, SourceIP: m.SourceIP}, nil)
}

type offlineParams struct {
	FromPeer            string   `json:"fromPeer"`
	ConvID              string   `json:"convId"`
	OfflinePeers        []string `json:"offlinePeers"`
	Bin                 bool     `json:"bin"`
	Content             string   `json:"content"`
	Timestamp           int64    `json:"timestamp"`
	MentionAll          bool     `json:"mentionAll"`
	MentionOfflinePeers []string `json:"mentionOfflinePeers"`
}

func (c *Caller) receiversOffline(ctx context.Context, m server.OfflineMessage) (server.PushDecision, error) {
	var answer pushAnswer
	err := c.backend(m.App).function(ctx, "_receiversOffline", offlineParams{FromPeer: m.From, ConvID: m.Conversation,
		OfflinePeers: list(m.Offline), Bin: m.Binary, Content: content(m.Message), Timestamp: m.Timestamp,
		MentionAll: m.MentionAll, MentionOfflinePeers: list(m.MentionOffline)}, &answer)
	r := answer.Result
	return server.PushDecision{Skip: r.Skip, To: r.OfflinePeers, Message: pushMessage(r.PushMessage), Force: r.Force}, err
}

type pushParams struct {
	FromPeer  string          `json:"fromPeer"`
	ConvID    string          `json:"convId"`
	MsgID     string          `json:"msgId"`
	ToPeers   []string        `json:"toPeers"`
	System    bool            `json:"system"`
	Bin       bool            `json:"bin"`
	Content   string          `json:"content"`
	Timestamp int64           `json:"timestamp"`
	PushData  json.RawMessage `json:"pushData"`
}

func (c *Caller) push(ctx context.Context, p server.Push) error {
	data := json.RawMessage(p.Data)
	switch {
	case p.Data == "":
		data = nil
	case !json.Valid(data):
		text, err := encode(p.Data)
		if err != nil {
			return err
		}
		data = text
	}
	return c.backend(p.App).function(ctx, "_push", pushParams{FromPeer: p.From, ConvID: p.Conversation, MsgID: p.ID,
		ToPeers: list(p.To), System: p.System, Bin: p.Binary, Content: content(p.Message), Timestamp: p.Timestamp, PushData: data}, nil)
}

type pointer struct {
	Type      string `json:"__type"`
	ClassName string `json:"className"`
	ObjectID  string `json:"objectId"`
}

type date struct {
	Type string `json:"__type"`
	ISO  string `json:"iso"`
}

type serviceMessage struct {
	FromIP    string  `json:"fromIp"`
	Conv      pointer `json:"conv"`
	MsgID     string  `json:"msgId"`
	From      string  `json:"from"`
	Bin       bool    `json:"bin"`
	Data      string  `json:"data"`
	CreatedAt date    `json:"createdAt"`
	UpdatedAt date    `json:"updatedAt"`
}

// serviceMessages posts what users sent into service conversations. All of them are
// of one app.
func (c *Caller) serviceMessages(ctx context.Context, messages []server.SentMessage) error {
	b := c.backend(messages[0].App)
	if b.Messages == "" {
		return nil
	}
	rows := make([]serviceMessage, 0, len(messages))
	for _, m := range messages {
		at := date{"Date", time.UnixMilli(m.Timestamp).UTC().Format("2006-01-02T15:04:05.000Z")}
		rows = append(rows, serviceMessage{FromIP: m.SourceIP, Conv: pointer{"Pointer", "_Conversation", m.Conversation},
			MsgID: m.ID, From: m.From, Bin: m.Binary, Data: content(m.Message), CreatedAt: at, UpdatedAt: at})
	}
	_, err := b.post(ctx, "_serviceMessages", b.Messages, rows)
	return err
}
