// A program that is typed against leancloud-realtime. It must compile against ours as well.
import {
  BinaryMessage,
  ChatRoom,
  Conversation,
  ConversationMemberRole,
  debug,
  ErrorCode,
  Event,
  IE10Compatible,
  Message,
  MessageParser,
  MessagePriority,
  messageField,
  messageType,
  MessageStatus,
  Realtime,
  RecalledMessage,
  ServiceConversation,
  setAdapters,
  TemporaryConversation,
  TextMessage,
  TypedMessage,
  type AVMessage,
  type AVUser,
  type ClientEvent,
  type ConnectionEvent,
  type ConversationBase,
  type ConversationEvent,
  type ConversationMemberInfo,
  type ConversationQuery,
  type Debug,
  type IMClient,
  type MessageConstructor,
  type MessagePointer,
  type OperationFailureError,
  type PagedResults,
  type PartiallySuccess,
  type PatchReason,
  type Payload,
  type Plugin,
  type PresistentConversation,
  type SharedEvent,
  type SignatureFactoryResult,
  type SignatureResult,
  type TypedMessageDecorator,
} from 'leancloud-realtime';

const sign = async (clientId: string): Promise<SignatureResult> => ({ signature: clientId, timestamp: Date.now(), nonce: 'n' });
const signAtOnce = (id: string, client: string, targets: string[], action: string): SignatureFactoryResult => ({
  signature: [id, client, ...targets, action].join(),
  timestamp: 1,
  nonce: 'n',
});

class Sticker extends TypedMessage {
  index: number;
  constructor(index: number) {
    super(undefined);
    this.index = index;
  }
}
messageType(1)(Sticker);
messageField(['index'])(Sticker);
const decorator: TypedMessageDecorator = messageType(2);
const compatible: MessageConstructor<Sticker> = IE10Compatible(Sticker);

class Bare extends Message {
  static validate(): boolean {
    return true;
  }
}

const plugin: Plugin = {
  name: 'mine',
  messageClasses: [Sticker, Bare],
  beforeMessageParse: (message) => message,
  afterMessageParse: (message) => message,
  beforeMessageDispatch: (message: AVMessage) => message.getPayload() !== '',
  onConversationCreate: (conversation: ConversationBase) => console.log(conversation.id),
  onIMClientCreate: (client: IMClient) => console.log(client.id),
  onRealtimeCreate: (realtime: Realtime) => console.log(realtime),
};

export async function main(user: AVUser): Promise<void> {
  const realtime = new Realtime({
    appId: 'id',
    appKey: 'key',
    server: { RTMRouter: 'https://a', api: 'https://b' },
    RTMServers: ['wss://c'],
    noBinary: true,
    ssl: true,
    region: 'us',
    plugins: [plugin],
  });
  realtime.register([Sticker, compatible]);
  realtime.on(Event.DISCONNECT, () => console.log('down'));
  realtime.on(Event.RETRY, (attempt?: number) => console.log(attempt));
  realtime.on('schedule', (attempt: number, delay: number) => console.log(attempt, delay));
  const attempts: number = realtime.retry();
  Realtime.defineConversationProperty('topic').prototype.toJSON();

  const client: IMClient = await realtime.createIMClient(user, {
    signatureFactory: sign,
    conversationSignatureFactory: signAtOnce,
    blacklistSignatureFactory: signAtOnce,
    tag: 'Mobile',
    isReconnect: false,
  });
  client.on(Event.MESSAGE, (message, conversation) => console.log(message, conversation));
  client.on(Event.MEMBERS_JOINED, (payload?: { members: string[]; invitedBy: string }) => console.log(payload?.members));
  client.on(Event.UNREAD_MESSAGES_COUNT_UPDATE, (conversations?: ConversationBase[]) =>
    conversations?.forEach(({ id, unreadMessagesCount }) => console.log(id, unreadMessagesCount)),
  );
  client.once(Event.CONFLICT, (payload) => console.log(payload?.reason));
  client.on('anything', (...args: unknown[]) => console.log(args));
  client.off(Event.MESSAGE);

  const conversation = await client.createConversation({ members: ['Tom'], name: 'n', unique: true, topic: 'x' });
  const precise = (await client.createConversation({ members: ['Tom'] })) as Conversation;
  await precise.getAllMemberInfo({});
  let current = await client.createConversation({ members: ['Tom'] });
  current = await client.getConversation(current.id);
  await current.read();
  current = await client.createTemporaryConversation({ members: ['Tom'] });
  await current.count();
  current = (await client.getServiceConversationQuery().find())[0] ?? current;
  await current.send(new TextMessage('to whichever it is'));
  const room: ChatRoom = await client.createChatRoom({ name: 'room', level: 1 });
  const temporary: TemporaryConversation = await client.createTemporaryConversation({ members: ['Tom'], ttl: 60 });
  console.log(temporary.expiredAt.getTime(), temporary.expired, room.transient, attempts, decorator);
  const known: PresistentConversation = await client.getConversation('id', true);
  known.set('a', 1).set('b', { c: [] });
  await (await known.save()).fetch();
  const done: PartiallySuccess = await known.add(['a']);
  const failures: OperationFailureError[] = done.failures;
  failures.forEach((error) => console.log(error.clientIds, error.code, error.detail, error.message));
  const blocked: PagedResults<string> = await known.queryBlockedMembers({ limit: 1, next: 'x' });
  await Promise.all([known.muteMembers(blocked.results), known.unmuteMembers([]), known.blockMembers([]), known.unblockMembers([])]);

  const query: ConversationQuery<PresistentConversation> = client.getQuery();
  const found = await query.containsMembers(['Tom']).equalTo('a', 1).matches('name', 'x').limit(3).compact().find();
  const services: ServiceConversation[] = await client.getServiceConversationQuery().find();
  await services[0].subscribe();
  if (found[0] instanceof Conversation) {
    const infos: ConversationMemberInfo[] = await found[0].getAllMemberInfo({ noCache: true });
    console.log(infos.map(({ memberId, isOwner, conversationId }) => [memberId, isOwner, conversationId]));
    await found[0].updateMemberRole('Tom', ConversationMemberRole.MANAGER);
  }

  const text: TextMessage = await conversation.send(new TextMessage('hi').setAttributes({ a: 1 }) as TextMessage, {
    receipt: true,
    transient: false,
    will: false,
    priority: MessagePriority.HIGH,
    pushData: { alert: 'x' },
  });
  text.setMentionList(['Tom']).mentionAll();
  const pointer: MessagePointer = { id: text.id, timestamp: text.timestamp };
  const recalled: RecalledMessage = await conversation.recall(pointer);
  await conversation.update(text, new BinaryMessage(new ArrayBuffer(1)));
  const history: Message[] = await conversation.queryMessages({ startTime: new Date(), limit: 10, startClosed: true });
  const older = await conversation.queryMessages({ beforeTime: new Date(), beforeMessageId: recalled.id, type: -1 });
  const iterator = conversation.createMessagesIterator({ limit: 10 });
  const { value, done: over } = await iterator.next();
  console.log(history.concat(older, value).filter(({ status }) => status === MessageStatus.SENT), over);
  const message = await client.parseMessage<Sticker>(text.toFullJSON());
  const parsed: ConversationBase = await client.parseConversation(conversation.toFullJSON());
  const payload: Payload = message.getPayload();
  console.log(await client.ping(['Tom']), await parsed.count(), payload, message.index);
  await client.markAllAsRead([conversation, parsed]);
  await new MessageParser(plugin).parse({ _lctype: 1 });
  await client.close();
}

export function failed(error: Error & { code?: number }): string {
  const known: ErrorCode = ErrorCode.SESSION_CONFLICT;
  return error.code === known ? 'conflict' : error.message;
}

export const listeners: {
  connection?: (payload: ConnectionEvent['retry']) => void;
  shared?: (payload: SharedEvent['invited']) => void;
  client?: (payload: ClientEvent['close']) => void;
  conversation?: (payload: ConversationEvent['infoupdated']) => void;
  reason?: PatchReason;
  debug?: Debug;
} = { shared: ({ invitedBy }) => console.log(invitedBy), client: ({ code }) => console.log(code) };

debug.enable('LC*');
export const namespaces: string = debug.disable();
setAdapters({});
