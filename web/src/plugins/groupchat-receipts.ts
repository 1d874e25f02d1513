import type { IMClient } from '../client/client';
import type { ConversationBase } from '../conversations/base';
import { announce } from '../events/emitter';
import { ReadReceipt } from '../messages/read-receipt';
import type { Plugin } from './plugin';

/**
 * Tells who has read what in conversations of more than two (群聊已读回执).
 * With it, such a conversation has `lastReadTimestamps` (member id to Date)
 * once its history was first queried, and emits lastreadtimestampsupdate with
 * the entries that changed. Reading a conversation sends a transient
 * ReadReceipt to its members, which this plugin keeps from the application.
 */
export const GroupchatReceiptsPlugin: Plugin = {
  name: 'leancloud-realtime-plugin-groupchat-receipts',
  messageClasses: [ReadReceipt],

  onIMClientCreate(client: IMClient) {
    const send = client._sendReadCommand;
    client._sendReadCommand = async (conversations, signal) => {
      for (const conversation of conversations.filter(isGroup)) {
        conversation
          .send(new ReadReceipt(conversation.lastMessageAt ?? new Date()))
          .catch((error: unknown) => console.warn('imclient: a read receipt was not sent:', error));
      }
      return send.call(client, conversations, signal);
    };
  },

  onConversationCreate(conversation: ConversationBase) {
    const query = conversation.queryMessages;
    let asked = false;
    conversation.queryMessages = async (...args) => {
      if (isGroup(conversation) && !conversation.lastReadTimestamps && !asked) {
        asked = true;
        learn(conversation).catch((error: unknown) => {
          asked = false;
          console.warn('imclient: read receipts were not fetched:', error);
        });
      }
      return query.apply(conversation, args);
    };
  },

  beforeMessageDispatch(message, conversation) {
    if (!(message instanceof ReadReceipt)) return true;
    const { from, timestamp } = message;
    if (conversation.lastReadTimestamps) {
      conversation.lastReadTimestamps[from] = timestamp;
      announce(conversation, 'lastreadtimestampsupdate', { [from]: timestamp });
    }
    return false;
  },
};

function isGroup(conversation: ConversationBase): boolean {
  return !conversation.transient && conversation.members.length > 2;
}

async function learn(conversation: ConversationBase): Promise<void> {
  const receipts = await conversation._fetchAllReceiptTimestamps();
  const timestamps: Record<string, Date> = {};
  for (const { pid, lastReadAt } of receipts) timestamps[pid] = lastReadAt;
  conversation.lastReadTimestamps = timestamps;
  announce(conversation, 'lastreadtimestampsupdate', timestamps);
}
