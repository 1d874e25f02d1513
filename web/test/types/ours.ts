// What our typings have, or refuse, and those of leancloud-realtime do not.
import { type ChatRoom, type Conversation, CoreError, ConversationMemberRole, Event, ImageMessage, MessageStatus, Realtime, TextMessage, type IMClient } from 'imclient';

declare const realtime: Realtime;
declare const client: IMClient;

realtime.pause();
realtime.resume();
void realtime.close();
// @ts-expect-error an id is text
void realtime.createIMClient(42);
// @ts-expect-error the appKey is missing
new Realtime({ appId: 'a' });

const app = { appId: 'a', appKey: 'k', server: 'https://im.example.com' };
for (const worker of [true, false, 'imclient.worker.js', new URL('https://im.example.com/'), () => new Worker('x')]) {
  new Realtime({ ...app, worker });
}
// @ts-expect-error a Worker that was made already is nobody's to end
new Realtime({ ...app, worker: new Worker('x') });
realtime.on('error', (error) => console.log(error instanceof CoreError));

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
  const conversation: Conversation = await client.createConversation({ members: ['Tom'] }, { signal });
  const infos: boolean[] = (await conversation.getAllMemberInfo({ signal })).map((info) => info.isOwner);
  const room = await client.createConversation<ChatRoom>({ transient: true, name: 'room' });
  // @ts-expect-error a chat room is no conversation whose members have roles
  const wrong: Conversation = room;
  const creator: string = conversation.creator;
  // @ts-expect-error a conversation is made, not a client
  const other: IMClient = await client.createConversation({ members: ['Tom'] });
  const seconds: number = +(await client.createTemporaryConversation({ members: [], ttl: 60 }, { signal })).expiredAt;
  const known: string = (await client.getConversation('id', false, { signal })).name;
  const rooms: boolean[] = (await client.getChatRoomQuery().limit(1).find({ signal })).map((each) => each.transient);
  const services = await client.getServiceConversationQuery().equalTo('name', 'x').find();
  await services[0]?.subscribe({ signal });
  // @ts-expect-error a signal is no second argument where another one is documented
  await client.getConversation('id', { signal });
  // @ts-expect-error a controller is no signal
  await conversation.add('Jerry', { signal: new AbortController() });
  await conversation.add(['Jerry'], { signal });
  await conversation.read({ signal });
  await client.close({ signal });
  console.log(infos, creator, seconds, known, rooms, wrong, other);
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
