package native_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"imclient/core"
	"imclient/core/native"
	"imclient/server/servertest"
)

func TestRoles(t *testing.T) {
	s := servertest.Start(t)
	notices := make(chan native.Notice, 20)
	tom := login(t, s, "tom")
	jerry := login(t, s, "jerry", native.WithHandler(func(e native.Notice) {
		if e.Kind == native.MemberInfoUpdated {
			notices <- e
		}
	}))
	ours := unite(t, tom, "jerry", "spike")
	roles, err := ours.Roles(within(t))
	require.NoError(t, err)
	assert.Equal(t, map[string]native.Role{"tom": native.RoleOwner, "jerry": native.RoleMember, "spike": native.RoleMember}, roles)

	require.NoError(t, ours.SetRole(within(t), "jerry", native.RoleManager))
	notice := receive(t, notices)
	assert.Same(t, jerry, notice.Client)
	assert.Equal(t, "tom", notice.By)
	assert.Equal(t, []string{"jerry"}, notice.Members)
	assert.Equal(t, native.RoleManager, notice.Role)
	roles, err = notice.Conversation.Roles(within(t))
	require.NoError(t, err)
	assert.Equal(t, native.RoleManager, roles["jerry"])
	assert.Equal(t, native.RoleOwner, roles["tom"])

	err = notice.Conversation.SetRole(within(t), "tom", native.RoleMember)
	assert.ErrorIs(t, err, &native.Error{Code: core.ConversationOperationDenied})
	err = ours.SetRole(within(t), "jerry", native.RoleOwner)
	assert.ErrorIs(t, err, &native.Error{Code: core.OwnerPromotionNotAllowed})
	var bad *native.ArgumentError
	assert.ErrorAs(t, ours.SetRole(within(t), "", native.RoleManager), &bad)

	result, err := ours.Remove(within(t), "tom", "spike")
	require.NoError(t, err)
	assert.Equal(t, []string{"spike"}, result.Succeeded)
	require.Len(t, result.Failures, 1)
	assert.Equal(t, []string{"tom"}, result.Failures[0].ClientIDs)
	assert.EqualError(t, result.Failures[0].Err, "CONVERSATION_NEED_OWNER")
}
