package native_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"imclient/core/native"
	"imclient/server/servertest"
)

func TestOperations(t *testing.T) {
	for text, op := range map[string]native.Operation{
		`{"__op":"Delete"}`:                       native.DeleteField(),
		`{"__op":"Increment","amount":-2}`:        native.Increment(-2),
		`{"__op":"Add","objects":[1,"a"]}`:        native.Append(1, "a"),
		`{"__op":"AddUnique","objects":[]}`:       native.AppendUnique(),
		`{"__op":"Remove","objects":[{"k":"v"}]}`: native.RemoveValues(map[string]any{"k": "v"}),
	} {
		got, err := json.Marshal(op)
		require.NoError(t, err)
		assert.JSONEq(t, text, string(got))
	}
}

func TestOperationsOnAttributes(t *testing.T) {
	s := servertest.Start(t)
	tom := login(t, s, "tom")
	changed := make(chan native.Notice, 10)
	login(t, s, "jerry", native.WithHandler(func(e native.Notice) {
		if e.Kind == native.InfoUpdated {
			changed <- e
		}
	}))
	conv, err := tom.CreateConversation(within(t), native.ConversationOptions{
		Members: []string{"jerry"}, Attributes: map[string]any{"color": "red", "size": 1, "list": []any{"a"}},
	})
	require.NoError(t, err)
	for _, step := range []struct {
		change map[string]any
		want   map[string]any
	}{
		{map[string]any{"color": native.DeleteField()}, map[string]any{"size": 1.0, "list": []any{"a"}}},
		{map[string]any{"size": native.Increment(2)}, map[string]any{"size": 3.0, "list": []any{"a"}}},
		{map[string]any{"list": native.Append("a", "b")}, map[string]any{"size": 3.0, "list": []any{"a", "a", "b"}}},
		{map[string]any{"list": native.AppendUnique("b", "c")}, map[string]any{"size": 3.0, "list": []any{"a", "a", "b", "c"}}},
		{map[string]any{"list": native.RemoveValues("a"), "size": 0}, map[string]any{"size": 0.0, "list": []any{"b", "c"}}},
	} {
		require.NoError(t, conv.SetAttributes(within(t), step.change))
		assert.Equal(t, step.want, conv.Attributes())
		theirs := receive(t, changed).Conversation
		assert.Equal(t, step.want, theirs.Attributes(), "what the others see")
	}
}
