// The published leancloud-realtime and our client over the same imserver: the
// official SDK is unchanged but for the `server` option.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { cleanup } from './support/cleanup.mjs';
import { collect, next } from './support/events.mjs';
import { officialSDK } from './support/official.mjs';
import { ourSDK } from './support/ours.mjs';
import { startServer } from './support/server.mjs';

const ending = cleanup();
let server;
let official;
let ours;
let officialRealtime;
let ourRealtime;
let serial = 0;
const unused = (name) => `${name}-${(serial += 1)}`;

before(async () => {
  server = await startServer(ending);
  official = officialSDK();
  ours = await ourSDK();
  const options = { appId: 'dev', appKey: 'dev', server: server.url };
  officialRealtime = new official.Realtime(options);
  // A login that failed leaves the official SDK with a connection of its own.
  ending.after(() => officialRealtime.pause());
  ourRealtime = new ours.Realtime(options);
});

/** A client of each SDK, closed after the test. */
async function pair(t) {
  const [theirs, mine] = await Promise.all([
    officialRealtime.createIMClient(unused('official')),
    ourRealtime.createIMClient(unused('ours')),
  ]);
  t.after(() => Promise.all([theirs.close(), mine.close()]));
  return { theirs, mine };
}

/** The same unique conversation, as each of the two sees it. */
async function conversationOf(theirs, mine) {
  const a = await theirs.createConversation({ members: [mine.id], name: 'interop' });
  const b = await mine.createConversation({ members: [theirs.id], name: 'interop' });
  return { a, b };
}

/** The properties of a message that both SDKs must agree on. */
const facts = (message) => ({
  id: message.id,
  cid: message.cid,
  from: message.from,
  timestamp: message.timestamp.getTime(),
  payload: message.getPayload(),
});

describe('official SDK and ours in one Node process', () => {
  it('create the same unique conversation, whoever comes first', async (t) => {
    const { theirs, mine } = await pair(t);
    const { a, b } = await conversationOf(theirs, mine);
    assert.equal(a.id, b.id);
    assert.deepEqual([...a.members].sort(), [...b.members].sort());
    const third = await ourRealtime.createIMClient(unused('third'));
    t.after(() => third.close());
    const c = await third.createConversation({ members: [theirs.id] });
    const d = await theirs.createConversation({ members: [third.id] });
    assert.equal(c.id, d.id);
    assert.notEqual(c.id, a.id);
  });

  it('chat in both directions with text, attributes, plain and binary messages', async (t) => {
    const { theirs, mine } = await pair(t);
    const { a, b } = await conversationOf(theirs, mine);

    const arrived = next(mine, 'message');
    const text = new official.TextMessage('你好 👋').setAttributes({ mood: 'fine', n: 1.5 });
    const sent = await a.send(text);
    const [got, where] = await arrived;
    assert.ok(got instanceof ours.TextMessage);
    assert.equal(got.text, '你好 👋');
    assert.deepEqual(got.attributes, { mood: 'fine', n: 1.5 });
    assert.equal(got.id, sent.id);
    assert.equal(got.timestamp.getTime(), sent.timestamp.getTime());
    assert.equal(got.from, theirs.id);
    assert.equal(where, b, 'the event carries the conversation that the client already holds');

    const back = next(theirs, 'message');
    const reply = await b.send(new ours.TextMessage('and back').setAttributes({ list: [1, 2] }));
    const [official2] = await back;
    assert.ok(official2 instanceof official.TextMessage);
    assert.equal(official2.text, 'and back');
    assert.deepEqual(official2.attributes, { list: [1, 2] });
    assert.equal(official2.id, reply.id);
    assert.equal(reply.status, ours.MessageStatus.SENT);

    const plain = next(theirs, 'message');
    await b.send(new ours.Message('just a string'));
    assert.equal((await plain)[0].content, 'just a string');

    const bytes = new Uint8Array([0, 1, 2, 250, 255, 128, 10, 13]);
    const binary = next(mine, 'message');
    await a.send(new official.BinaryMessage(bytes.buffer));
    const [gotBinary] = await binary;
    assert.ok(gotBinary instanceof ours.BinaryMessage);
    assert.deepEqual(new Uint8Array(gotBinary.buffer), bytes);

    const binaryBack = next(theirs, 'message');
    await b.send(new ours.BinaryMessage(bytes.buffer));
    assert.deepEqual(new Uint8Array((await binaryBack)[0].buffer), bytes);
  });

  it('see bursts in the order they were sent, and the same history', async (t) => {
    const { theirs, mine } = await pair(t);
    const { a, b } = await conversationOf(theirs, mine);
    const n = 100;
    const atMine = collect(mine, 'message');
    const atTheirs = collect(theirs, 'message');
    await Promise.all(Array.from({ length: n }, (_, i) => a.send(new official.TextMessage(`official ${i}`))));
    await Promise.all(Array.from({ length: n }, (_, i) => b.send(new ours.TextMessage(`ours ${i}`))));
    const expected = (who) => Array.from({ length: n }, (_, i) => `${who} ${i}`);
    assert.deepEqual((await atMine.until(n)).map(([m]) => m.text), expected('official'));
    assert.deepEqual((await atTheirs.until(n)).map(([m]) => m.text), expected('ours'));

    const theirHistory = (await a.queryMessages({ limit: 100 })).map(facts);
    const ourHistory = (await b.queryMessages({ limit: 100 })).map(facts);
    assert.equal(ourHistory.length, 100);
    assert.deepEqual(ourHistory, theirHistory);

    const theirPages = a.createMessagesIterator({ limit: 30 });
    const ourPages = b.createMessagesIterator({ limit: 30 });
    for (let i = 0; i < 3; i += 1) {
      const [theirPage, ourPage] = await Promise.all([theirPages.next(), ourPages.next()]);
      assert.equal(ourPage.done, theirPage.done);
      assert.deepEqual(ourPage.value.map(facts), theirPage.value.map(facts));
    }
  });

  it('count unread alike, at login and live, and clear them with read()', async (t) => {
    const { theirs, mine } = await pair(t);
    const { a } = await conversationOf(theirs, mine);
    const id = mine.id;
    await mine.close();
    await a.send(new official.TextMessage('one'));
    await a.send(new official.TextMessage('two'));

    const again = await ourRealtime.createIMClient(id);
    t.after(() => again.close());
    const [[conversation]] = await next(again, 'unreadmessagescountupdate');
    assert.equal(conversation.id, a.id);
    assert.equal(conversation.unreadMessagesCount, 2);
    assert.equal(conversation.lastMessage.text, 'two');
    const counted = next(again, 'unreadmessagescountupdate');
    await a.send(new official.TextMessage('three'));
    await counted;
    assert.equal(conversation.unreadMessagesCount, 3);
    await conversation.read();
    assert.equal(conversation.unreadMessagesCount, 0);
  });

  it('answer alike for what does not exist', async (t) => {
    const { theirs, mine } = await pair(t);
    assert.equal(await theirs.getConversation('5f0000000000000000000000'), null);
    assert.equal(await mine.getConversation('5f0000000000000000000000'), null);
    await assert.rejects(mine.getConversation(42), TypeError);
  });

  it('find each other online', async (t) => {
    const { theirs, mine } = await pair(t);
    const asked = [theirs.id, mine.id, 'nobody-at-all'];
    assert.deepEqual((await theirs.ping(asked)).sort(), [theirs.id, mine.id].sort());
    assert.deepEqual((await mine.ping(asked)).sort(), [theirs.id, mine.id].sort());
  });
});

describe('arguments', () => {
  const options = () => ({ appId: unused('app'), appKey: 'k', server: server.url });

  const outcome = (action) => {
    try {
      action();
      return 'no error';
    } catch (error) {
      return { name: error.constructor.name, message: error.message };
    }
  };

  for (const [what, change] of [
    ['a missing appId', (o) => ({ ...o, appId: undefined })],
    ['an appId that is no string', (o) => ({ ...o, appId: 42 })],
    ['a missing appKey', (o) => ({ ...o, appKey: undefined })],
    ['an appKey that is no string', (o) => ({ ...o, appKey: {} })],
    ['no server', (o) => ({ ...o, server: undefined })],
  ]) {
    it(`${what} is refused by Realtime as the official SDK refuses it`, () => {
      const given = change(options());
      const theirs = outcome(() => new official.Realtime(given));
      assert.notEqual(theirs, 'no error');
      assert.deepEqual(outcome(() => new ours.Realtime(given)), theirs);
    });
  }

  it('a second Realtime of the same app is refused', () => {
    const again = { appId: 'dev', appKey: 'dev', server: server.url };
    const theirs = outcome(() => new official.Realtime(again));
    assert.notEqual(theirs, 'no error');
    assert.deepEqual(outcome(() => new ours.Realtime(again)), theirs);
  });

  it('createIMClient(42) rejects alike', async () => {
    const reason = (realtime) =>
      realtime.createIMClient(42).then(
        () => 'resolved',
        (error) => ({ name: error.constructor.name, message: error.message }),
      );
    const theirs = await reason(officialRealtime);
    assert.notEqual(theirs, 'resolved');
    assert.deepEqual(await reason(ourRealtime), theirs);
  });

  it('a client id over 64 characters is refused with 4103', async () => {
    const code = (realtime) => realtime.createIMClient('x'.repeat(65)).then(() => 'resolved', (error) => error.code);
    assert.equal(await code(officialRealtime), 4103);
    assert.equal(await code(ourRealtime), 4103);
  });
});
