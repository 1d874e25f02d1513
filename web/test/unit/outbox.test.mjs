// The outbox on a clock, a network and a store of the test's.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { load } from '../support/source.mjs';

const { EventEmitter, Outbox, MemoryStore, Message, MessageParser, MessageStatus, OutboxError, TextMessage, Realtime, outboxSettings } =
  await load(['exports', 'outbox/outbox', 'outbox/options', 'outbox/store', 'events/emitter']);

const REFUSED = Object.assign(new Error('MESSAGE_REJECTED_BY_APP'), { code: 4402, name: 'MESSAGE_REJECTED_BY_APP' });
const LOST = new Error('Connection unavailable');

/** A client with an outbox, whose attempts wait in `sent` for the test to answer them. */
function setUp(t, options = {}, store = new MemoryStore()) {
  t.mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1_000_000 });
  const client = new EventEmitter();
  const parser = new MessageParser();
  parser.register([Message, TextMessage]);
  const sent = [];
  const talk = (id) => ({
    id,
    _transmit: (message, outgoing, signal) =>
      new Promise((resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
        sent.push({ id, dt: outgoing.dt, message, resolve: () => resolve(message), reject });
      }),
  });
  const states = [];
  client.on('outbox', (item) => states.push(`${item.message.text ?? item.message.content}: ${item.state}`));
  Object.assign(client, { id: 'me', _messageParser: parser, getConversation: async (id) => talk(id) });
  const make = () => new Outbox(client, 'app/me', { ...outboxSettings({ store, ...options }) });
  const outbox = make();
  let serial = 0;
  const send = (text, conversation = 'c', signal) => {
    const message = new TextMessage(text);
    message.id = `dt-${(serial += 1)}`;
    message._setStatus(MessageStatus.SENDING);
    const outgoing = { content: JSON.stringify(message.getPayload()), dt: message.id, mentionList: [], mentionAll: false };
    const outcome = outbox._send(talk(conversation), message, outgoing, signal);
    outcome.catch(() => {});
    return { message, outcome };
  };
  return { client, outbox, make, send, sent, states, store };
}

/** Lets all that is ready happen. */
const settle = async () => {
  for (let i = 0; i < 50; i += 1) await Promise.resolve();
};

describe('the outbox', () => {
  it('sends one message of a conversation at a time, and conversations beside each other', async (t) => {
    const { send, sent, outbox } = setUp(t);
    const all = [send('1'), send('2'), send('other', 'd'), send('3')];
    await settle();
    assert.deepEqual(sent.map(({ dt }) => dt), ['dt-1', 'dt-3']);
    assert.deepEqual(outbox.items.map(({ state }) => state), ['sending', 'queued', 'sending', 'queued']);
    for (let i = 0; i < 4; i += 1) {
      sent[i].resolve();
      await settle();
    }
    assert.deepEqual(sent.map(({ dt }) => dt), ['dt-1', 'dt-3', 'dt-2', 'dt-4']);
    assert.deepEqual(await Promise.all(all.map(({ outcome }) => outcome)), all.map(({ message }) => message));
    assert.deepEqual(outbox.items, []);
  });

  it('waits for the connection, and tries again with the same dt, before what came later', async (t) => {
    const { send, sent, outbox, states } = setUp(t);
    outbox._connected(false);
    send('1');
    send('2');
    await settle();
    assert.equal(sent.length, 0);
    outbox._connected(true);
    await settle();
    outbox._connected(false);
    sent[0].reject(LOST);
    await settle();
    assert.equal(outbox.items[0].error, LOST);
    assert.equal(outbox.items[0].attempts, 1);
    t.mock.timers.tick(3_600_000);
    await settle();
    assert.equal(sent.length, 1);
    outbox._connected(true);
    await settle();
    sent[1].resolve();
    await settle();
    sent[2].resolve();
    await settle();
    assert.deepEqual(sent.map(({ dt }) => dt), ['dt-1', 'dt-1', 'dt-2']);
    assert.deepEqual(states, ['1: queued', '2: queued', '1: sending', '1: queued', '1: sending', '1: sent', '2: sending', '2: sent']);
  });

  it('tries again at once when the connection came back before the failure was heard of', async (t) => {
    const { send, sent, outbox } = setUp(t);
    send('1');
    await settle();
    sent[0].reject(LOST);
    outbox._connected(false);
    outbox._connected(true);
    await settle();
    assert.equal(sent.length, 2);
  });

  it('waits longer each time over a connection that is up', async (t) => {
    const { send, sent } = setUp(t);
    send('1');
    await settle();
    for (const [n, delay] of [1, 2, 4, 8, 16, 32, 60, 60].entries()) {
      sent[n].reject(Object.assign(new Error('INTERNAL_ERROR'), { code: 4200 }));
      await settle();
      t.mock.timers.tick(delay * 1000 - 1);
      await settle();
      assert.equal(sent.length, n + 1);
      t.mock.timers.tick(1);
      await settle();
      assert.equal(sent.length, n + 2);
    }
  });

  it('takes a refusal as final, goes on with the next, and sends it again by hand', async (t) => {
    const { send, sent, outbox } = setUp(t);
    const [first] = [send('1'), send('2')];
    await settle();
    sent[0].reject(REFUSED);
    await assert.rejects(first.outcome, REFUSED);
    await settle();
    assert.deepEqual(sent.map(({ dt }) => dt), ['dt-1', 'dt-2']);
    const [failed] = outbox.items;
    assert.deepEqual([failed.state, failed.error, failed.message.status], ['failed', REFUSED, MessageStatus.FAILED]);
    const again = outbox.retry(failed);
    assert.equal(failed.message.status, MessageStatus.SENDING);
    sent[1].resolve();
    await settle();
    assert.equal(sent[2].dt, 'dt-1');
    sent[2].resolve();
    assert.equal(await again, first.message);
    await assert.rejects(outbox.retry(failed), { reason: 'cancelled' });
  });

  it('finds out which message the server closed the connection for', async (t) => {
    const { send, sent, outbox } = setUp(t);
    const [long, short] = [send('long', 'c'), send('short', 'd')];
    await settle();
    const closed = Object.assign(new Error('FRAME_TOO_LONG'), { code: 4109 });
    outbox._connected(false);
    for (const each of sent) each.reject(closed);
    outbox._connected(true);
    await settle();
    assert.equal(sent.length, 3, 'one at a time');
    outbox._connected(false);
    sent[2].reject(closed);
    await assert.rejects(long.outcome, closed);
    outbox._connected(true);
    await settle();
    assert.equal(sent[3].dt, 'dt-2');
    sent[3].resolve();
    assert.equal(await short.outcome, short.message);
  });

  it('takes a message out that is cancelled, and says whether it may have been sent', async (t) => {
    const { send, sent, outbox, store } = setUp(t);
    const all = [send('1'), send('2'), send('3')];
    await settle();
    const [first, second] = outbox.items;
    assert.equal(outbox.cancel(second), true);
    assert.equal(outbox.cancel(first), false);
    assert.equal(outbox.cancel(first), false);
    for (const { outcome } of all.slice(0, 2)) await assert.rejects(outcome, { name: 'OutboxError', reason: 'cancelled' });
    await settle();
    assert.deepEqual(sent.map(({ dt }) => dt), ['dt-1', 'dt-3']);
    const controller = new AbortController();
    const given = send('4', 'c', controller.signal);
    controller.abort();
    await assert.rejects(given.outcome);
    outbox.clear();
    await settle();
    assert.deepEqual(outbox.items, []);
    let left = [];
    await store.open('app/me', (records) => (left = records));
    assert.deepEqual(left, []);
  });

  it('is full at its limits, and says so before anything is done', async (t) => {
    const { send, outbox } = setUp(t, { maxMessages: 2, maxBytes: 200 });
    outbox._connected(false);
    const long = send('x'.repeat(180));
    await assert.rejects(long.outcome, (error) => error instanceof OutboxError && error.reason === 'full');
    send('1');
    send('2');
    await assert.rejects(send('3').outcome, { reason: 'full' });
    assert.equal(outbox.items.length, 2);
    outbox.cancel(outbox.items[0]);
    send('4');
    assert.equal(outbox.items.length, 2);
  });

  it('gives up what is too old, also without a connection', async (t) => {
    const { send, outbox } = setUp(t, { maxAge: 60_000 });
    outbox._connected(false);
    const first = send('1');
    t.mock.timers.tick(30_000);
    const second = send('2');
    t.mock.timers.tick(30_000);
    await assert.rejects(first.outcome, { reason: 'expired' });
    assert.deepEqual(outbox.items.map(({ state }) => state), ['failed', 'queued']);
    t.mock.timers.tick(30_000);
    await assert.rejects(second.outcome, { reason: 'expired' });
  });

  it('does not send what became too old while the page was closed or the device slept', async (t) => {
    const { send, sent, outbox, make, states } = setUp(t, { maxAge: 60_000 });
    outbox._connected(false);
    send('closed');
    await settle();
    outbox._close();
    t.mock.timers.setTime(1_050_000);
    const next = make();
    next._connected(false);
    await next.restored;
    assert.deepEqual(next.items.map(({ state }) => state), ['queued']);
    // The page's timers have stood still.
    t.mock.timers.setTime(1_060_000);
    states.length = 0;
    next._connected(true);
    await settle();
    assert.deepEqual([states, sent.length], [['closed: failed'], 0]);
    assert.deepEqual([next.items[0].error.reason, next.items[0].message.status], ['expired', MessageStatus.FAILED]);
  });

  it('gives up in time what is older than what was put there before it was found', async (t) => {
    const store = new MemoryStore();
    let found;
    const { outbox, send } = setUp(t, { maxAge: 60_000 }, { open: (scope, later) => store.open(scope, (found = later)) });
    outbox._connected(false);
    await settle();
    send('young');
    await settle();
    const record = { dt: 'old', scope: 'app/me', conversation: 'c', order: 1, createdAt: 950_000, attempts: 0, message: { content: '{"_lctype":-1,"_lctext":"old"}', dt: 'old', mentionList: [], mentionAll: false } };
    found([record]);
    await settle();
    t.mock.timers.tick(10_000);
    assert.deepEqual(outbox.items.map(({ message, state }) => [message.text, state]), [['old', 'failed'], ['young', 'queued']]);
  });

  it('leaves what is not sent to the next login, in order, failures included', async (t) => {
    const { send, sent, outbox, make, states } = setUp(t);
    const refused = send('refused');
    await settle();
    sent[0].reject(REFUSED);
    await settle();
    const flying = send('flying');
    const waiting = send('waiting');
    await settle();
    outbox._close();
    for (const { outcome, message } of [flying, waiting]) {
      await assert.rejects(outcome, { reason: 'closed' });
      assert.equal(message.status, MessageStatus.NONE);
    }
    await assert.rejects(send('late').outcome, { reason: 'closed' });
    states.length = sent.length = 0;
    const next = make();
    await next.restored;
    await settle();
    assert.deepEqual(
      next.items.map(({ message, state, attempts }) => [message.text, message instanceof TextMessage, state, attempts]),
      [['refused', true, 'failed', 1], ['flying', true, 'sending', 2], ['waiting', true, 'queued', 0]],
    );
    assert.deepEqual([next.items[0].error.code, next.items[0].error.message], [4402, REFUSED.message]);
    assert.equal(next.items[1].message.id, flying.message.id);
    assert.notEqual(next.items[1].message, flying.message);
    assert.equal(next.items[0].message.id, refused.message.id);
    sent[0].resolve();
    await settle();
    assert.deepEqual(sent.map(({ dt }) => dt), [flying.message.id, waiting.message.id]);
  });

  it('is one message however often it is sent', async (t) => {
    const { outbox, sent } = setUp(t);
    const message = new TextMessage('once');
    const conversation = { id: 'c', _transmit: async (m) => (sent.push(m), m) };
    const outgoing = { content: '{}', dt: message.id, mentionList: [], mentionAll: false };
    const both = [outbox._send(conversation, message, outgoing), outbox._send(conversation, message, outgoing)];
    assert.deepEqual(await Promise.all(both), [message, message]);
    assert.equal(sent.length, 1);
  });

  it('sends without a store that does not answer, and takes what that finds later', async (t) => {
    const warned = t.mock.method(console, 'warn', () => {});
    let open;
    const opening = new Promise((resolve) => (open = resolve));
    let found;
    const store = { open: (_, later) => ((found = later), opening) };
    const { send, sent, outbox } = setUp(t, {}, store);
    const first = send('1');
    await settle();
    assert.equal(sent.length, 0, 'it waits for the store first');
    t.mock.timers.tick(5_000);
    await outbox.restored;
    await settle();
    assert.equal(warned.mock.callCount(), 1);
    sent[0].resolve();
    await first.outcome;
    const puts = [];
    const record = { dt: 'left', scope: 'app/me', conversation: 'c', order: 1, createdAt: 999_999, attempts: 1, message: { content: 'left', dt: 'left', mentionList: [], mentionAll: false } };
    const removed = [];
    open({ durable: true, put: (each) => (puts.push(each.dt), each.dt === 'left' ? Promise.resolve() : new Promise(() => {})), remove: async (dt) => removed.push(dt), close() {} });
    found([record]);
    await settle();
    assert.equal(sent[1].dt, 'left');
    const second = send('2');
    sent[1].resolve();
    await settle();
    assert.deepEqual([removed, puts, sent.length], [['left'], ['left', 'dt-2'], 2]);
    t.mock.timers.tick(5_000);
    await settle();
    sent[2].resolve();
    assert.equal(await second.outcome, second.message);
  });

  it('restores what nothing can read, and sends it as it was', async (t) => {
    const store = new MemoryStore();
    const box = await store.open('app/me', () => {});
    const content = new Uint8Array([0, 255, 1]).buffer;
    await box.put({ dt: 'bytes', scope: 'app/me', conversation: 'c', order: 1, createdAt: 999_999, attempts: 0, message: { content, dt: 'bytes', mentionList: ['a'], mentionAll: true } });
    const { outbox, sent, client } = setUp(t, {}, store);
    client._messageParser = { _read: () => Promise.reject(new Error('nobody knows it')) };
    await outbox.restored;
    await settle();
    const [{ message }] = outbox.items;
    assert.deepEqual([message.content, message.mentionList, message.mentionedAll], [content, ['a'], true]);
    assert.equal(sent[0].dt, 'bytes');
  });

  it('sends all the same when nothing can be stored, warns once and shows it', async (t) => {
    const warned = t.mock.method(console, 'warn', () => {});
    for (const store of [
      { open: async () => ({ durable: true, put: () => Promise.reject(new Error('quota')), remove: async () => {}, close() {} }) },
      { open: () => Promise.reject(new Error('forbidden')) },
    ]) {
      const { send, sent, outbox } = setUp(t, {}, store);
      const [first] = [send('1'), send('2')];
      await settle();
      assert.deepEqual(outbox.items.map(({ persisted }) => persisted), [false, false]);
      sent[0].resolve();
      await first.outcome;
      t.mock.timers.reset();
    }
    assert.equal(warned.mock.callCount(), 2);
  });
});

describe('the option outbox', () => {
  for (const outbox of [7, 'yes', { store: 'disk' }, { store: {} }, { store: 'indexeddb' }, { maxMessages: 0 }, { maxBytes: '5' }, { maxAge: 1.5 }]) {
    it(`is not ${JSON.stringify(outbox)}`, () => {
      const make = () => new Realtime({ appId: 'outbox', appKey: 'k', server: 'http://127.0.0.1:9', outbox });
      assert.throws(make, { name: 'TypeError', message: /^outbox/ });
    });
  }
});
