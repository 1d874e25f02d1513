import type { IMClient } from '../client/client';
import { applyDecorators } from '../plugins/plugin';
import type { ConversationState, Handle } from '../port';
import type { ConversationBase } from './base';
import { ChatRoom } from './chat-room';
import { Conversation } from './conversation';
import type { ConversationData } from './row';
import { ServiceConversation } from './service';
import { TemporaryConversation } from './temporary';

const KINDS = {
  conversation: Conversation,
  chatroom: ChatRoom,
  service: ServiceConversation,
  temporary: TemporaryConversation,
} as const;

/** @internal An object of the kind, seen by the plugins. */
export function makeConversation(
  client: IMClient,
  kind: ConversationState['kind'],
  handle: Handle,
  data: ConversationData,
): ConversationBase {
  const conversation = new (KINDS[kind] ?? Conversation)(client, handle, data);
  applyDecorators(client._plugins.onConversationCreate, conversation);
  return conversation;
}
