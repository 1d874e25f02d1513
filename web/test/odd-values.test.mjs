// Every public method with arguments that it was not made for, drawn from a
// seeded generator: each call settles, what it rejects with says what is wrong,
// and the client goes on working. ODD_SEED=n tries another draw, ODD_CALLS=n more.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { cleanup } from './support/cleanup.mjs';
import { next } from './support/events.mjs';
import { ourSDK } from './support/ours.mjs';
import { startServer } from './support/server.mjs';

const ending = cleanup();
const seed = Number(process.env.ODD_SEED ?? 20270112);
const calls = Number(process.env.ODD_CALLS ?? 40);
const DEADLINE = 15_000;

/** mulberry32: a number below n, the same sequence for the same seed. */
function generator(state) {
  return (n) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % n;
  };
}

/** What an odd value of ours throws when it is touched: it comes out as it is. */
class Touched extends Error {}
const touch = () => {
  throw new Touched('touched');
};

const cyclic = {};
cyclic.self = cyclic;

/** Odd values, made anew each time. */
const odd = [
  () => undefined,
  () => null,
  () => NaN,
  () => -1,
  () => 0,
  () => 1.5,
  () => Infinity,
  () => 2 ** 53,
  () => 2 ** 31,
  () => -1e308,
  () => true,
  () => 10n,
  () => Symbol('odd'),
  () => '',
  () => ' ',
  () => '\ud800',
  () => '\0',
  () => '__proto__',
  () => 'constructor',
  () => 'a.b..c',
  () => '$where',
  () => 'x'.repeat(100_000),
  () => '{"a":',
  () => () => 'function',
  () => class Odd {},
  () => async () => 1,
  () => [],
  () => [null],
  () => [Symbol('in a list')],
  () => Object.assign(['ok'], { 2: 'holes' }),
  () => [['nested']],
  () => Array.from({ length: 2_000 }, (_, n) => `member-${n}`),
  () => ({}),
  () => Object.create(null),
  () => cyclic,
  () => ({ toString: touch, valueOf: touch }),
  () => ({ toJSON: touch }),
  () => ({ get then() { return touch(); } }),
  () => ({ get id() { return touch(); }, get signal() { return touch(); } }),
  () => new Proxy({}, { get: touch, ownKeys: touch, getPrototypeOf: touch, has: touch }),
  () => new Proxy([], { get: touch }),
  () => new Date(NaN),
  () => new Date(8.64e15),
  () => /regexp/g,
  () => new Map([[1, 2]]),
  () => new ArrayBuffer(8),
  () => new Uint8Array(8),
  () => new Error('an error'),
  () => Object.freeze({ limit: 'ten', signal: 5, members: {}, startTime: 'now', id: 7, timestamp: {} }),
  () => ({ signal: AbortSignal.abort(new Touched('touched')) }),
  () => ({ limit: NaN }),
  () => ({ limit: 5n, next: 5 }),
  () => ({ members: [Symbol('x')] }),
  () => ({ members: ['x'], deep: cyclic, big: 10n }),
  () => ({ startTime: Symbol('now') }),
  () => ({ startTime: new Date(NaN), startMessageId: {} }),
  () => ({ type: '1', direction: 'up', startClosed: Symbol('x'), limit: -5 }),
  () => ({ transient: Symbol('x'), receipt: {}, priority: 'high', pushData: 10n }),
  () => ({ pushData: cyclic, will: 1 }),
];

/** What JavaScript says of a mistake of ours, not of the caller's. */
const OURS = /Cannot (read|set|convert|destructure|mix)|undefined (?!is not )|is not (a function|iterable)|reading '|Invalid attempt|core failed|type that is not taken/i;

let sdk, server, realtime, me, you, mine, yours;
const unhandled = [];
const note = (error) => unhandled.push(error);

before(async () => {
  process.on('unhandledRejection', note);
  server = await startServer(ending);
  sdk = await ourSDK();
  realtime = new sdk.Realtime({ appId: 'dev', appKey: 'dev', server: server.url });
  ending.after(() => realtime.close());
  [me, you] = [await realtime.createIMClient('odd-me'), await realtime.createIMClient('odd-you')];
  mine = await me.createConversation({ members: [you.id], unique: false });
  yours = await you.getConversation(mine.id);
});
after(() => process.off('unhandledRejection', note));

const text = () => new sdk.TextMessage('x');

/** Methods that give a promise. What an argument may be is never changed for good. */
const asynchronous = {
  createIMClient: (...args) => realtime.createIMClient(...args).then((client) => client.close()),
  ping: (...args) => me.ping(...args),
  createConversation: (...args) => me.createConversation(...args),
  createChatRoom: (...args) => me.createChatRoom(...args),
  createTemporaryConversation: (...args) => me.createTemporaryConversation(...args),
  getConversation: (...args) => me.getConversation(...args),
  getConversations: (...args) => me.getConversations(...args),
  markAllAsRead: (...args) => me.markAllAsRead(...args),
  parseMessage: (...args) => me.parseMessage(...args),
  parseConversation: (...args) => me.parseConversation(...args),
  send: (...args) => mine.send(...args),
  'send with options': (...args) => mine.send(text(), ...args),
  'send content': async (...args) => mine.send(new sdk.Message(...args)),
  'send text': async (...args) => mine.send(new sdk.TextMessage(...args)),
  'send mentions': async (...args) => mine.send(text().setMentionList(...args)),
  'send attributes': async (...args) => mine.send(text().setAttributes(...args)),
  'send bytes': async (...args) => mine.send(new sdk.BinaryMessage(...args)),
  update: (...args) => mine.update(...args),
  recall: (...args) => mine.recall(...args),
  count: (...args) => mine.count(...args),
  queryMessages: (...args) => mine.queryMessages(...args),
  messages: async (...args) => mine.messages(...args).next(),
  createMessagesIterator: async (...args) => mine.createMessagesIterator(...args).next(),
  'next of an iterator': async (...args) => mine.createMessagesIterator().next(...args),
  read: (...args) => mine.read(...args),
  fetchReceiptTimestamps: (...args) => mine.fetchReceiptTimestamps(...args),
  'set and save': async (...args) => {
    const conversation = await me.parseConversation(mine.toFullJSON());
    return conversation.set(...args).save();
  },
  save: (...args) => mine.save(...args),
  fetch: (...args) => mine.fetch(...args),
  mute: (...args) => mine.mute(...args),
  unmute: (...args) => mine.unmute(...args),
  add: (...args) => mine.add(...args),
  remove: (...args) => mine.remove(...args),
  join: (...args) => mine.join(...args),
  muteMembers: (...args) => mine.muteMembers(...args),
  unmuteMembers: (...args) => mine.unmuteMembers(...args),
  queryMutedMembers: (...args) => mine.queryMutedMembers(...args),
  blockMembers: (...args) => mine.blockMembers(...args),
  unblockMembers: (...args) => mine.unblockMembers(...args),
  queryBlockedMembers: (...args) => mine.queryBlockedMembers(...args),
  getAllMemberInfo: (...args) => mine.getAllMemberInfo(...args),
  getMemberInfo: (...args) => mine.getMemberInfo(...args),
  updateMemberRole: (...args) => mine.updateMemberRole(...args),
  find: (...args) => me.getQuery().find(...args),
  first: (...args) => me.getQuery().first(...args),
  ...Object.fromEntries(
    [
      ['equalTo', 2], ['notEqualTo', 2], ['lessThan', 2], ['greaterThanOrEqualTo', 2], ['containedIn', 2], ['containsAll', 2],
      ['contains', 2], ['startsWith', 2], ['matches', 2], ['sizeEqualTo', 2], ['exists', 1], ['containsMembers', 1],
      ['withMembers', 2], ['limit', 1], ['skip', 1], ['ascending', 1], ['addDescending', 1], ['compact', 1],
    ].map(([name]) => [`a query with ${name}`, async (...args) => me.getQuery()[name](...args).find()]),
  ),
};

function settled(promise, name) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${name} did not settle`)), DEADLINE);
  });
  return Promise.race([promise.then(() => undefined, (error) => ({ error })), late]).finally(() => clearTimeout(timer));
}

const described = (args) =>
  args
    .map((each) => {
      try {
        return typeof each === 'object' ? `${Object.prototype.toString.call(each)} ${JSON.stringify(each)?.slice(0, 60)}` : String(each).slice(0, 40);
      } catch {
        return typeof each;
      }
    })
    .join(', ');

describe(`odd values (seed ${seed})`, () => {
  for (const [index, [name, call]] of Object.entries(asynchronous).entries()) {
    it(name, async () => {
      const random = generator(seed + index);
      const wrong = [];
      const draws = [
        ...odd.map((make) => [make()]),
        ...Array.from({ length: calls }, () => Array.from({ length: 1 + random(3) }, () => odd[random(odd.length)]())),
      ];
      for (const args of draws) {
        let promise;
        try {
          promise = call(...args);
        } catch (error) {
          wrong.push(`(${described(args)}) throws at once: ${error?.message}`);
          continue;
        }
        const outcome = await settled(promise, `${name}(${described(args)})`);
        const error = outcome?.error;
        if (!outcome || error instanceof Touched) continue;
        if (!(error instanceof Error)) wrong.push(`(${described(args)}) rejects with ${String(error)}`);
        else if (OURS.test(error.message)) wrong.push(`(${described(args)}) rejects with ${error.constructor.name}: ${error.message.slice(0, 150)}`);
      }
      assert.deepEqual(wrong, []);
    });
  }

  it('leave a client that sends and receives', async () => {
    await mine.add([you.id]).catch(() => {});
    await you.getConversation(mine.id, true);
    const arrived = next(you, 'message', { where: (message) => message.text === 'still here' });
    await mine.send(new sdk.TextMessage('still here'));
    const [message, conversation] = await arrived;
    assert.deepEqual([message.from, conversation], [me.id, yours]);
    const again = await realtime.createIMClient('odd-later');
    assert.deepEqual(await me.ping([again.id]), [again.id]);
    await again.close();
  });

  it('leave no rejection unhandled', async () => {
    await new Promise(setImmediate);
    assert.deepEqual(unhandled, []);
  });
});
