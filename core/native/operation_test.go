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

func TestDeleteField(t *testing.T) {
	tom := login(t, servertest.Start(t), "tom")
	conv, err := tom.CreateConversation(within(t), native.ConversationOptions{Attributes: map[string]any{"color": "red", "size": 1}})
	require.NoError(t, err)
	require.NoError(t, conv.SetAttributes(within(t), map[string]any{"color": native.DeleteField()}))
	assert.Equal(t, map[string]any{"size": 1.0}, conv.Attributes())
}
