import type { ConversationBase } from '../conversations/base';
import { makeConversation } from '../conversations/create';
import { checkStrings } from '../data/check';
import { decodeDate } from '../data/dates';
import type { Message } from '../messages/message';
import { MessageStatus } from '../messages/status';
import type { ConversationState } from '../port';
import type { IMClient } from './client';

/** A conversation from what its toFullJSON gave. It is not the object that the client itself has of it. */
export async function parseConversation(client: IMClient, json: Record<string, any>): Promise<ConversationBase> {
  const { id, members, lastMessageAt, lastMessage, lastDeliveredAt, lastReadAt, unreadMessagesCount, ...rest } = json;
  const { creator, createdAt, updatedAt, mutedMembers, muted, transient, system, expiredAt, mentioned, ...attributes } =
    rest;
  const conversation = makeConversation(client, kindOf(json), 0, {
    id,
    members: [...new Set<string>(checkStrings('members', members ?? []))],
    creator,
    createdAt: decodeDate(createdAt),
    updatedAt: decodeDate(updatedAt),
    lastMessageAt: decodeDate(lastMessageAt),
    mutedMembers: mutedMembers ?? [],
    muted: Boolean(muted),
    transient: Boolean(transient),
    system: Boolean(system),
    expiredAt: decodeDate(expiredAt),
    attributes,
  });
  conversation._lastDeliveredAt = decodeDate(lastDeliveredAt);
  conversation._lastReadAt = decodeDate(lastReadAt);
  conversation._unreadCount = unreadMessagesCount ?? 0;
  conversation._unreadMentioned = mentioned;
  if (lastMessage) {
    const message: Message = await client.parseMessage<Message>(lastMessage as object);
    message._setStatus(MessageStatus.SENT);
    conversation.lastMessage = message;
  }
  return conversation;
}

function kindOf({ id, transient, system, expiredAt }: Record<string, any>): ConversationState['kind'] {
  if (transient) return 'chatroom';
  if (system) return 'service';
  return expiredAt || /^_tmp:/.test(id as string) ? 'temporary' : 'conversation';
}
