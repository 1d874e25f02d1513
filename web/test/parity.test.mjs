// The same calls on the official SDK and on ours, over the same server: what
// they give, throw and emit must be the same, property by property.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { cleanup } from './support/cleanup.mjs';
import { next } from './support/events.mjs';
import { facts } from './support/facts.mjs';
import { officialSDK } from './support/official.mjs';
import { ourSDK } from './support/ours.mjs';
import { startServer } from './support/server.mjs';

const UNKNOWN = '0123456789abcdef01234567';
const ending = cleanup();
let server;

before(async () => {
  server = await startServer(ending);
});

/** What a call gives, or throws. */
const outcome = (run) => Promise.resolve().then(run).catch((error) => error);

/** Two clients of one SDK with a conversation of theirs. */
async function scene(sdk, prefix) {
  const realtime = new sdk.Realtime({ appId: 'dev', appKey: 'dev', server: server.url });
  // The official SDK keeps its connection after a failed login.
  ending.after(() => realtime.pause());
  const [me, you] = [await realtime.createIMClient(`${prefix}-me`), await realtime.createIMClient(`${prefix}-you`)];
  ending.after(() => you.close());
  const joined = next(you, 'membersjoined');
  const options = { members: [you.id], name: 'name', foo: { bar: 1 }, when: new Date(5e11), unique: false };
  const mine = await me.createConversation(options);
  await joined;
  const yours = await you.getConversation(mine.id);
  const { TextMessage, BinaryMessage, Message } = sdk;
  return { sdk, realtime, me, you, mine, yours, TextMessage, BinaryMessage, Message };
}

/** An argument of an event; conversations and messages by their class. */
function brief(argument) {
  if (Array.isArray(argument)) return argument.map(brief);
  return argument?.toFullJSON ? argument.constructor.name : argument;
}

/** Sends a message; gives what arrived of it at the other client. */
async function deliver({ mine, you }, message) {
  const arrived = next(you, 'message', { where: (received) => received.id === message.id || received.text === message.text });
  await mine.send(message);
  return arrived;
}

/** Notes what these emitters emit until `last` has come. */
async function emitted(sdk, emitters, last, run) {
  const noted = [];
  const listeners = Object.entries(emitters).flatMap(([name, emitter]) =>
    Object.values(sdk.Event).map((event) => {
      const listener = (...args) => noted.push([name, event, ...args.map(brief)]);
      emitter.on(event, listener);
      return [emitter, event, listener];
    }),
  );
  const ended = next(...last);
  await run();
  await ended;
  for (const [emitter, event, listener] of listeners) emitter.off(event, listener);
  return noted;
}

/** In their order; each gives something to compare. */
const steps = {
  'a conversation that was just made': ({ mine }) => [mine, mine.toFullJSON(), mine.lastMessageAt, mine.get('foo.bar')],
  'properties of a conversation': ({ mine: c }) => [
    [c.unreadMessagesCount, c.unreadMessagesMentioned, c.lastMessage, c.lastDeliveredAt, c.lastReadAt],
    [c.muted, c.mutedMembers, c.name, c.get('when'), c.transient, c.system, c.creator, c.createdAt, c.updatedAt],
  ],
  'a message on its way': async ({ mine, TextMessage, you }) => {
    const message = new TextMessage('hi').setAttributes({ a: 1 }).setMentionList([you.id]);
    const arrived = next(you, 'message');
    const sending = mine.send(message);
    const status = message.status;
    const sent = await sending;
    await arrived;
    return [status, sent === message, sent, sent.toFullJSON(), sent.status, sent.content];
  },
  'a message that was received': async (scene) => {
    const { you, yours, TextMessage } = scene;
    const [message, conversation] = await deliver(scene, new TextMessage('ho').setMentionList([you.id]));
    message.mentionedAll ??= false;
    return [message, message.status, message.content, message.mentioned, conversation === yours, yours.lastMessage === message];
  },
  'the events of a message': async ({ sdk, mine, you, yours, TextMessage }) =>
    emitted(sdk, { you, yours }, [yours, 'message'], () => mine.send(new TextMessage('events'))),
  'unread messages, and reading': async ({ sdk, you, yours }) => {
    const unread = [yours.unreadMessagesCount, yours.unreadMessagesMentioned];
    let read;
    const events = await emitted(sdk, { you, yours }, [you, 'unreadmessagescountupdate'], async () => {
      read = yours.read();
      return read;
    });
    return [unread, events, (await read) === yours, yours.unreadMessagesCount, yours.unreadMessagesMentioned];
  },
  'messages of other contents': async ({ mine, Message, BinaryMessage }) => {
    const contents = [new Message('plain'), new Message({ a: [1] }), new BinaryMessage(new Uint8Array([1, 255]).buffer)];
    const sent = [];
    for (const message of contents) sent.push(await mine.send(message));
    return sent.map((message) => [message, message.toFullJSON(), message.status]);
  },
  'a transient message': async ({ mine, TextMessage }) => {
    const message = await mine.send(new TextMessage('gone'), { transient: true });
    return [message, message.status, mine.lastMessage === message];
  },
  'a receipt': async ({ mine, you, TextMessage }) => {
    const arrived = next(you, 'message', { where: ({ text }) => text === 'receipt' });
    const delivered = next(mine, 'lastdeliveredatupdate');
    const message = await mine.send(new TextMessage('receipt'), { receipt: true });
    await arrived;
    await delivered;
    return [message.status, message.deliveredAt, mine.lastDeliveredAt, mine.lastReadAt];
  },
  'history': async ({ mine }) => {
    const history = await mine.queryMessages({ limit: 3 });
    return history.map((message) => [message.constructor.name, message.text, message.content, message.from, message.timestamp]);
  },
  'pages of history': async ({ mine }) => {
    const pages = mine.createMessagesIterator({ limit: 4 });
    const overlapping = await Promise.all([pages.next(), pages.next(), pages.next()]);
    return overlapping.map(({ value, done }) => [value.length, done]);
  },
  'history that cannot be': ({ mine }) => outcome(() => mine.queryMessages({ endMessageId: 'x' })),
  'counting': ({ mine }) => mine.count(),
  'what there is not': async ({ me, mine }) => [
    await me.getConversation(UNKNOWN),
    (await me.getConversations([UNKNOWN, mine.id, mine.id])).map((each) => each && each === mine),
    await me.getQuery().equalTo('name', 'nobody has this name').find(),
    await me.getQuery().equalTo('name', 'nobody has this name').first(),
  ],
  'wrong arguments': async ({ me, mine }) => [
    await outcome(() => me.getConversation(42)),
    await outcome(() => me.ping('somebody')),
    await outcome(() => me.createConversation({})),
    await outcome(() => me.createConversation({ members: ['x'], name: 42 })),
    await outcome(() => mine.send('text')),
    await outcome(() => mine.update(mine.lastMessage, 'text')),
    await outcome(() => mine.recall({})),
  ],
  'who is online': async ({ me, you }) => [await me.ping([you.id, 'nobody']), await me.ping([])],
  'a query': async ({ me, mine }) => {
    const [found] = await me.getQuery().equalTo('objectId', mine.id).withLastMessagesRefreshed().find();
    return [found === mine, found.lastMessage.text, found.lastMessage.from, found.lastMessageAt];
  },
  'a chat room': ({ me }) => me.createChatRoom({ name: 'room', topic: 'x' }),
  'a temporary conversation': async ({ me, you }) => {
    const joined = next(you, 'membersjoined');
    const conversation = await me.createTemporaryConversation({ members: [you.id], ttl: 100 });
    await joined;
    return [conversation, conversation.expired, conversation.name];
  },
  'attributes': async ({ mine, yours }) => {
    const heard = next(yours, 'infoupdated');
    mine.set('foo.bar', 2);
    mine.name = 'renamed';
    const before = [mine.get('foo'), mine.name, mine.toJSON().name];
    const after = [(await mine.save()) === mine, mine.get('foo'), mine.toJSON().name, (await mine.save()) === mine];
    await heard;
    return [before, after];
  },
  'attributes that others change': async ({ sdk, mine, you, yours }) => {
    const events = await emitted(sdk, { you, yours }, [yours, 'infoupdated'], () => mine.set('topic', 'x').save());
    return [events, yours.get('topic')];
  },
  'members': async ({ sdk, mine, you, yours }) => {
    const added = await emitted(sdk, { you, yours }, [yours, 'membersjoined'], () => mine.add(['third', 'fourth']));
    const members = [mine.members, yours.members];
    const left = await emitted(sdk, { you, yours }, [yours, 'membersleft'], () => mine.remove('third'));
    return [added, members, left, mine.members, yours.members, await mine.remove(['fourth'])];
  },
  'quitting and joining': async ({ yours }) => [
    (await yours.quit()) === yours,
    yours.members,
    (await yours.join()) === yours,
    yours.members.length,
  ],
  'muting': async ({ mine }) => [
    (await mine.mute()) === mine,
    [mine.muted, mine.mutedMembers],
    (await mine.unmute()) === mine,
    [mine.muted, mine.mutedMembers],
  ],
  'changing a message': async ({ sdk, mine, you, yours, TextMessage }) => {
    const message = await mine.send(new TextMessage('old'));
    let changed;
    const events = await emitted(sdk, { yours }, [you, 'messageupdate'], async () => {
      changed = await mine.update(message, new TextMessage('new'));
    });
    return [changed, changed.status, changed.id === message.id, mine.lastMessage === changed, events.map(([, name]) => name)];
  },
  'recalling a message': async ({ mine, you, TextMessage }) => {
    const message = await mine.send(new TextMessage('oops'));
    const heard = next(you, 'messagerecall');
    const recalled = await mine.recall(message);
    const [theirs, , reason] = await heard;
    return [recalled, recalled.status, theirs.constructor.name, theirs.id === message.id, theirs.content, reason];
  },
  'changing what is not one’s own': async ({ yours, mine, TextMessage }) => [
    await outcome(() => yours.update(mine.lastMessage, new TextMessage('mine'))),
    await outcome(() => mine.update(new TextMessage('not sent'), new TextMessage('x'))),
  ],
  'strangers': async ({ realtime, me, mine, TextMessage }) => {
    const stranger = await realtime.createIMClient(`${me.id}-stranger`);
    const conversation = await stranger.getConversation(mine.id);
    const message = new TextMessage('let me in');
    const refused = [await outcome(() => conversation.send(message)), message.status, message.from === stranger.id];
    refused.push(await outcome(() => conversation.queryMessages()));
    await stranger.close();
    return refused;
  },
  'what was put into JSON': async ({ me, mine }) => {
    const copy = (value) => JSON.parse(JSON.stringify(value.toFullJSON()));
    const message = await me.parseMessage(copy(mine.lastMessage));
    const conversation = await me.parseConversation(copy(mine));
    return [message.toFullJSON(), conversation === mine, conversation.name, conversation.members, conversation.lastMessage.text];
  },
  'errors of logging in': async ({ realtime }) => [
    await outcome(() => realtime.createIMClient('x'.repeat(65))),
    await outcome(() => realtime.createIMClient('sign', { signatureFactory: () => Promise.reject(new Error('boom')) })),
    await outcome(() => realtime.retry()),
  ],
  'an offline connection': async ({ sdk, realtime, me, mine, TextMessage }) => {
    const message = new TextMessage('lost');
    const events = await emitted(sdk, { realtime, me }, [me, 'offline'], () => realtime.pause());
    const failed = await outcome(() => mine.send(message));
    const back = await emitted(sdk, { realtime, me }, [me, 'reconnect'], () => realtime.resume());
    return [events, failed, message.status, back];
  },
  'messages that were missed': async ({ sdk, realtime, me }) => {
    const other = officialSDK();
    const elsewhere = new other.Realtime({ appId: 'dev', appKey: 'dev', server: server.url });
    const friend = await elsewhere.createIMClient(`${me.id}-friend`);
    const theirs = await friend.createConversation({ members: [me.id] });
    const mine = await me.getConversation(theirs.id);
    realtime.pause();
    await theirs.send(new other.TextMessage('first'));
    await theirs.send(new other.TextMessage('second').setMentionList([me.id]));
    const events = await emitted(sdk, { me, mine }, [me, 'unreadmessagescountupdate'], () => realtime.resume());
    await friend.close();
    const { unreadMessagesCount, unreadMessagesMentioned, lastMessage, lastMessageAt } = mine;
    return [
      events.filter(([, event]) => /unread|message/.test(event)),
      [unreadMessagesCount, unreadMessagesMentioned, lastMessageAt, lastMessage.text, lastMessage.from === friend.id],
    ];
  },
  'roles': async ({ sdk, mine, me, you }) => {
    const changed = next(you, 'memberinfoupdated');
    const { MANAGER, OWNER } = sdk.ConversationMemberRole;
    const before = (await mine.getAllMemberInfo()).map((info) => [info.memberId, info.role, info.isOwner, Object.keys(info.toJSON())]);
    const given = await mine.updateMemberRole(you.id, MANAGER);
    const [{ member, memberInfo, updatedBy }, conversation] = await changed;
    return [
      before,
      [given === mine, member, memberInfo.role, updatedBy === me.id, conversation.id === mine.id],
      (await mine.getAllMemberInfo({ noCache: true })).map((info) => [info.memberId, info.role]),
      (await mine.getMemberInfo(you.id)).role,
      await outcome(() => mine.updateMemberRole(you.id, OWNER)),
      (await outcome(() => mine.getMemberInfo('nobody'))).message.replace(mine.id, 'id'),
    ];
  },
  'silence': async ({ mine, yours, you, TextMessage }) => {
    const told = next(you, 'muted');
    const muted = await mine.muteMembers([you.id]);
    const [payload] = await told;
    const refused = await outcome(() => yours.send(new TextMessage('hear me')));
    const listed = await mine.queryMutedMembers();
    const untold = next(you, 'unmuted');
    return [muted, payload, refused, listed, await mine.unmuteMembers(you.id), (await untold)[0], await mine.queryMutedMembers({ limit: 5 })];
  },
  'the blacklist': async ({ mine, you }) => {
    const blocked = await mine.blockMembers(['rogue']);
    const listed = await mine.queryBlockedMembers({ limit: 10 });
    const added = await outcome(() => mine.add('rogue'));
    const lifted = await mine.unblockMembers('rogue');
    return [blocked, listed, added, lifted, await mine.queryBlockedMembers(), mine.members.includes(you.id)];
  },
  'closing': async ({ sdk, realtime, me }) => {
    const events = await emitted(sdk, { me, realtime }, [me, 'close'], () => me.close());
    const again = await realtime.createIMClient(me.id);
    await again.close();
    return [events, again === me];
  },
};

describe('the official SDK and ours agree on', () => {
  let scenes;
  before(async () => {
    const warn = console.warn;
    console.warn = () => {};
    ending.after(() => (console.warn = warn));
    scenes = await Promise.all([
      ourSDK().then((sdk) => scene(sdk, 'ours')),
      scene(officialSDK(), 'official'),
    ]);
  });

  for (const [name, step] of Object.entries(steps)) {
    it(name, async () => {
      const [ours, theirs] = await Promise.all(
        scenes.map(async (each) => {
          const names = { [each.me.id]: 'me', [each.you.id]: 'you' };
          return facts(await step(each), names);
        }),
      );
      assert.deepEqual(ours, theirs);
    });
  }
});
