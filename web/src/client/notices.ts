import type { ConversationBase } from '../conversations/base';
import { Conversation } from '../conversations/conversation';
import type { ConversationMemberRole } from '../conversations/member-role';
import { decodeBase64 } from '../data/base64';
import { decode } from '../data/codec';
import { chain, isPromise, type MaybePromise } from '../data/maybe';
import { createError } from '../errors/error';
import { announce } from '../events/emitter';
import type { UnhandledCommand } from '../events/payloads';
import type { Message } from '../messages/message';
import { MessageStatus } from '../messages/status';
import type { Handle, MessageJSON } from '../port';
import type { IMClient } from './client';

interface Notice {
  conversation: Handle;
  by: string;
  members: string[];
  attributes?: Record<string, unknown>;
  role?: ConversationMemberRole;
}

interface UnreadItem {
  conversation: Handle;
  unread: number;
  mentioned: boolean;
  lastMessageAt?: number;
  lastMessage?: MessageJSON;
}

interface Receipt {
  conversation: Handle;
  messageId?: string;
  deliveredAt?: number;
  readAt?: number;
}

interface Patch {
  conversation: Handle;
  message: MessageJSON;
  recall: boolean;
  reason?: { code: number; detail?: string };
}

/** What the payload of a notice is, for the notices that are alike on client and conversation. */
const NOTICES: Record<string, (notice: Notice) => object> = {
  invited: ({ by }) => ({ invitedBy: by }),
  kicked: ({ by }) => ({ kickedBy: by }),
  membersjoined: ({ by, members }) => ({ invitedBy: by, members }),
  membersleft: ({ by, members }) => ({ kickedBy: by, members }),
  blocked: ({ by }) => ({ blockedBy: by }),
  unblocked: ({ by }) => ({ unblockedBy: by }),
  membersblocked: ({ by, members }) => ({ blockedBy: by, members }),
  membersunblocked: ({ by, members }) => ({ unblockedBy: by, members }),
  muted: ({ by }) => ({ mutedBy: by }),
  unmuted: ({ by }) => ({ unmutedBy: by }),
  membersmuted: ({ by, members }) => ({ mutedBy: by, members }),
  membersunmuted: ({ by, members }) => ({ unmutedBy: by, members }),
};

/** Brings what the core tells a client to its listeners and those of the conversation. */
export function deliverEvent(client: IMClient, name: string, payload: any): void {
  switch (name) {
    case 'reconnect':
      client.outbox?._connected(true);
      announce(client, 'reconnect');
      return;
    case 'reconnecterror':
      announce(client, 'reconnecterror', createError(payload.error));
      return;
    case 'conflict':
      client._closed();
      announce(client, 'conflict', { reason: payload.reason });
      return;
    case 'close':
      client._closed();
      announce(client, 'close', payload.code ? { code: payload.code, reason: payload.reason } : { code: 0 });
      return;
    case 'unhandledmessage':
      announce(client, 'unhandledmessage', unhandled(client, payload));
      return;
    case 'unread':
      deliverUnread(client, payload.conversations as UnreadItem[]);
      return;
  }
  const conversation = client._conversations.get((payload as Notice).conversation);
  if (!conversation) return;
  switch (name) {
    case 'historygap': {
      const gap = { from: new Date(payload.from as number), to: new Date(payload.to as number) };
      announce(client, name, gap, conversation);
      announce(conversation, name, gap);
      return;
    }
    case 'receipt':
      deliverReceipt(conversation, payload as Receipt);
      return;
    case 'messagepatch':
      deliverPatch(client, conversation, payload as Patch);
      return;
    case 'memberinfoupdated':
      deliverMemberInfo(client, conversation, payload as Notice);
      return;
    case 'infoupdated':
      deliverInfo(client, conversation, payload as Notice);
      return;
  }
  const describe = NOTICES[name];
  if (!describe) return;
  const described = describe(payload as Notice);
  announce(client, name, described, conversation);
  announce(conversation, name, described);
}

function unhandled(client: IMClient, { cmd, op, frame }: { cmd: number; op: number; frame: string }): UnhandledCommand {
  return { cmd, op: op || undefined, peerId: client.id, frame: decodeBase64(frame) };
}

function deliverInfo(client: IMClient, conversation: ConversationBase, { attributes, by }: Notice): void {
  const payload = { attributes: decode(attributes ?? {}) as object, updatedBy: by };
  announce(client, 'conversationinfoupdated', payload, conversation);
  announce(conversation, 'infoupdated', payload);
}

function deliverMemberInfo(client: IMClient, conversation: ConversationBase, { members, role, by }: Notice): void {
  const [member] = members;
  // Other things than the role are not shown anywhere.
  if (!(conversation instanceof Conversation) || member === undefined || !role) return;
  const payload = { member, memberInfo: conversation._memberInfos.change(member, role), updatedBy: by };
  announce(client, 'memberinfoupdated', payload, conversation);
  announce(conversation, 'memberinfoupdated', payload);
}

function deliverUnread(client: IMClient, items: UnreadItem[]): void {
  if (items.length === 1 && !items[0]!.lastMessage) {
    const [item] = items as [UnreadItem];
    const conversation = client._conversations.get(item.conversation);
    if (!conversation) return;
    if (item.lastMessageAt) conversation.lastMessageAt = new Date(item.lastMessageAt);
    countUnread(client, conversation, item.unread, item.mentioned);
    return;
  }
  const ready = items.map((item) => applyUnread(client, item));
  const emit = (changed: (ConversationBase | undefined)[]): void => {
    const conversations = changed.filter((conversation) => conversation !== undefined);
    if (conversations.length && !client._over) announce(client, 'unreadmessagescountupdate', conversations);
  };
  if (ready.some(isPromise)) void Promise.all(ready).then(emit);
  else emit(ready as (ConversationBase | undefined)[]);
}

/** Takes and tells a conversation's number of unread messages, as each received message changes it. */
export function countUnread(client: IMClient, conversation: ConversationBase, unread: number, mentioned: boolean): void {
  if (setCount(conversation, unread, mentioned, false) && !client._over) {
    announce(client, 'unreadmessagescountupdate', [conversation]);
  }
}

/** Whether the count is news: read() has told of it already. */
function setCount(conversation: ConversationBase, unread: number, mentioned: boolean, spoken: boolean): boolean {
  // Undefined until the server spoke of it or there was a mention.
  if (mentioned || spoken || conversation._unreadMentioned) conversation._unreadMentioned = mentioned;
  conversation._setUnread(unread);
  if (conversation._announcedCount === unread) return false;
  conversation._announcedCount = unread;
  return true;
}

/** Gives the conversation when its count is news. */
function applyUnread(client: IMClient, item: UnreadItem): MaybePromise<ConversationBase | undefined> {
  const conversation = client._conversations.get(item.conversation);
  if (!conversation) return undefined;
  const count = (): ConversationBase | undefined =>
    setCount(conversation, item.unread, item.mentioned, item.lastMessage !== undefined) ? conversation : undefined;
  if (item.lastMessageAt) conversation.lastMessageAt = new Date(item.lastMessageAt);
  if (!item.lastMessage) return count();
  return chain(client._readLastMessage(conversation, item.lastMessage), count);
}

function deliverReceipt(conversation: ConversationBase, { messageId, deliveredAt, readAt }: Receipt): void {
  if (readAt) conversation._setLastReadAt(readAt);
  if (deliveredAt) conversation._setLastDeliveredAt(deliveredAt);
  const at = deliveredAt ?? readAt;
  if (messageId && at) conversation._delivered(messageId, at);
}

function deliverPatch(client: IMClient, conversation: ConversationBase, patch: Patch): void {
  const { recall, reason } = patch;
  const name = recall ? 'messagerecall' : 'messageupdate';
  const failed = (error: unknown): void => console.warn('imclient: a changed message was dropped:', error);
  const tell = (message: Message): void => {
    if (client._over) return;
    message._setStatus(MessageStatus.SENT);
    if (conversation.lastMessage?.id === message.id) conversation.lastMessage = message;
    announce(client, name, message, conversation, reason);
    announce(conversation, name, message, reason);
  };
  // The message itself may still be on its way to the application.
  client._lanes.enqueue(conversation, () => {
    try {
      const told = chain(client._readMessage(conversation.id, patch.message), tell);
      return isPromise(told) ? told.then(undefined, failed) : told;
    } catch (error) {
      return failed(error);
    }
  });
}
