//go:build js && wasm

package jsbridge

import (
	"syscall/js"

	"imclient/core"
	"imclient/jsbridge/internal/jsonwriter"
)

func (b *bridge) conversation(handle uint32) (*core.Conversation, error) {
	if e, ok := b.conversations[handle]; ok {
		return e.core, nil
	}
	return nil, closedError("Conversation")
}

// conversationRef is the parameter of operations on a conversation.
type conversationRef struct {
	Conversation uint32 `js:"conversation"`
}

// conversationOperation is an operation that takes nothing but a conversation.
func conversationOperation(b *bridge, call uint32, op Op, params js.Value) error {
	var p conversationRef
	if err := read(params, &p); err != nil {
		return err
	}
	c, err := b.conversation(p.Conversation)
	if err != nil {
		return err
	}
	switch op {
	case ConversationCount:
		c.Count(func(n int, err error) { b.answerNumber(call, "count", int64(n), err) })
	case ConversationFetchReceipts:
		c.FetchReceipts(b.answer(call))
	case ConversationJoin:
		c.Join(b.answer(call))
	case ConversationQuit:
		c.Quit(b.answer(call))
	case ConversationMute:
		c.Mute(b.answer(call))
	case ConversationUnmute:
		c.Unmute(b.answer(call))
	case ConversationMemberInfos:
		c.MemberInfos(b.answerMemberInfos(call))
	case ConversationFetchAllReceipts:
		c.FetchAllReceipts(b.answerReceipts(call))
	}
	return nil
}

type historyParams struct {
	Conversation   uint32 `js:"conversation"`
	StartTime      int64  `js:"startTime"` // ms
	StartMessageID string `js:"startMessageId"`
	StartClosed    bool   `js:"startClosed"`
	EndTime        int64  `js:"endTime"` // ms
	EndMessageID   string `js:"endMessageId"`
	EndClosed      bool   `js:"endClosed"`
	Limit          *int32 `js:"limit"`
	Type           *int32 `js:"type"`
	OldToNew       *bool  `js:"oldToNew"`
}

func conversationHistory(b *bridge, call uint32, params js.Value) error {
	var p historyParams
	if err := read(params, &p); err != nil {
		return err
	}
	c, err := b.conversation(p.Conversation)
	if err != nil {
		return err
	}
	q := core.HistoryQuery{
		StartTime:      p.StartTime,
		StartMessageID: p.StartMessageID,
		StartClosed:    p.StartClosed,
		EndTime:        p.EndTime,
		EndMessageID:   p.EndMessageID,
		EndClosed:      p.EndClosed,
		Limit:          p.Limit,
		Type:           p.Type,
	}
	if p.OldToNew != nil {
		q.Direction = core.NewToOld
		if *p.OldToNew {
			q.Direction = core.OldToNew
		}
	}
	c.History(q, func(list []*core.Message, err error) {
		if err != nil {
			b.fail(call, err)
			return
		}
		w := b.begin()
		w.Object("")
		w.Array("messages")
		for _, m := range list {
			message(w, "", m)
		}
		w.EndArray()
		w.EndObject()
		b.face.result(call, w.Bytes())
	})
	return nil
}

type updateParams struct {
	Conversation uint32   `js:"conversation"`
	MessageID    string   `js:"messageId"`
	Timestamp    int64    `js:"timestamp"` // ms
	Text         string   `js:"text"`
	Binary       *string  `js:"binary"` // base64
	Recall       bool     `js:"recall"`
	MentionAll   bool     `js:"mentionAll"`
	MentionList  []string `js:"mentionList"`
}

func conversationUpdate(b *bridge, call uint32, params js.Value) error {
	var p updateParams
	if err := read(params, &p); err != nil {
		return err
	}
	c, err := b.conversation(p.Conversation)
	if err != nil {
		return err
	}
	patch := core.Patch{
		MessageID:   p.MessageID,
		Timestamp:   p.Timestamp,
		Text:        p.Text,
		Recall:      p.Recall,
		MentionAll:  p.MentionAll,
		MentionList: p.MentionList,
	}
	if p.Binary != nil {
		data, err := jsonwriter.DecodeBase64(*p.Binary)
		if err != nil {
			return &core.ArgumentError{Message: err.Error()}
		}
		patch.Binary, patch.IsBinary = data, true
	}
	c.Update(patch, func(patchTimestamp int64, err error) {
		b.answerNumber(call, "patchTimestamp", patchTimestamp, err)
	})
	return nil
}

// answerNumber answers a call with an object of one number.
//
//go:noinline
func (b *bridge) answerNumber(call uint32, key string, n int64, err error) {
	if err != nil {
		b.fail(call, err)
		return
	}
	w := b.begin()
	w.Object("")
	w.Int(key, n)
	w.EndObject()
	b.face.result(call, w.Bytes())
}

type attributesParams struct {
	Conversation uint32 `js:"conversation"`
	Attributes   string `js:"attributes"`
}

func conversationSetAttributes(b *bridge, call uint32, params js.Value) error {
	var p attributesParams
	if err := read(params, &p); err != nil {
		return err
	}
	c, err := b.conversation(p.Conversation)
	if err != nil {
		return err
	}
	c.SetAttributes(p.Attributes, b.answer(call))
	return nil
}
