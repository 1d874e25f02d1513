/** The roles of a conversation's members (成员角色). What each may do is in docs/protocol.md, Members. */
export const ConversationMemberRole = Object.freeze({
  /** The creator (所有者). Nobody else can be made one. */
  OWNER: 'Owner',
  /** A manager (管理员). */
  MANAGER: 'Manager',
  /** Everybody else (成员). */
  MEMBER: 'Member',
} as const);
export type ConversationMemberRole = (typeof ConversationMemberRole)[keyof typeof ConversationMemberRole];
