// What our typings have, or refuse, and those of leancloud-realtime do not.
import { ConversationMemberRole, Event, ImageMessage, MessageStatus, Realtime, TextMessage, type IMClient } from 'imclient';

declare const realtime: Realtime;
declare const client: IMClient;

realtime.pause();
realtime.resume();
void realtime.close();
// @ts-expect-error an id is text
void realtime.createIMClient(42);
// @ts-expect-error the appKey is missing
new Realtime({ appId: 'a' });

client.on(Event.SCHEDULE, (attempt, delay) => {
  const sum: number = attempt + delay;
  console.log(sum);
});
client.on(Event.MESSAGE_RECALL, (message, conversation, reason) => {
  const from: string = message.from;
  const code: number | undefined = reason?.code;
  console.log(from, code, conversation.id);
});
client.on('memberinfoupdated', ({ member, memberInfo }) => {
  const owner: boolean = memberInfo.isOwner;
  console.log(member.length, owner);
});

const status: symbol = MessageStatus.SENT;
// @ts-expect-error statuses are Symbols
const number: number = MessageStatus.SENT;
// @ts-expect-error there is no such role
console.log(ConversationMemberRole.ADMIN);
const role: 'Owner' = ConversationMemberRole.OWNER;

export async function main(signal: AbortSignal): Promise<void> {
  const conversation = await client.createConversation({ members: ['Tom'] });
  for await (const page of conversation.messages({ limit: 10, signal })) console.log(page[0]?.from);
  const first = await client.getQuery().first({ signal });
  const name: string | undefined = first?.name;
  const count: number = conversation.unreadMessagesCount;
  console.log(name, count, status, number, role);
  await conversation.send(new ImageMessage({ url: 'https://files.example/a.png', metaData: { width: 1 } }), { signal });
  // @ts-expect-error a text is text
  await conversation.send(new TextMessage(42));
  // @ts-expect-error not a message
  await conversation.send('hello');
  await using held = client;
  console.log(held.id);
}
