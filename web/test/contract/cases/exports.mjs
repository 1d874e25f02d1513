// What the package exports, and the shape of it.
const named = (object) => Object.fromEntries(Object.keys(object).sort().map((key) => [key, object[key]]));

/** The methods of a class that programs call, those that it inherits too. */
function methods(target) {
  const names = new Set();
  for (let at = target; at && at !== Object.prototype; at = Object.getPrototypeOf(at)) {
    for (const name of Object.getOwnPropertyNames(at)) names.add(name);
  }
  return names;
}

/** Those of the names that the class has. */
const has = (target, names) => names.split(' ').filter((name) => methods(target).has(name)).join(' ');

const EVERYWHERE = 'on once off emit addListener removeListener removeAllListeners listeners listenerCount eventNames';
const CONVERSATION =
  'send count update recall queryMessages createMessagesIterator read fetchReceiptTimestamps toJSON toFullJSON ' +
  'unreadMessagesCount unreadMessagesMentioned lastMessageAt lastDeliveredAt lastReadAt';
const PERSISTENT =
  'get set save fetch mute unmute add remove join quit muteMembers unmuteMembers queryMutedMembers blockMembers unblockMembers queryBlockedMembers name';

const classCase = (name, names) => [
  `${name} has its methods`,
  (c) => has(c.sdk[name].prototype, `${EVERYWHERE} ${names}`),
];

const exported = (name) => [`exports ${name}`, ({ sdk }) => typeof sdk[name]];

export const cases = {
  ...Object.fromEntries(
    (
      'BinaryMessage ChatRoom Conversation ConversationMemberRole ConversationQuery ErrorCode Event EventEmitter IE10Compatible ' +
      'IMPlugin Message MessageParser MessagePriority MessageQueryDirection MessageStatus Promise Protocals Protocols Realtime ' +
      'RecalledMessage ServiceConversation TemporaryConversation TextMessage TypedMessage debug defineConversationProperty ' +
      'getAdapter messageField messageType setAdapters'
    )
      .split(' ')
      .map(exported),
  ),
  'Event': ({ sdk }) => named(sdk.Event),
  'ErrorCode': ({ sdk }) => {
    const { LOGIN_TIMEOUT, CLOSE_NORMAL, SESSION_CONFLICT, CONVERSATION_NOT_FOUND, OWNER_PROMOTION_NOT_ALLOWED } = sdk.ErrorCode;
    return [LOGIN_TIMEOUT, CLOSE_NORMAL, SESSION_CONFLICT, CONVERSATION_NOT_FOUND, OWNER_PROMOTION_NOT_ALLOWED];
  },
  'all of ErrorCode': ({ sdk }) => named(sdk.ErrorCode),
  'MessageStatus': ({ sdk }) => named(sdk.MessageStatus),
  'MessagePriority': ({ sdk }) => named(sdk.MessagePriority),
  'MessageQueryDirection': ({ sdk }) => named(sdk.MessageQueryDirection),
  'ConversationMemberRole': ({ sdk }) => named(sdk.ConversationMemberRole ?? {}),
  'enums cannot be changed': ({ sdk }) => [Object.isFrozen(sdk.ConversationMemberRole ?? {}), Object.isFrozen(sdk.MessageStatus)],
  'all of Protocols': ({ sdk }) => Object.keys(sdk.Protocols).sort(),
  'Protocols by its old name': ({ sdk }) => sdk.Protocols === sdk.Protocals,
  'enums of Protocols': ({ sdk: { Protocols } }) => {
    // The protocol has come to have one operation more than the official SDK knows.
    const { expire: _newer, ...operations } = Protocols.OpType;
    return [{ ...Protocols.CommandType }, operations, { ...Protocols.StatusType }];
  },
  'debug': ({ sdk }) => Object.keys(sdk.debug).sort(),
  'conversation classes inherit': ({ sdk }) => {
    const persistent = Object.getPrototypeOf(sdk.Conversation);
    const base = Object.getPrototypeOf(persistent);
    return [
      Object.getPrototypeOf(sdk.ChatRoom) === persistent,
      Object.getPrototypeOf(sdk.ServiceConversation) === persistent,
      Object.getPrototypeOf(sdk.TemporaryConversation) === base,
      Object.getPrototypeOf(base) === sdk.EventEmitter,
      Object.getPrototypeOf(sdk.Realtime) === sdk.EventEmitter,
    ];
  },
  'message classes inherit': ({ sdk }) => [
    Object.getPrototypeOf(sdk.TextMessage) === sdk.TypedMessage,
    Object.getPrototypeOf(sdk.RecalledMessage) === sdk.TypedMessage,
    Object.getPrototypeOf(sdk.TypedMessage) === sdk.Message,
    Object.getPrototypeOf(sdk.BinaryMessage) === sdk.Message,
  ],
  'types of messages': ({ sdk }) => [sdk.TextMessage.TYPE, sdk.RecalledMessage.TYPE, sdk.TypedMessage.TYPE],
  ...Object.fromEntries([
    classCase('Realtime', 'retry pause resume'),
    classCase('Conversation', `${CONVERSATION} ${PERSISTENT} getAllMemberInfo getMemberInfo updateMemberRole`),
    classCase('ChatRoom', `${CONVERSATION} ${PERSISTENT}`),
    classCase('ServiceConversation', `${CONVERSATION} ${PERSISTENT} subscribe unsubscribe`),
    classCase('TemporaryConversation', `${CONVERSATION} ${PERSISTENT} expiredAt expired`),
  ]),
  'IMClient has its methods': async (c) => {
    const me = await c.login();
    return has(
      Object.getPrototypeOf(me),
      `${EVERYWHERE} close ping createConversation createChatRoom createTemporaryConversation getConversation getConversations ` +
        'getQuery getChatRoomQuery getServiceConversationQuery parseMessage parseConversation',
    );
  },
  'ConversationQuery has its methods': ({ sdk }) =>
    has(
      sdk.ConversationQuery.prototype,
      'equalTo notEqualTo lessThan lessThanOrEqualTo greaterThan greaterThanOrEqualTo exists doesNotExist containedIn notContainsIn ' +
        'containsAll contains startsWith endsWith matches sizeEqualTo containsMembers withMembers limit skip ascending addAscending ' +
        'descending addDescending withLastMessagesRefreshed compact find first toJSON',
    ),
  'Message has its methods': ({ sdk }) =>
    has(
      sdk.Message.prototype,
      'getPayload toJSON toFullJSON getMentionList setMentionList mentionAll status timestamp deliveredAt updatedAt mentioned',
    ),
  'TypedMessage has its methods': ({ sdk }) =>
    has(sdk.TypedMessage.prototype, 'type text attributes summary setText getText setAttributes getAttributes getPayload toJSON toFullJSON'),
  'statics of ConversationQuery': ({ sdk }) => [typeof sdk.ConversationQuery.and, typeof sdk.ConversationQuery.or],
  'defineConversationProperty is Realtime’s too': ({ sdk }) => typeof sdk.Realtime.defineConversationProperty,
  'an unknown adapter is an error': (c) => c.atOnce(() => c.sdk.getAdapter('telepathy')),
  'adapters can be replaced': ({ sdk }) => {
    const request = sdk.getAdapter('request');
    const mine = (...args) => request(...args);
    const given = sdk.setAdapters({ request: mine });
    const result = [given, sdk.getAdapter('request') === mine];
    sdk.setAdapters({ request });
    return result;
  },
};
