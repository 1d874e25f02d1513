package webhook

import (
	"context"
	"encoding/json"

	"imclient/server"
)

type startParams struct {
	InitBy  string          `json:"initBy"`
	Members []string        `json:"members"`
	Attr    json.RawMessage `json:"attr"`
}

func (c *Caller) conversationStart(ctx context.Context, s server.ConversationStart) (server.Decision, error) {
	if s.Attributes == "" {
		s.Attributes = "{}"
	}
	var answer decisionAnswer
	err := c.backend(s.App).function(ctx, "_conversationStart",
		startParams{InitBy: s.By, Members: list(s.Members), Attr: json.RawMessage(s.Attributes)}, &answer)
	return answer.Result.decision(), err
}

func (c *Caller) conversationStarted(ctx context.Context, s server.ConversationStarted) error {
	return c.backend(s.App).function(ctx, "_conversationStarted", map[string]string{"convId": s.Conversation}, nil)
}

type changeParams struct {
	InitBy  string   `json:"initBy,omitempty"` // absent when the app did it
	ConvID  string   `json:"convId"`
	Members []string `json:"members"`
}

func membersParams(m server.MembersChange) changeParams {
	return changeParams{InitBy: m.By, ConvID: m.Conversation, Members: list(m.Members)}
}

type conversationUpdateParams struct {
	InitBy string          `json:"initBy"`
	ConvID string          `json:"convId"`
	Attr   json.RawMessage `json:"attr,omitempty"`
	Mute   *bool           `json:"mute,omitempty"`
}

func (c *Caller) conversationUpdate(ctx context.Context, u server.ConversationUpdate) (server.UpdateDecision, error) {
	params := conversationUpdateParams{InitBy: u.By, ConvID: u.Conversation, Mute: u.Mute}
	if u.Attributes != "" {
		params.Attr = json.RawMessage(u.Attributes)
	}
	var answer updateAnswer
	if err := c.backend(u.App).function(ctx, "_conversationUpdate", params, &answer); err != nil {
		return server.UpdateDecision{}, err
	}
	return answer.decision()
}
