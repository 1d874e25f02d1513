/** The names of all events. */
export const Event = Object.freeze({
  // of the connection, on Realtime and on every IMClient
  DISCONNECT: 'disconnect',
  RECONNECT: 'reconnect',
  RETRY: 'retry',
  SCHEDULE: 'schedule',
  OFFLINE: 'offline',
  ONLINE: 'online',
  // of an IMClient
  RECONNECT_ERROR: 'reconnecterror',
  UNREAD_MESSAGES_COUNT_UPDATE: 'unreadmessagescountupdate',
  CLOSE: 'close',
  CONFLICT: 'conflict',
  CONVERSATION_INFO_UPDATED: 'conversationinfoupdated',
  UNHANDLED_MESSAGE: 'unhandledmessage',
  // of an IMClient and of the conversation
  INVITED: 'invited',
  KICKED: 'kicked',
  MEMBERS_JOINED: 'membersjoined',
  MEMBERS_LEFT: 'membersleft',
  MEMBER_INFO_UPDATED: 'memberinfoupdated',
  BLOCKED: 'blocked',
  UNBLOCKED: 'unblocked',
  MEMBERS_BLOCKED: 'membersblocked',
  MEMBERS_UNBLOCKED: 'membersunblocked',
  MUTED: 'muted',
  UNMUTED: 'unmuted',
  MEMBERS_MUTED: 'membersmuted',
  MEMBERS_UNMUTED: 'membersunmuted',
  MESSAGE: 'message',
  MESSAGE_RECALL: 'messagerecall',
  MESSAGE_UPDATE: 'messageupdate',
  // of a conversation
  LAST_DELIVERED_AT_UPDATE: 'lastdeliveredatupdate',
  LAST_READ_AT_UPDATE: 'lastreadatupdate',
  INFO_UPDATED: 'infoupdated',
} as const);
export type Event = (typeof Event)[keyof typeof Event];
