/**
 * The core's operations and their numbers at the boundary. jsbridge/ops.go
 * holds the same table; a test compares the two.
 */
export const Operation = {
  'realtime.new': 1,
  'realtime.close': 2,
  'realtime.retry': 3,
  'realtime.pause': 4,
  'realtime.resume': 5,
  'client.open': 10,
  'client.close': 11,
  'client.ping': 12,
  'client.createConversation': 13,
  'client.getConversations': 14,
  'client.query': 15,
  'client.markRead': 16,
  'conversation.history': 20,
  'conversation.update': 21,
  'conversation.count': 22,
  'conversation.fetchReceipts': 23,
  'conversation.add': 24,
  'conversation.remove': 25,
  'conversation.join': 26,
  'conversation.quit': 27,
  'conversation.setAttributes': 28,
  'conversation.mute': 29,
  'conversation.unmute': 30,
  'conversation.updateMemberRole': 31,
  'conversation.memberInfos': 32,
  'conversation.blockMembers': 33,
  'conversation.unblockMembers': 34,
  'conversation.queryBlockedMembers': 35,
  'conversation.muteMembers': 36,
  'conversation.unmuteMembers': 37,
  'conversation.queryMutedMembers': 38,
  'conversation.fetchAllReceipts': 39,
} as const;
export type Operation = keyof typeof Operation;
