import type { ConversationBase } from '../conversations/base';
import type { ConversationMemberInfo } from '../conversations/member-info';
import type { IMError } from '../errors/error';
import type { Message } from '../messages/message';
import type { OutboxItem } from '../outbox/item';

/** Why the server changed or recalled a message itself; absent when its sender did. */
export interface PatchReason {
  code: number;
  detail?: string;
}

/** Events of the connection: Realtime emits them, and every IMClient. */
export interface ConnectionEvents {
  disconnect: [];
  /** A retry in `delay` milliseconds; `attempt` counts from 0. */
  schedule: [attempt: number, delay: number];
  retry: [attempt: number];
  reconnect: [];
  offline: [];
  online: [];
  /**
   * The WebAssembly core died; `error.stack` says where. What waited for it has
   * been rejected. A fresh core goes on with the same clients (disconnect and
   * reconnect follow), unless `error.final` says that it was once too often.
   */
  error: [error: Error];
}

/** Notices of what happened in a conversation, with the arguments that a Conversation emits. */
export interface NoticeEvents {
  invited: [payload: { invitedBy: string }];
  kicked: [payload: { kickedBy: string }];
  membersjoined: [payload: { members: string[]; invitedBy: string }];
  membersleft: [payload: { members: string[]; kickedBy: string }];
  memberinfoupdated: [payload: { member: string; memberInfo: ConversationMemberInfo; updatedBy: string }];
  blocked: [payload: { blockedBy: string }];
  unblocked: [payload: { unblockedBy: string }];
  membersblocked: [payload: { members: string[]; blockedBy: string }];
  membersunblocked: [payload: { members: string[]; unblockedBy: string }];
  muted: [payload: { mutedBy: string }];
  unmuted: [payload: { unmutedBy: string }];
  membersmuted: [payload: { members: string[]; mutedBy: string }];
  membersunmuted: [payload: { members: string[]; unmutedBy: string }];
  message: [message: Message];
  /**
   * With the option `catchUp`: what was said between `from` and `to`, if anything,
   * was missed and not filled in. The history has it.
   */
  historygap: [payload: { from: Date; to: Date }];
}

type OnClient<Events> = {
  [Name in keyof Events]: Events[Name] extends [infer Payload, ...infer Rest]
    ? [payload: Payload, conversation: ConversationBase, ...Rest]
    : never;
};

/**
 * A command of the protocol that the SDK does nothing with. The numbers are those
 * of Protocols.CommandType and Protocols.OpType.
 */
export interface UnhandledCommand {
  cmd: number;
  op?: number | undefined;
  /** The client's id. */
  peerId: string;
  /** The whole command as it travels, a GenericCommand in protobuf. */
  frame: ArrayBuffer;
}

/** Events of an IMClient. */
export interface ClientEvents extends ConnectionEvents, OnClient<NoticeEvents> {
  reconnecterror: [error: IMError];
  unreadmessagescountupdate: [conversations: ConversationBase[]];
  /** `code` is 0 and there is no reason after `close()`. */
  close: [payload: { code: number; reason?: string }];
  conflict: [payload: { reason: string }];
  /** The server sent a command of a kind that the SDK does nothing with. */
  unhandledmessage: [command: UnhandledCommand];
  /** An item of the outbox is in another state (with the option `outbox`). */
  outbox: [item: OutboxItem];
  conversationinfoupdated: [
    payload: { attributes: Record<string, any>; updatedBy: string },
    conversation: ConversationBase,
  ];
  messagerecall: [message: Message, conversation: ConversationBase, reason?: PatchReason];
  messageupdate: [message: Message, conversation: ConversationBase, reason?: PatchReason];
}

/** Events of a conversation. */
export interface ConversationEvents extends NoticeEvents {
  infoupdated: [payload: { attributes: Record<string, any>; updatedBy: string }];
  lastdeliveredatupdate: [];
  lastreadatupdate: [];
  /** Only with GroupchatReceiptsPlugin: up to when members read, for those of whom that changed. */
  lastreadtimestampsupdate: [timestamps: Record<string, Date>];
  messagerecall: [message: Message, reason?: PatchReason];
  messageupdate: [message: Message, reason?: PatchReason];
}
