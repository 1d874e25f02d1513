package jsbridge

// Op is the number of an operation: a call from JavaScript that is answered
// once, by a result or an error. Numbers are part of the boundary; the npm
// package keeps the same table.
type Op int32

// Operations. Their parameters and results are in docs/bridge.md.
const (
	RealtimeNew    Op = 1
	RealtimeClose  Op = 2
	RealtimeRetry  Op = 3
	RealtimePause  Op = 4
	RealtimeResume Op = 5
	RealtimeNudge  Op = 6

	ClientOpen               Op = 10
	ClientClose              Op = 11
	ClientPing               Op = 12
	ClientCreateConversation Op = 13
	ClientGetConversations   Op = 14
	ClientQuery              Op = 15
	ClientMarkRead           Op = 16

	ConversationHistory       Op = 20
	ConversationUpdate        Op = 21
	ConversationCount         Op = 22
	ConversationFetchReceipts Op = 23
	ConversationAdd           Op = 24
	ConversationRemove        Op = 25
	ConversationJoin          Op = 26
	ConversationQuit          Op = 27
	ConversationSetAttributes Op = 28
	ConversationMute          Op = 29
	ConversationUnmute        Op = 30

	ConversationUpdateMemberRole    Op = 31
	ConversationMemberInfos         Op = 32
	ConversationBlockMembers        Op = 33
	ConversationUnblockMembers      Op = 34
	ConversationQueryBlockedMembers Op = 35
	ConversationMuteMembers         Op = 36
	ConversationUnmuteMembers       Op = 37
	ConversationQueryMutedMembers   Op = 38
	ConversationFetchAllReceipts    Op = 39
)

// Names gives every operation's name.
var Names = map[Op]string{
	RealtimeNew:    "realtime.new",
	RealtimeClose:  "realtime.close",
	RealtimeRetry:  "realtime.retry",
	RealtimePause:  "realtime.pause",
	RealtimeResume: "realtime.resume",
	RealtimeNudge:  "realtime.nudge",

	ClientOpen:               "client.open",
	ClientClose:              "client.close",
	ClientPing:               "client.ping",
	ClientCreateConversation: "client.createConversation",
	ClientGetConversations:   "client.getConversations",
	ClientQuery:              "client.query",
	ClientMarkRead:           "client.markRead",

	ConversationHistory:       "conversation.history",
	ConversationUpdate:        "conversation.update",
	ConversationCount:         "conversation.count",
	ConversationFetchReceipts: "conversation.fetchReceipts",
	ConversationAdd:           "conversation.add",
	ConversationRemove:        "conversation.remove",
	ConversationJoin:          "conversation.join",
	ConversationQuit:          "conversation.quit",
	ConversationSetAttributes: "conversation.setAttributes",
	ConversationMute:          "conversation.mute",
	ConversationUnmute:        "conversation.unmute",

	ConversationUpdateMemberRole:    "conversation.updateMemberRole",
	ConversationMemberInfos:         "conversation.memberInfos",
	ConversationBlockMembers:        "conversation.blockMembers",
	ConversationUnblockMembers:      "conversation.unblockMembers",
	ConversationQueryBlockedMembers: "conversation.queryBlockedMembers",
	ConversationMuteMembers:         "conversation.muteMembers",
	ConversationUnmuteMembers:       "conversation.unmuteMembers",
	ConversationQueryMutedMembers:   "conversation.queryMutedMembers",
	ConversationFetchAllReceipts:    "conversation.fetchAllReceipts",
}
